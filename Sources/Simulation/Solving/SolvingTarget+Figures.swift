package import PolicyCatalogue

extension SolvingTarget {
  /// The figure at a point: a factor, or fen.
  package func figure(of totals: PointTotals) -> Fraction {
    let pools = pool.map { [totals.pools[$0]] } ?? totals.pools
    if quantity == .factor { return pools[0].factor }
    return Fraction(pools.reduce(0) { $0 + amount(of: $1) })
  }

  private func amount(of pool: PoolOutcome) -> Int64 {
    switch quantity {
    case .demand: pool.demand
    case .protected: pool.protected
    case .award: pool.protected + pool.demand
    case .paid: pool.paid
    case .shortfall: pool.shortfall
    case .factor: preconditionFailure("a factor is no amount")
    }
  }

  /// What the figure is compared with.
  ///
  /// - Parameter before: the scenario's own totals.
  package func boundValue(before: PointTotals) throws(Fraction.Overflow) -> Fraction {
    switch bound {
    case .value(let value): return value
    case .shareOfBefore(let share): return try figure(of: before).times(share)
    case .shareOfBudget(let share):
      let pools = pool.map { [before.pools[$0]] } ?? before.pools
      return try Fraction(pools.reduce(0) { $0 + ($1.budget ?? 0) }).times(share)
    }
  }

  /// The figure at a point of closed forms, an estimate.
  func estimate(_ totals: ClosedTotals, at point: Int, budgets: [Int64?]) -> Double {
    let pools = pool.map { [$0] } ?? Array(0..<totals.poolCount)
    var sum = 0.0
    for index in pools {
      let place = point * totals.poolCount + index
      let (protected, demand) = (totals.protected[place], totals.demands[place])
      let paid = min(budgets[index].map(Double.init) ?? .infinity, protected + demand)
      switch quantity {
      case .factor:
        guard let budget = budgets[index], demand > 0 else { return 1 }
        return max(0, min(1, (Double(budget) - protected) / demand))
      case .demand: sum += demand
      case .protected: sum += protected
      case .award: sum += protected + demand
      case .paid: sum += paid
      case .shortfall: sum += protected + demand - paid
      }
    }
    return sum
  }
}
