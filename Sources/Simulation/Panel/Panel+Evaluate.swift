import CKernels
package import PolicyCatalogue
import Population

/// What a panel comes to at one point, and the memory in which it is worked out: made once, used again.
package final class PanelOutcome: @unchecked Sendable {
  /// By measure of the policy and town, in fen.
  package internal(set) var totals: [[Int64]]
  /// By row of the register, in whole fen: awards of all measures together, and what is paid of them.
  package let awards: UnsafeMutableBufferPointer<Double>
  package let paid: UnsafeMutableBufferPointer<Double>
  package internal(set) var award: Int64 = 0
  package internal(set) var factor = Fraction.one
  let rowSums: UnsafeMutableBufferPointer<Double>
  let rowShares: UnsafeMutableBufferPointer<Double>

  package init(for panel: Panel) {
    totals = panel.scenario.policy.measures.map { _ in
      [Int64](repeating: 0, count: panel.townNames.count)
    }
    let rows = panel.tileCount * Panel.tileRows
    func cells(_ count: Int) -> UnsafeMutableBufferPointer<Double> {
      let cells = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
      adviseLargePages(UnsafeMutableRawBufferPointer(cells))
      cells.initialize(repeating: 0)
      return cells
    }
    awards = cells(panel.enterpriseCount)
    paid = cells(panel.enterpriseCount)
    rowSums = cells(rows)
    rowShares = cells(rows)
  }

  deinit {
    awards.deallocate()
    paid.deallocate()
    rowSums.deallocate()
    rowShares.deallocate()
  }
}

extension Panel {
  /// One full evaluation: every claim assessed, rivals excluded, totals by measure and town, and the
  /// budget shared out over the claimants by largest remainder (of equal ones the first of the register).
  ///
  /// - Returns: false where a product could pass 2^53, and then nothing has changed.
  package func evaluate(
    _ values: ParameterValues, budget: Int64?, into outcome: PanelOutcome
  ) -> Bool {
    guard let rules = rules(values) else { return false }
    let tasks = tasks
    let (count, rows) = (measures.count, Self.tileRows)
    let sums = UnsafeMutableBufferPointer<Double>.allocate(capacity: tasks.count * count)
    sums.initialize(repeating: 0)
    defer { sums.deallocate() }
    nonisolated(unsafe) let (part, rowSums) = (sums.baseAddress!, outcome.rowSums.baseAddress!)
    Parallel.forEach(tasks.count, threads: threads) { index in
      for tile in tasks[index] {
        outlay_panel_assess(
          self.tile(tile), rules, groups, groups.count, part + index * count, rowSums + tile * rows)
      }
    }
    var byTown = [Double](repeating: 0, count: townNames.count * count)
    for (index, tiles) in tasks.enumerated() {
      let town = Int(towns[tiles.lowerBound])
      for column in 0..<count { byTown[town * count + column] += sums[index * count + column] }
    }
    for (column, measure) in measures.enumerated() {
      outcome.totals[measure.measure] = townNames.indices.map { Int64(byTown[$0 * count + column]) }
    }
    let award = Int64(byTown.reduce(0, +))
    outcome.award = award
    outcome.factor = .one
    if let budget, budget < award {
      outcome.factor = Fraction(Int128(budget), Int128(award))
      let enterprises = enterprises
      Apportionment.share(
        budget, weights: UnsafeBufferPointer(outcome.rowSums),
        ranges: tasks.map { $0.lowerBound * rows..<$0.upperBound * rows }, threads: threads,
        rank: { enterprises[$0] }, into: outcome.rowShares)
      hand(out: outcome.rowShares, tasks, outcome)
    } else {
      hand(out: outcome.rowSums, tasks, outcome)
    }
    return true
  }

  /// From the order of the tiles to that of the register.
  private func hand(
    out shares: UnsafeMutableBufferPointer<Double>, _ tasks: [Range<Int>], _ outcome: PanelOutcome
  ) {
    let rows = Self.tileRows
    nonisolated(unsafe) let shares = shares.baseAddress!
    nonisolated(unsafe) let (awards, paid, rowSums) = (
      outcome.awards.baseAddress!, outcome.paid.baseAddress!, outcome.rowSums.baseAddress!
    )
    enterprises.withUnsafeBufferPointer { enterprises in
      nonisolated(unsafe) let enterprises = enterprises.baseAddress!
      Parallel.forEach(tasks.count, threads: threads) { index in
        for row in tasks[index].lowerBound * rows..<tasks[index].upperBound * rows {
          let enterprise = Int(enterprises[row])
          if enterprise < 0 { continue }
          awards[enterprise] = rowSums[row]
          paid[enterprise] = shares[row]
        }
      }
    }
  }
}
