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
        for point in tasks[task] {
          do throws(Fraction.Overflow) {
            try add(point: point, settings[point * width..<(point + 1) * width], to: cells)
          } catch {
            failures.record(index: point)
          }
        }
      }
    }
    if failures.first != nil { throw tooFine() }
    try addRest(settings, width, to: &totals)
    for point in 0..<count {
      // A Double holds a sum below 2^53 fen to within a unit in its last place.
      totals.awardBounds[point] += totals.awards[point] * 0x1p-52
    }
    return totals
  }

  private func add(
    point: Int, _ setting: ArraySlice<Fraction>, to cells: ClosedTotals.Cells
  ) throws(Fraction.Overflow) {
    let first = setting.startIndex
    for piece in pieces {
      let sum = try piece.sum(rounding) { number throws(Fraction.Overflow) in
        switch number {
        case .fixed(let value): value
        case .moving(let place): setting[first + place]
        case .made(let made):
          try made.value { index in
            places[index].map { setting[first + $0] } ?? scenario.values[index]
          }
        }
      }
      let amount = Double(sum.fen) + sum.rest
      let (pool, isProtected) = pools[piece.measure]
      let place = point * cells.poolCount + pool
      cells.awards[point] += amount
      cells.awardBounds[point] += sum.bound
      if isProtected { cells.protected[place] += amount } else { cells.demands[place] += amount }
      cells.poolBounds[place] += sum.bound + amount * 0x1p-51
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

  private func tooFine() -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: scenario.path),
        Message(
          "the numbers that move are too large or too fine to be computed exactly",
          zh: "所调整的数值过大或过细,无法精确计算")))
  }
}
