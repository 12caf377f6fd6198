import Diagnostics
package import PolicyCatalogue

/// A number of a scenario that can be set, swept, sampled or solved for.
package enum Adjustable: Sendable, Hashable {
  /// Of the policy, by index: a rate, cap, threshold, unit amount, tier, band position …
  case parameter(Int)
  /// What a pool has to spend, in yuan. Its address is `budget.POOL`, and `budget.all` where the
  /// scenario states a total.
  case budget(pool: String)
}

extension Scenario {
  private static let budgetPrefix = "budget."

  /// What an address names, if it names anything.
  package func adjustable(_ address: String) -> Adjustable? {
    if let index = policy.parameter(address) { return .parameter(index) }
    guard address.hasPrefix(Self.budgetPrefix) else { return nil }
    let pool = String(address.dropFirst(Self.budgetPrefix.count))
    return pools.contains { $0.id == pool } ? .budget(pool: pool) : nil
  }

  /// Everything that can be set, in the order of the policy, then the budgets.
  package var adjustables: [Adjustable] {
    policy.parameters.indices.map { .parameter($0) } + pools.map { .budget(pool: $0.id) }
  }

  /// Its address, unit, range and step, and how its values are written; `value` is the scenario's own,
  /// and zero for a budget that it leaves open.
  package func parameter(_ adjustable: Adjustable) -> Parameter {
    switch adjustable {
    case .parameter(let index):
      var parameter = policy.parameters[index]
      parameter.value = values[index]
      return parameter
    case .budget(let pool):
      let yuan = budget(ofPool: pool).map { Fraction(Int128($0), 100) }
      return Parameter(
        address: Self.budgetPrefix + pool, kind: .number(.money), value: yuan ?? .zero,
        step: Fraction(1, 100), minimum: .zero, maximum: Fraction((Int128(1) << 53) - 1, 100),
        location: SourceLocation(file: path))
    }
  }

  /// In fen; nil where nothing is scaled.
  package func budget(ofPool pool: String) -> Int64? {
    switch budget {
    case .unlimited: nil
    case .total(let amount): amount
    case .pools(let amounts): amounts[pool]
    }
  }
}
