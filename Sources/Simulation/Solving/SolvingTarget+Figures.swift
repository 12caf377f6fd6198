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
  ///
  /// - Parameter budgets: by pool, in fen; nil where nothing is scaled.
  func estimate(_ totals: ClosedTotals, at point: Int, budgets: [Int64?]) -> Double {
    let pools = pool.map { [$0] } ?? Array(0..<totals.poolCount)
    if quantity == .factor {
      return totals.factor(ofPool: pools[0], at: point, budget: budgets[pools[0]])
    }
    return pools.reduce(0) { sum, pool in
      let place = point * totals.poolCount + pool
      let award = totals.protected[place] + totals.demands[place]
      return switch quantity {
      case .demand: sum + totals.demands[place]
      case .protected: sum + totals.protected[place]
      case .award: sum + award
      case .paid: sum + totals.paid(ofPool: pool, at: point, budget: budgets[pool])
      case .shortfall: sum + award - totals.paid(ofPool: pool, at: point, budget: budgets[pool])
      case .factor: preconditionFailure("a factor is no sum")
      }
    }
  }
}
