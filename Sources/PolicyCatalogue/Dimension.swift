/// The unit of a quantity as a product of powers of base units: yuan, yuan per tonne, none.
package struct Dimension: Sendable, Hashable {
  /// Exponents by base unit ("yuan", "usd", "tonne", "kWh", "MW", "m2", "minute", or a policy's own).
  package private(set) var exponents: [String: Int]

  package init(_ exponents: [String: Int] = [:]) {
    self.exponents = exponents.filter { $0.value != 0 }
  }

  package static let none = Dimension()
  package static let money = Dimension(["yuan": 1])

  package static func * (a: Dimension, b: Dimension) -> Dimension {
    Dimension(a.exponents.merging(b.exponents, uniquingKeysWith: +))
  }

  package static func / (a: Dimension, b: Dimension) -> Dimension {
    Dimension(a.exponents.merging(b.exponents.mapValues(-), uniquingKeysWith: +))
  }

  /// `yuan/tonne`, or the empty string for plain numbers.
  package var symbol: String {
    let above = exponents.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    let below = exponents.filter { $0.value < 0 }.sorted { $0.key < $1.key }
    func power(_ entry: (key: String, value: Int)) -> String {
      abs(entry.value) == 1 ? entry.key : "\(entry.key)^\(abs(entry.value))"
    }
    let numerator = above.map(power).joined(separator: "·")
    if below.isEmpty { return numerator }
    return (numerator.isEmpty ? "1" : numerator) + "/" + below.map(power).joined(separator: "/")
  }
}
