import Testing

@testable import Population

@Suite("Calibration to control totals")
struct CalibrationTests {
  let parallel = ParallelBlocks(threads: 1)

  @Test func weightsMeetCountsAndTotals() {
    // Two margins that depend on each other (both add up to the whole) and an amount.
    let rows = 3000
    let towns = (0..<rows).map { Int32($0 % 3) }
    let industries = (0..<rows).map { Int32($0 / 7 % 4) }
    let amounts = (0..<rows).map { Double($0 % 101) * 1000 }
    let controls = [
      Calibration.Control(categories: towns, values: nil, targets: [900, 1000, 1100]),
      Calibration.Control(categories: industries, values: nil, targets: [800, 700, 760, 740]),
      Calibration.Control(
        categories: [Int32](repeating: 0, count: rows), values: amounts, targets: [155e6]),
    ]
    let calibration = Calibration(
      rows: rows, controls: controls, bounds: 0.5...2, parallel: parallel)
    for control in controls {
      var sums = [Double](repeating: 0, count: control.targets.count)
      for row in 0..<rows {
        sums[Int(control.categories[row])] += calibration.weights[row] * (control.values?[row] ?? 1)
      }
      for (sum, target) in zip(sums, control.targets) {
        #expect((sum - target!).magnitude <= 1e-6 * target!)
      }
    }
    #expect(calibration.weights.allSatisfy { (0.5...2).contains($0) })
  }

  @Test func weightsKeepTheirBoundsWhereTotalsCannotBeMet() {
    let controls = [
      Calibration.Control(categories: [0, 0, 1, 1], values: nil, targets: [20, 1])
    ]
    let calibration = Calibration(rows: 4, controls: controls, bounds: 0.5...2, parallel: parallel)
    #expect(!calibration.isMet)
    for (weight, bound) in zip(calibration.weights, [2, 2, 0.5, 0.5]) {
      #expect((weight - bound).magnitude < 1e-6)
    }
  }

  @Test(arguments: [0.01, 0.5, 0.99])
  func wholeWeightsKeepCellsAndTowns(start: Double) {
    let rows = 4000
    let weights = (0..<rows).map { 0.25 + Double($0 * 37 % 150) / 100 }
    let scale = Double(rows) / weights.reduce(0, +)
    let exact = weights.map { $0 * scale }
    let cells = (0..<rows).map { Int32($0 * 13 % 50) }
    let towns = (0..<rows).map { Int32($0 * 7 % 19) - 1 }
    var townTargets = [Double?](repeating: 0, count: 18)
    for row in 0..<rows where towns[row] >= 0 { townTargets[Int(towns[row])]! += exact[row] }
    let whole = WholeWeights(
      weights: exact, cells: cells, towns: towns, townTargets: townTargets, size: rows,
      start: start)
    #expect(whole.copies.reduce(0, +) == Int32(rows))
    var cellErrors = [Double](repeating: 0, count: 50)
    var townErrors = townTargets.map { -$0! }
    for row in 0..<rows {
      cellErrors[Int(cells[row])] += Double(whole.copies[row]) - exact[row]
      if towns[row] >= 0 { townErrors[Int(towns[row])] += Double(whole.copies[row]) }
    }
    #expect(cellErrors.allSatisfy { $0.magnitude < 1 })
    #expect(townErrors.allSatisfy { $0.magnitude <= 1 })
  }

  @Test func ratiosMeetTotalsWithinLimits() {
    let values = [10.0, 20, 30, 40]
    let adjusted = adjustRatios(
      values, categories: [0, 0, 0, -1], targets: [70],
      limits: { $0 == 2 ? 0...32 : 0...1000 }, factors: 0.2...5, parallel: parallel)
    #expect((adjusted[0] + adjusted[1] + adjusted[2] - 70).magnitude < 1e-3)
    #expect(adjusted[2] == 32)
    #expect(adjusted[3] == 40)
  }
}
