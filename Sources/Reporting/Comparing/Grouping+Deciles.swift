import PolicyCatalogue
import Population

extension Grouping {
  static let withoutRevenue = "no-revenue"
  static let withoutEnterprise = "assumed"

  /// Claimants with a revenue above zero by tenths of them, from the smallest: `1` to `10`. A claimant's
  /// decile is 1 + ⌊10 × (how many have less revenue) ÷ (how many have any)⌋, so that equal revenues are
  /// never told apart, and stand in the lowest decile that one of them reaches.
  ///
  /// Who has no revenue, as institutions and individuals mostly have none, stands apart, and so do
  /// claims without an enterprise. Complexity: O(n log n).
  init(decilesOf population: Population) {
    guard case .numbers(let revenue) = population.register.columns[RegisterColumn.revenue.rawValue]
    else { preconditionFailure("revenue is a number") }
    let ranked = revenue.indices.filter { revenue[$0] > 0 }.sorted { revenue[$0] < revenue[$1] }
    var groups = [Int32](repeating: 10, count: revenue.count)
    var less = 0
    for (place, enterprise) in ranked.enumerated() {
      if place > 0 && revenue[ranked[place - 1]] < revenue[enterprise] { less = place }
      groups[enterprise] = Int32(10 * less / ranked.count)
    }
    self.init(
      names: (1...10).map(String.init) + [Self.withoutRevenue, Self.withoutEnterprise],
      groups: groups, assumed: 11, isSorted: false)
  }
}
