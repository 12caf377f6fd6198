package import Diagnostics
package import PolicyCatalogue
import Population

/// What comes of some points by closed forms: estimates in fen, each with how far at most the exact
/// figure lies from it.
package struct ClosedTotals: Sendable {
  /// Pools of the scenario, in their order.
  package let poolCount: Int
  /// One a point.
  package internal(set) var awards: [Double]
  package internal(set) var awardBounds: [Double]
  /// Of pool `p` at point `i` in place `i · poolCount + p`.
  package internal(set) var protected: [Double]
  package internal(set) var demands: [Double]
  /// Of protected and demand each.
  package internal(set) var poolBounds: [Double]

  package var count: Int { awards.count }

  init(points: Int, pools: Int) {
    poolCount = pools
    awards = [Double](repeating: 0, count: points)
    awardBounds = awards
    protected = [Double](repeating: 0, count: points * pools)
    demands = protected
    poolBounds = protected
  }
}

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

extension ClosedTotals {
  /// The cells where they lie.
  struct Cells {
    let poolCount: Int
    let awards, awardBounds, protected, demands, poolBounds: UnsafeMutableBufferPointer<Double>
  }

  fileprivate mutating func withCells(_ body: (Cells) -> Void) {
    let poolCount = poolCount
    awards.withUnsafeMutableBufferPointer { awards in
      awardBounds.withUnsafeMutableBufferPointer { awardBounds in
        protected.withUnsafeMutableBufferPointer { protected in
          demands.withUnsafeMutableBufferPointer { demands in
            poolBounds.withUnsafeMutableBufferPointer { poolBounds in
              body(
                Cells(
                  poolCount: poolCount, awards: awards, awardBounds: awardBounds,
                  protected: protected, demands: demands, poolBounds: poolBounds))
            }
          }
        }
      }
    }
  }

  fileprivate mutating func add(_ settled: PointTotals, at point: Int) {
    for (pool, outcome) in settled.pools.enumerated() {
      let place = point * poolCount + pool
      protected[place] += Double(outcome.protected)
      demands[place] += Double(outcome.demand)
      awards[point] += Double(outcome.protected) + Double(outcome.demand)
    }
  }
}
