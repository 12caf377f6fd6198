import Diagnostics
package import PolicyCatalogue

/// A number of a scenario that can be set, swept, sampled or solved for.
package enum Adjustable: Sendable, Hashable {
  /// Of the policy, by index: a rate, cap, threshold, unit amount, tier, band position …
  case parameter(Int)
  /// What a pool has to spend, in yuan. Its address is `budget.POOL`, and `budget.all` where the
  /// scenario states a total.
  case budget(pool: String)
  /// A lever or an assumption of the villages, by its index among `VillageAssumptions.parameters`.
  case village(Int)
  /// How the years after the policy year grow, by its index in the scenario's `GrowthAssumptions`.
  case growth(Int)

  package var isOfVillages: Bool {
    if case .village = self { true } else { false }
  }

  package var isGrowth: Bool {
    if case .growth = self { true } else { false }
  }

  /// Whether payments of the policy year may depend on it.
  package var movesPayments: Bool { !isOfVillages && !isGrowth }

  /// Whether payments of the years after it may depend on it.
  package var movesLaterPayments: Bool { !isOfVillages }
}

extension Scenario {
  private static let budgetPrefix = "budget."

  /// What an address names, if it names anything.
  package func adjustable(_ address: String) -> Adjustable? {
    if let index = policy.parameter(address) { return .parameter(index) }
    if villages != nil, let index = VillageAssumptions.index(of: address) { return .village(index) }
    if let index = growth?.table.index(of: address) { return .growth(index) }
    guard address.hasPrefix(Self.budgetPrefix) else { return nil }
    let pool = String(address.dropFirst(Self.budgetPrefix.count))
    return pools.contains { $0.id == pool } ? .budget(pool: pool) : nil
  }

  /// Everything that can be set, in the order of the policy, then the budgets, then what the villages
  /// have and how later years grow.
  package var adjustables: [Adjustable] {
    policy.parameters.indices.map { .parameter($0) } + pools.map { .budget(pool: $0.id) }
      + (villages == nil ? [] : VillageAssumptions.parameters.indices.map { .village($0) })
      + (growth?.table.parameters.indices.map { .growth($0) } ?? [])
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
    case .village(let index):
      var parameter = VillageAssumptions.parameters[index]
      if let villages { parameter.value = villages.assumptions.table[index] }
      return parameter
    case .growth(let index):
      guard let table = growth?.table else { preconditionFailure("no years after the first") }
      var parameter = table.parameters[index]
      parameter.value = table[index]
      return parameter
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
