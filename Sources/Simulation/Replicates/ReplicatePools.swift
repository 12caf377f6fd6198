import PolicyCatalogue

/// From weighted sums to funds and pools, replicate by replicate.
struct ReplicatePools: Sendable {
  let settler: Settler
  let columns: ReplicateColumns

  func outcome(
    _ sums: ReplicateSums, _ draws: ReplicateDraws, _ settings: ReplicateSettings
  ) -> ReplicateOutcome {
    let policy = settler.policy
    let scenario = settler.plan.scenario
    let funds = policy.measures.map { measure in measure.fund.map { ($0, settler.fen($0.amount)) } }
    var awards = [[Int64]](
      repeating: [Int64](repeating: 0, count: draws.count), count: policy.measures.count)
    var pools = [[PoolOutcome?]](
      repeating: [PoolOutcome?](repeating: nil, count: draws.count), count: scenario.pools.count)
    for (slot, replicate) in draws.slots.enumerated() {
      for measure in policy.measures.indices {
        awards[measure][replicate] = Self.award(sums[measure, slot], funds[measure])
      }
      for (index, pool) in scenario.pools.enumerated() {
        var (protected, demand): (Int64, Int64) = (0, 0)
        for measure in pool.measures {
          let award = awards[measure][replicate]
          let part = columns.protected(measure, award, sums, slot)
          protected += part
          demand += award - part
        }
        pools[index][replicate] = PoolOutcome(
          id: pool.id, budget: scenario.budget(ofPool: pool.id), protected: protected,
          demand: demand)
      }
    }
    return ReplicateOutcome(
      settings: settings, levels: draws.levels, awards: awards,
      pools: pools.map { $0.map { $0! } })
  }

  /// A fund pays what is asked of it up to its amount, or its whole amount if anything is asked.
  private static func award(_ asked: Int64, _ fund: (rule: Fund, amount: Int64)?) -> Int64 {
    guard let fund else { return asked }
    switch fund.rule.payment {
    case .asAsked: return min(asked, fund.amount)
    case .shared: return asked > 0 ? fund.amount : 0
    }
  }
}
