/// Why a claim gets nothing: a closed list, in the order in which the rules strike.
package struct Reason: RawRepresentable, Sendable, Hashable, BitwiseCopyable {
  package var rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Something is paid.
  package static let none = Reason(rawValue: 0)
  package static let deferred = Reason(rawValue: 1)
  package static let outsideYear = Reason(rawValue: 2)
  package static let outsideValidity = Reason(rawValue: 3)
  package static let belowThreshold = Reason(rawValue: 4)
  package static let conditionNotMet = Reason(rawValue: 5)
  package static let noRise = Reason(rawValue: 6)
  package static let supportedElsewhere = Reason(rawValue: 7)
  package static let excluded = Reason(rawValue: 8)
  package static let beyondBest = Reason(rawValue: 9)
  package static let companyCap = Reason(rawValue: 10)
  package static let reduced = Reason(rawValue: 11)
  package static let fund = Reason(rawValue: 12)
  package static let budget = Reason(rawValue: 13)

  private static let firstRule: UInt16 = 256

  /// Barred by the policy's eligibility rule of this index.
  package static func ineligible(rule: Int) -> Reason {
    Reason(rawValue: firstRule + UInt16(rule))
  }

  package var eligibilityRule: Int? {
    rawValue >= Self.firstRule ? Int(rawValue - Self.firstRule) : nil
  }

  /// The code as results show it; `excluded-by:` and `ineligible:` want their names appended.
  package var code: String {
    switch self {
    case .none: ""
    case .deferred: "deferred"
    case .outsideYear: "outside-year"
    case .outsideValidity: "outside-validity"
    case .belowThreshold: "below-threshold"
    case .conditionNotMet: "condition-not-met"
    case .noRise: "no-rise"
    case .supportedElsewhere: "supported-elsewhere"
    case .excluded: "excluded-by"
    case .beyondBest: "beyond-best"
    case .companyCap: "company-cap"
    case .reduced: "reduced"
    case .fund: "fund"
    case .budget: "budget"
    default: "ineligible"
    }
  }
}
