import LinearAlgebra

/// Generalised regression with bounded weights: Deville and Särndal, "Calibration Estimators in
/// Survey Sampling", Journal of the American Statistical Association 87 (1992), case 7, the
/// truncated linear method, solved by Newton's method.
///
/// The weights stay as near to 1 as the control totals let them, and between the bounds.
struct Calibration: Sendable {
  /// A total to be met: Σ weight × value over the rows of each category.
  struct Control: Sendable {
    /// Index in `targets` by row; −1 counts nowhere.
    var categories: [Int32]
    /// nil: 1 for each row.
    var values: [Double]?
    /// By category; nil is not controlled.
    var targets: [Double?]
  }

  var weights: [Double]
  var iterations = 0
  /// Whether all totals are met; else the weights are the nearest that were found.
  var isMet = true

  init(
    rows: Int, controls: [Control], bounds: ClosedRange<Double>, parallel: ParallelBlocks
  ) {
    weights = [Double](repeating: 1, count: rows)
    // One equation for each controlled category, scaled so that all are of one magnitude.
    var equations: [[Int32]] = []
    var targets: [Double] = []
    var scales: [Double] = []
    for control in controls {
      var indices: [Int32] = []
      for target in control.targets {
        guard let target else {
          indices.append(-1)
          continue
        }
        indices.append(Int32(targets.count))
        scales.append(control.values == nil ? 1 : max(target, 1) / Double(max(rows, 1)))
        targets.append(target / scales.last!)
      }
      equations.append(indices)
    }
    let count = targets.count
    if count == 0 || rows == 0 { return }

    var multipliers = [Double](repeating: 0, count: count)
    var nearest = (multipliers: multipliers, distance: Double.infinity)
    while true {
      let sums = Self.sums(
        rows: rows, controls: controls, equations: equations, scales: scales,
        multipliers: multipliers, bounds: bounds, parallel: parallel)
      let missing = zip(targets, sums.totals).map { $0 - $1 }
      let distance = zip(missing, targets).map { $0.magnitude / max($1, 1) }.max() ?? 0
      if distance < nearest.distance { nearest = (multipliers, distance) }
      isMet = distance <= 1e-7
      if isMet || iterations == 25 { break }
      // Towns and industries both add up to the whole, so the equations may depend on each other;
      // a trace of a ridge makes them solvable, and the next step takes back what it distorts.
      var matrix = sums.matrix
      for i in 0..<count { matrix[i, i] = matrix[i, i] * (1 + 1e-7) + 1e-7 }
      guard let step = try? matrix.solvingSymmetric(missing) else { break }
      iterations += 1
      for i in 0..<count {
        // The grid hides the last bits, in which kernels of BLAS differ.
        multipliers[i] = ((multipliers[i] + step[i]) * 0x1p36).rounded() * 0x1p-36
      }
    }
    let (solution, places, units) = (nearest.multipliers, equations, scales)
    weights = parallel.column(rows) { row in
      Self.weight(row, controls, places, units, solution, bounds).value
    }
  }

  private struct Sums: Sendable {
    var totals: [Double]
    var matrix: Matrix
  }

  @inline(__always)
  private static func weight(
    _ row: Int, _ controls: [Control], _ equations: [[Int32]], _ scales: [Double],
    _ multipliers: [Double], _ bounds: ClosedRange<Double>
  ) -> (value: Double, isFree: Bool) {
    var change = 0.0
    for control in controls.indices {
      let category = Int(controls[control].categories[row])
      if category < 0 { continue }
      let equation = Int(equations[control][category])
      if equation < 0 { continue }
      let value = controls[control].values.map { $0[row] / scales[equation] } ?? 1
      change += multipliers[equation] * value
    }
    let weight = 1 + change
    if weight < bounds.lowerBound { return (bounds.lowerBound, false) }
    if weight > bounds.upperBound { return (bounds.upperBound, false) }
    return (weight, true)
  }

  /// Weighted totals, and the matrix Σ x xᵀ over the rows whose weight is free to move.
  private static func sums(
    rows: Int, controls: [Control], equations: [[Int32]], scales: [Double], multipliers: [Double],
    bounds: ClosedRange<Double>, parallel: ParallelBlocks
  ) -> Sums {
    let count = multipliers.count
    let parts = parallel.mapRows(rows, block: 65536) { range in
      var totals = [Double](repeating: 0, count: count)
      var matrix = [Double](repeating: 0, count: count * count)
      var places = [Int](repeating: 0, count: controls.count)
      var values = [Double](repeating: 0, count: controls.count)
      for row in range {
        let weight = Self.weight(row, controls, equations, scales, multipliers, bounds)
        var used = 0
        for control in controls.indices {
          let category = Int(controls[control].categories[row])
          if category < 0 { continue }
          let equation = Int(equations[control][category])
          if equation < 0 { continue }
          let value = controls[control].values.map { $0[row] / scales[equation] } ?? 1
          totals[equation] += weight.value * value
          places[used] = equation
          values[used] = value
          used += 1
        }
        if !weight.isFree { continue }
        for i in 0..<used {
          for j in 0..<used { matrix[places[i] + places[j] * count] += values[i] * values[j] }
        }
      }
      return Sums(
        totals: totals, matrix: Matrix(rows: count, columns: count, elements: matrix))
    }
    // In the order of the blocks, so that the number of threads leaves no trace.
    var result = parts[0]
    for part in parts.dropFirst() {
      for i in 0..<count { result.totals[i] += part.totals[i] }
      for j in 0..<count {
        for i in 0..<count { result.matrix[i, j] += part.matrix[i, j] }
      }
    }
    return result
  }
}
