import Diagnostics
package import PolicyCatalogue

/// How the enterprise side grows in the years after the policy year, by address.
///
/// A yearly policy (article 54) holds for its year alone; going on as before is an assumption.
package struct GrowthAssumptions: Sendable, Hashable {
  package static let prefix = "growth."
  /// Money in claims and register; `growth.measures.MEASURE` departs from it.
  package static let money = prefix + "money"
  /// Every budget.
  package static let budget = prefix + "budget"

  package private(set) var table: AssumptionTable
  private let measureCount: Int

  /// Without growth.
  package init(of policy: Policy) {
    func parameter(_ address: String, follows: Int? = nil) -> Parameter {
      Parameter(
        address: address, kind: .number(.none), value: .zero, step: Fraction(1, 10_000),
        minimum: Fraction(-9, 10), maximum: 10, follows: follows,
        location: SourceLocation(file: "growth"))
    }
    let parameters = [parameter(Self.money), parameter(Self.budget)]
    table = AssumptionTable(
      parameters
        + policy.measures.map { parameter("\(Self.prefix)measures.\($0.id)", follows: 0) })
    measureCount = policy.measures.count
  }

  package var money: Fraction { table[0] }
  package var budget: Fraction { table[1] }
  /// Of the money that the claims of a measure state.
  package func money(ofMeasure measure: Int) -> Fraction { table[2 + measure] }

  package var addresses: [String] { table.parameters.map(\.address) }

  package mutating func withTable<R>(_ body: (inout AssumptionTable) -> R) -> R { body(&table) }

  /// The same with one number changed; nil where no number has the address.
  package func setting(_ address: String, to value: Fraction) -> GrowthAssumptions? {
    guard let index = table.index(of: address) else { return nil }
    var changed = self
    changed.table.set(index, to: value)
    return changed
  }
}
