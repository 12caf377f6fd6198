import Diagnostics
import PolicyCatalogue

// What one company gets across its claims: the n best of them, and no more than a sum.
extension Settler {
  func applyBest(_ state: ClaimState) {
    for (index, measure) in policy.measures.enumerated() {
      if let best = measure.best { keepBest(best, of: [index], state) }
    }
    for rule in policy.bestRules { keepBest(rule.best, of: rule.measures, state) }
  }

  private func keepBest(_ best: BestClaims, of measures: [Int], _ state: ClaimState) {
    let count = Int(constant(best.claims).floor)
    plan.groups(of: measures, by: best.scope).forEach(threads: threads) { _, members in
      let rows = members.map(Int.init).filter { state.amounts[$0] > 0 }
      let ordered = rows.sorted { a, b in
        state.amounts[a] != state.amounts[b]
          ? state.amounts[a] > state.amounts[b] : plan.ranks[a] < plan.ranks[b]
      }
      for row in ordered.dropFirst(count) { state.set(row, to: 0, else: .beyondBest) }
    }
  }

  func applyLimits(_ state: ClaimState) throws(DataError) {
    for (index, measure) in policy.measures.enumerated() {
      guard let limit = measure.limit else { continue }
      apply(limit, try limitAmounts(limit.amount, of: measure.id), to: [index], state)
    }
    for rule in policy.limitRules {
      apply(rule.limit, try limitAmounts(rule.limit.amount, of: rule.id), to: rule.measures, state)
    }
  }

  private func apply(
    _ limit: CompanyLimit, _ amounts: LimitAmounts, to measures: [Int], _ state: ClaimState
  ) {
    plan.groups(of: measures, by: limit.scope).forEach(threads: threads) { _, members in
      var sum = 0.0
      for row in members { sum += state.amounts[Int(row)] }
      if sum <= amounts.least { return }
      // Where companies of one group have limits of their own, that of the lowest claim id counts.
      let first = members.first { state.amounts[Int($0)] > 0 }!
      let amount = amounts[plan.enterprise(of: Int(first))!]
      if sum <= amount { return }
      let due = members.lazy.map { Int($0) }.filter { state.amounts[$0] > 0 }
      switch limit.order {
      case .claim: fill(due, upTo: amount, state)
      case .proportional: cutInProportion(Array(due), to: Int64(amount), state, else: .companyCap)
      case .largest, .smallest, .listed:
        fill(ordered(Array(due), limit.order, measures, state), upTo: amount, state)
      }
    }
  }

  /// - Parameter rows: in the order of claim ids.
  private func ordered(
    _ rows: [Int], _ order: CompanyLimit.Order, _ measures: [Int], _ state: ClaimState
  ) -> [Int] {
    if rows.count < 2 { return rows }
    func key(_ row: Int) -> (Double, Int32) {
      let first =
        switch order {
        case .claim, .proportional: 0.0
        case .largest: -state.amounts[row]
        case .smallest: state.amounts[row]
        case .listed: Double(measures.firstIndex(of: plan.measure(of: row))!)
        }
      return (first, plan.ranks[row])
    }
    return rows.sorted { key($0) < key($1) }
  }

  private func fill(_ rows: some Sequence<Int>, upTo amount: Double, _ state: ClaimState) {
    var left = amount
    for row in rows {
      let granted = min(left, state.amounts[row])
      left -= granted
      state.set(row, to: granted, else: .companyCap)
    }
  }

  /// Cuts claims that are due something to a sum, by largest remainder.
  func cutInProportion(
    _ rows: [Int], to total: Int64, _ state: ClaimState, else reason: Reason
  ) {
    let shares = Apportionment.shares(
      of: total, weights: rows.map { state.amounts[$0] }, ranks: rows.map { plan.ranks[$0] })
    for (row, share) in zip(rows, shares) { state.set(row, to: share, else: reason) }
  }
}
