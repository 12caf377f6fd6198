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

  package init(for panel: Panel) {
    totals = panel.scenario.policy.measures.map { _ in
      [Int64](repeating: 0, count: panel.townNames.count)
    }
    func cells(_ count: Int) -> UnsafeMutableBufferPointer<Double> {
      let cells = UnsafeMutableBufferPointer<Double>.allocate(capacity: count)
      adviseLargePages(UnsafeMutableRawBufferPointer(cells))
      cells.initialize(repeating: 0)
      return cells
    }
    awards = cells(panel.enterpriseCount)
    paid = cells(panel.enterpriseCount)
  }

  deinit {
    awards.deallocate()
    paid.deallocate()
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
    let count = measures.count
    let sums = UnsafeMutableBufferPointer<Double>.allocate(capacity: tasks.count * count)
    sums.initialize(repeating: 0)
    defer { sums.deallocate() }
    nonisolated(unsafe) let (part, awards) = (sums.baseAddress!, outcome.awards.baseAddress!)
    enterprises.withUnsafeBufferPointer { enterprises in
      nonisolated(unsafe) let enterprises = enterprises.baseAddress!
      Parallel.forEach(tasks.count, threads: threads) { index in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.tileRows) { rowSums in
          for tile in tasks[index] {
            outlay_panel_assess(
              self.tile(tile), rules, groups, groups.count, part + index * count,
              rowSums.baseAddress!)
            // From the order of the tiles to that of the register, while the sums are in cache.
            let first = enterprises + tile * Self.tileRows
            for row in 0..<Self.tileRows where first[row] >= 0 {
              awards[Int(first[row])] = rowSums[row]
            }
          }
        }
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
    let ranges = Parallel.ranges(of: enterpriseCount, size: 1 << 15)
    if let budget, budget < award {
      outcome.factor = Fraction(Int128(budget), Int128(award))
      Apportionment.share(
        budget, weights: UnsafeBufferPointer(outcome.awards), ranges: ranges, threads: threads,
        rank: { Int32($0) }, into: outcome.paid)
    } else {
      nonisolated(unsafe) let (awards, paid) = (outcome.awards, outcome.paid)
      Parallel.forEach(ranges.count, threads: threads) { index in
        _ = paid.extracting(ranges[index]).update(fromContentsOf: awards.extracting(ranges[index]))
      }
    }
    return true
  }
}
