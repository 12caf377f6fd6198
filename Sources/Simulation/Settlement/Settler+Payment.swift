import CKernels
import PolicyCatalogue
import Population

// Article 53: protected claims first, the others pro rata from what is left of the pool.
extension Settler {
  /// From awards to payments, pool by pool.
  ///
  /// - Parameters:
  ///   - totals: what the awards come to.
  ///   - paid: every cell is written.
  ///   - budget: of a pool by its id, in fen; nil where nothing is scaled.
  func pay(
    _ state: ClaimState, _ totals: ClassTotals, into paid: UnsafeMutableBufferPointer<Double>,
    budget: (_ pool: String) -> Int64?
  ) -> [PoolOutcome] {
    let rounding = policy.paymentRounding.map { WholeRounding($0, values) }
    return plan.scenario.pools.map { pool in
      var outcome = PoolOutcome(pool, totals, budget: budget(pool.id))
      if outcome.shortfall == 0 {
        payInFull(pool, state, paid)
      } else {
        share(out: outcome, over: pool, state, paid)
      }
      if let rounding { outcome.paid = round(pool, rounding, paid) }
      if rounding != nil || outcome.shortfall > 0 { explainNothing(pool, state, paid) }
      return outcome
    }
  }

  private func payInFull(
    _ pool: Pool, _ state: ClaimState, _ paid: UnsafeMutableBufferPointer<Double>
  ) {
    let tasks = plan.tasks(of: pool.measures)
    nonisolated(unsafe) let (paid, amounts) = (paid, state.amounts)
    Parallel.forEach(tasks.count, threads: threads) { index in
      for row in tasks[index].rows { paid[row] = amounts[row] }
    }
  }

  /// The protected parts of the awards as far as the budget goes, then the rest in proportion.
  private func share(
    out outcome: PoolOutcome, over pool: Pool, _ state: ClaimState,
    _ paid: UnsafeMutableBufferPointer<Double>
  ) {
    let tasks = plan.tasks(of: pool.measures)
    let protectedSum = min(outcome.paid, outcome.protected)
    if outcome.protected == 0 {
      share(outcome.paid, UnsafeBufferPointer(state.amounts), tasks, paid)
      return
    }
    // In columns of their own: the part of each award that is protected, and what is paid of it.
    let protections = policy.measures.indices.map(protection)
    let part = UnsafeMutableBufferPointer<Double>.allocate(capacity: plan.count)
    let protectedShares = UnsafeMutableBufferPointer<Double>.allocate(capacity: plan.count)
    defer {
      part.deallocate()
      protectedShares.deallocate()
    }
    let amounts = state.amounts
    forEach(tasks) { part[$1] = protections[$0].part(of: amounts[$1]) }
    share(protectedSum, UnsafeBufferPointer(part), tasks, protectedShares)
    if outcome.demand == 0 {
      forEach(tasks) { paid[$1] = protectedShares[$1] }
      return
    }
    forEach(tasks) { part[$1] = amounts[$1] - part[$1] }
    share(outcome.paid - protectedSum, UnsafeBufferPointer(part), tasks, paid)
    forEach(tasks) { paid[$1] += protectedShares[$1] }
  }

  private func share(
    _ sum: Int64, _ weights: UnsafeBufferPointer<Double>, _ tasks: [Plan.Task],
    _ shares: UnsafeMutableBufferPointer<Double>
  ) {
    let ranks = plan.ranks
    Apportionment.share(
      sum, weights: weights, ranges: tasks.map(\.rows), threads: threads, rank: { ranks[$0] },
      into: shares)
  }

  /// Calls `body` with the measure and the row of every claim of some tasks, on several threads at once.
  @inline(__always)
  private func forEach(_ tasks: [Plan.Task], _ body: (_ measure: Int, _ row: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      Parallel.forEach(tasks.count, threads: threads) { index in
        for row in tasks[index].rows { body(tasks[index].measure, row) }
      }
    }
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

  /// What the budget, or the rounding of payments, leaves nothing of.
  private func explainNothing(
    _ pool: Pool, _ state: ClaimState, _ paid: UnsafeMutableBufferPointer<Double>
  ) {
    let tasks = plan.tasks(of: pool.measures)
    if plan.count == 0 { return }
    nonisolated(unsafe) let (paid, amounts) = (paid.baseAddress!, state.amounts.baseAddress!)
    // A reason is its code and nothing else.
    state.reasons.withMemoryRebound(to: UInt16.self) { codes in
      nonisolated(unsafe) let codes = codes.baseAddress!
      Parallel.forEach(tasks.count, threads: threads) { index in
        let first = tasks[index].rows.lowerBound
        outlay_explain_nothing(
          codes + first, amounts + first, paid + first, Reason.budget.rawValue,
          tasks[index].rows.count)
      }
    }
  }

  /// How much of each award of a measure is protected.
  struct Protection: Sendable {
    var whole = false
    var awardsUpTo = 0.0
    var first = 0.0

    var isNone: Bool { !whole && awardsUpTo == 0 && first == 0 }

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
