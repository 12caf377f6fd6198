import PolicyCatalogue

/// By what the long tables of a sweep break its points down.
package enum SweepGrouping: String, Sendable, Codable, CaseIterable {
  case measure, town, industry

  package var fileName: String { "by-\(rawValue).csv" }

  var column: RegisterColumn? {
    switch self {
    case .measure: nil
    case .town: .town
    case .industry: .industry
    }
  }
}
