import PolicyCatalogue
import Population

// Article 53: protected claims first, the others pro rata from what is left of the pool.
extension Settler {
  /// From awards to payments, pool by pool.
  ///
  /// - Parameter budget: of a pool by its id, in fen; nil where nothing is scaled.
  func pay(
    _ state: ClaimState, budget: @Sendable (_ pool: String) -> Int64?
  ) -> (paid: [Double], pools: [PoolOutcome]) {
    let pools = plan.scenario.pools
    var outcomes = [PoolOutcome?](repeating: nil, count: pools.count)
    var paid = [Double](repeating: 0, count: plan.count)
    let rounding = policy.paymentRounding.map { WholeRounding($0, values) }
    paid.withUnsafeMutableBufferPointer { paid in
      outcomes.withUnsafeMutableBufferPointer { outcomes in
        // No measure is in two pools: each task has rows of its own.
        nonisolated(unsafe) let (paid, outcomes) = (paid, outcomes)
        Parallel.forEach(pools.count, threads: threads) { index in
          var outcome = pay(pools[index], budget(pools[index].id), state, paid)
          if let rounding { outcome.paid = round(pools[index], rounding, paid) }
          outcomes[index] = outcome
          for measure in pools[index].measures {
            for row in plan.rows(of: measure) where paid[row] == 0 && state.amounts[row] > 0 {
              state.reasons[row] = .budget
            }
          }
        }
      }
    }
    return (paid, outcomes.compactMap { $0 })
  }

  /// Brings each payment of a pool to whole units, and returns what they come to.
  private func round(
    _ pool: Pool, _ rounding: WholeRounding, _ paid: UnsafeMutableBufferPointer<Double>
  ) -> Int64 {
    var sum: Int64 = 0
    for measure in pool.measures {
      for row in plan.rows(of: measure) where paid[row] > 0 {
        let rounded = rounding.round(Int128(paid[row]), over: 1)
        paid[row] = Double(rounded)
        sum += rounded
      }
    }
    return sum
  }

  private func pay(
    _ pool: Pool, _ budget: Int64?, _ state: ClaimState,
    _ paid: UnsafeMutableBufferPointer<Double>
  ) -> PoolOutcome {
    var (protected, demand) = (0.0, 0.0)
    for measure in pool.measures {
      let protection = protection(of: measure)
      for row in plan.rows(of: measure) where state.amounts[row] > 0 {
        let part = protection.part(of: state.amounts[row])
        protected += part
        demand += state.amounts[row] - part
      }
    }
    let outcome = PoolOutcome(
      id: pool.id, budget: budget, protected: Int64(protected), demand: Int64(demand))
    guard outcome.shortfall > 0, let budget else {
      for measure in pool.measures {
        for row in plan.rows(of: measure) { paid[row] = state.amounts[row] }
      }
      return outcome
    }
    let left = max(0, budget - outcome.protected)
    share(min(budget, outcome.protected), of: outcome.protected, over: pool, state, paid) {
      protection, amount in protection.part(of: amount)
    }
    share(left, of: outcome.demand, over: pool, state, paid) { protection, amount in
      amount - protection.part(of: amount)
    }
    return outcome
  }

  /// Adds to what is paid the shares of a sum in proportion to a part of each award.
  @inline(__always)
  private func share(
    _ sum: Int64, of whole: Int64, over pool: Pool, _ state: ClaimState,
    _ paid: UnsafeMutableBufferPointer<Double>,
    part: @Sendable (Protection, Double) -> Double
  ) {
    if whole == 0 { return }
    let protections = pool.measures.map(protection)
    let ranks = plan.ranks
    nonisolated(unsafe) let (paid, amounts) = (paid, state.amounts)
    Apportionment.share(
      sum, sum: whole, ranges: pool.measures.map(plan.rows), threads: threads,
      weight: { part(protections[$0], amounts[$1]) }, rank: { ranks[$0] },
      give: { paid[$0] += $1 })
  }

  /// How much of each award of a measure is protected.
  struct Protection: Sendable {
    var whole = false
    var awardsUpTo = 0.0
    var first = 0.0

    func part(of award: Double) -> Double {
      whole || award <= awardsUpTo ? award : min(award, first)
    }
  }

  func protection(of measure: Int) -> Protection {
    let subject = policy.measures[measure]
    var protection = Protection(whole: subject.isProtected || subject.fund != nil)
    for rule in policy.protections where rule.measures?.contains(measure) ?? true {
      switch rule.extent {
      case .whole: protection.whole = true
      case .awardsUpTo(let amount):
        protection.awardsUpTo = max(protection.awardsUpTo, Double(fen(amount)))
      case .first(let amount): protection.first = max(protection.first, Double(fen(amount)))
      }
    }
    return protection
  }
}
