import PolicyCatalogue

// Article 48: a rise pays the level's amount less that of the level held before.
extension Settler {
  func applyLadders(_ state: ClaimState, held: UnsafeBufferPointer<Double>) {
    let families = policy.measures.map { $0.ladder?.family }
    let isRise = families.map { $0 != nil }
    if !isRise.contains(true) { return }
    // Rises seldom meet, so that most groups need no more than a count.
    let meeting = plan.bases.indices(threads: threads) { rows in
      var rises = 0
      for row in rows where isRise[plan.measure(of: Int(row))] { rises += 1 }
      return rises > 1
    }
    var grouped: Set<Int32> = []
    for group in meeting {
      var rises: [String: [Int32]] = [:]
      for row in plan.bases[group] {
        if let family = families[plan.measure(of: Int(row))] {
          rises[family, default: []].append(row)
        }
      }
      for rows in rises.values where rows.count > 1 {
        grouped.formUnion(rows)
        climb(rows, state, held)
      }
    }
    for (index, measure) in policy.measures.enumerated() where measure.ladder != nil {
      for row in plan.rows(of: index) where state.amounts[row] > 0 && !grouped.contains(Int32(row))
      {
        state.set(row, to: max(0, state.amounts[row] - held[row]), else: .noRise)
      }
    }
  }

  /// Several rises on one basis: each pays what it adds to the highest level reached by those below it.
  private func climb(_ rows: [Int32], _ state: ClaimState, _ held: UnsafeBufferPointer<Double>) {
    let due = rows.map(Int.init).filter { state.amounts[$0] > 0 }
    let rising = due.sorted { a, b in
      state.amounts[a] != state.amounts[b]
        ? state.amounts[a] < state.amounts[b] : plan.ranks[a] < plan.ranks[b]
    }
    var reached = 0.0
    for row in rising {
      let level = state.amounts[row]
      state.set(row, to: max(0, level - max(held[row], reached)), else: .noRise)
      reached = max(reached, level)
    }
  }
}
