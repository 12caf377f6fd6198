/// Brings the total of an attribute in each category to its target by one factor a category: what
/// whole weights and their bounds have left of the deviation.
///
/// A value stays within the limits of its row (those of its size class), so that no record changes
/// class. The total rises with the factor, so the factor is found by bisection between `factors`;
/// a target beyond them is not met, which the report shows.
func adjustRatios(
  _ values: [Double], categories: [Int32], targets: [Double?],
  limits: @Sendable (Int) -> ClosedRange<Double>, factors: ClosedRange<Double>,
  parallel: ParallelBlocks
) -> [Double] {
  @Sendable func adjusted(_ row: Int, _ factor: Double) -> Double {
    let range = limits(row)
    return min(max(values[row] * factor, range.lowerBound), range.upperBound)
  }
  func totals(_ chosen: [Double]) -> [Double] {
    let parts = parallel.mapRows(values.count, block: 65536) { range in
      var sums = [Double](repeating: 0, count: chosen.count)
      for row in range where categories[row] >= 0 {
        sums[Int(categories[row])] += adjusted(row, chosen[Int(categories[row])])
      }
      return sums
    }
    var result = [Double](repeating: 0, count: chosen.count)
    for part in parts { for category in result.indices { result[category] += part[category] } }
    return result
  }

  var low = targets.map { _ in max(factors.lowerBound, 0x1p-6) }
  var high = targets.map { _ in min(factors.upperBound, 0x1p6) }
  // The geometric mean halves the interval's logarithm: 26 steps leave less than a millionth.
  var chosen = targets.map { _ in 1.0 }
  for _ in 0..<26 {
    let sums = totals(chosen)
    for (category, target) in targets.enumerated() {
      guard let target else { continue }
      if sums[category] < target {
        low[category] = chosen[category]
      } else {
        high[category] = chosen[category]
      }
      chosen[category] = (low[category] * high[category]).squareRoot()
    }
  }
  let final = chosen
  return parallel.column(values.count) { row in
    let category = Int(categories[row])
    guard category >= 0, targets[category] != nil else { return values[row] }
    return adjusted(row, final[category])
  }
}
