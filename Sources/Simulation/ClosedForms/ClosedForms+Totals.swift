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
        var scratch = Scratch(pools: poolCount)
        for point in tasks[task] {
          do throws(Fraction.Overflow) {
            try add(
              point: point, settings[point * width..<(point + 1) * width], &scratch, to: cells)
          } catch {
            failures.record(index: point)
          }
        }
      }
    }
    if failures.first != nil { throw tooFine() }
    try addRest(settings, width, to: &totals)
    totals.widenBounds()
    return totals
  }

  /// Sums of one point by pool, kept whole until all is added, so that each figure is rounded once.
  private struct Scratch {
    var numbers: [ClosedShape.Numbers] = []
    /// Protected and other fen of each pool, in turn.
    var fen: [Int64]
    var rests: [Double]
    var bounds: [Double]

    init(pools: Int) {
      fen = [Int64](repeating: 0, count: 2 * pools)
      rests = [Double](repeating: 0, count: 2 * pools)
      bounds = [Double](repeating: 0, count: pools)
    }

    mutating func clear() {
      numbers.removeAll(keepingCapacity: true)
      for place in fen.indices { (fen[place], rests[place]) = (0, 0) }
      for pool in bounds.indices { bounds[pool] = 0 }
    }
  }

  private func add(
    point: Int, _ setting: ArraySlice<Fraction>, _ scratch: inout Scratch,
    to cells: ClosedTotals.Cells
  ) throws(Fraction.Overflow) {
    scratch.clear()
    let first = setting.startIndex
    for (shape, largest) in zip(shapes, largest) {
      let numbers = try shape.numbers(rounding, largest: largest) {
        number throws(Fraction.Overflow) in
        switch number {
        case .fixed(let value): value
        case .moving(let place): setting[first + place]
        case .made(let made):
          try made.value { index in
            places[index].map { setting[first + $0] } ?? scenario.values[index]
          }
        }
      }
      scratch.numbers.append(numbers)
    }
    for piece in pieces {
      let sum = try piece.sum(scratch.numbers[piece.shape], rounding)
      let (pool, isProtected) = pools[shapes[piece.shape].measure]
      let place = 2 * pool + (isProtected ? 0 : 1)
      scratch.fen[place] += sum.fen
      scratch.rests[place] += sum.rest
      scratch.bounds[pool] += sum.bound
    }
    var kept = scratch.fen
    rivals.forEachKept(scratch.numbers, rounding) { measure, award in
      let (pool, isProtected) = pools[measure]
      kept[2 * pool + (isProtected ? 0 : 1)] += award
    }
    scratch.fen = kept
    store(scratch, at: point, in: cells)
  }

  private func store(_ scratch: Scratch, at point: Int, in cells: ClosedTotals.Cells) {
    for pool in 0..<cells.poolCount {
      let place = point * cells.poolCount + pool
      cells.protected[place] = Double(scratch.fen[2 * pool]) + scratch.rests[2 * pool]
      cells.demands[place] = Double(scratch.fen[2 * pool + 1]) + scratch.rests[2 * pool + 1]
      cells.poolBounds[place] = scratch.bounds[pool]
    }
    cells.awards[point] = Double(scratch.fen.reduce(0, +)) + scratch.rests.reduce(0, +)
    cells.awardBounds[point] = scratch.bounds.reduce(0, +)
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
