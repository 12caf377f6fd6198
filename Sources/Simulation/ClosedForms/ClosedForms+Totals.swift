package import Diagnostics
package import PolicyCatalogue
import Population

extension ClosedForms {
  /// Points a task.
  private static let taskSize = 1024

  /// - Parameter settings: point after point, the values of `moving` in their order.
  /// - Complexity: O(points × pieces × log claims), and whatever settling the other claims costs.
  package func totals(_ settings: [Fraction]) throws(DataError) -> ClosedTotals {
    let width = max(1, moving.count)
    precondition(settings.count % width == 0)
    let count = settings.count / width
    let poolCount = scenario.pools.count
    var totals = ClosedTotals(points: count, pools: poolCount)
    let tasks = Parallel.ranges(of: count, size: Self.taskSize)
    let failures = FirstFailure()
    totals.withCells { cells in
      // Each task writes the points of its own range only.
      nonisolated(unsafe) let cells = cells
      Parallel.forEach(tasks.count, threads: threads) { task in
        var sums = constant
        for point in tasks[task] {
          do throws(Fraction.Overflow) {
            try add(
              point: point, settings[point * width..<(point + 1) * width], &sums)
            sums.store(at: point, in: cells)
          } catch {
            failures.record(index: point)
          }
        }
      }
    }
    if failures.first != nil { throw Self.tooFine(scenario) }
    try addRest(settings, width, to: &totals)
    totals.widenBounds()
    return totals
  }

  private func add(
    point: Int, _ setting: ArraySlice<Fraction>, _ sums: inout ClosedSums
  ) throws(Fraction.Overflow) {
    sums.restart(from: constant)
    let first = setting.startIndex
    try forms.bring(&sums.numbers) { setting[first + $0] }
    for piece in forms.pieces {
      sums.add(
        try piece.sum(sums.numbers[piece.shape], forms.rounding),
        to: pools[forms.shapes[piece.shape].measure])
    }
    forms.rivals.forEachSum(sums.numbers, forms.rounding) { measure, award in
      sums.add(award, to: pools[measure])
    }
  }

  /// The claims that no form answers, exactly.
  private func addRest(
    _ settings: [Fraction], _ width: Int, to totals: inout ClosedTotals
  ) throws(DataError) {
    switch rest {
    case .constant(let constant):
      for point in 0..<totals.count { totals.add(constant, at: point) }
    case .settled(let batch):
      // A point holds every number of the policy: a few at a time.
      for range in Parallel.ranges(of: totals.count, size: Self.taskSize) {
        var points: [BatchPoint] = []
        for point in range {
          points.append(
            try scenario.point(
              setting: moving, to: settings[point * width..<(point + 1) * width]))
        }
        for (point, settled) in zip(range, try batch.settle(points)) {
          totals.add(settled, at: point)
        }
      }
    }
  }
}
