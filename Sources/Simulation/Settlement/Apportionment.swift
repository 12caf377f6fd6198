/// Sharing a whole number of fen out in proportion, by the method of largest remainders
/// (Hamilton; Balinski & Young, "Fair Representation", 1982).
enum Apportionment {
  /// The shares of `total` in proportion to `weights`: each its quota rounded down, and the fen that
  /// are left one each to the largest remainders, ties to the lower rank. They add up to `total`.
  ///
  /// - Parameters:
  ///   - weights: whole numbers of fen, not negative, whose sum is above zero and below 2^53.
  ///   - total: from 0 to below 2^53.
  ///   - ranks: distinct; decides between equal remainders.
  /// - Complexity: O(n), and O(k log k) for the k claims near the remainder that decides.
  static func shares(
    of total: Int64, weights: [Double], ranks: [Int32], threads: Int
  ) -> [Double] {
    let sum = weights.reduce(0, +)
    precondition(sum > 0 && sum < 9_007_199_254_740_992 && total >= 0)
    let count = weights.count
    var shares = [Double](repeating: 0, count: count)
    var remainders = [Int64](repeating: 0, count: count)
    let tasks = Parallel.ranges(of: count, size: 1 << 16)
    var handedOut = [Int64](repeating: 0, count: tasks.count)
    shares.withUnsafeMutableBufferPointer { shares in
      remainders.withUnsafeMutableBufferPointer { remainders in
        handedOut.withUnsafeMutableBufferPointer { handedOut in
          // Each task writes its own range only.
          nonisolated(unsafe) let (shares, remainders, handedOut) = (shares, remainders, handedOut)
          let divisor = Int64(sum)
          Parallel.forEach(tasks.count, threads: threads) { task in
            var given: Int64 = 0
            for i in tasks[task] {
              let (quota, remainder) = divide(Int64(weights[i]), times: total, by: divisor)
              shares[i] = Double(quota)
              remainders[i] = remainder
              given += quota
            }
            handedOut[task] = given
          }
        }
      }
    }
    let left = Int(total - handedOut.reduce(0, +))
    for i in largest(left, of: remainders, below: Int64(sum), ranks: ranks) { shares[i] += 1 }
    return shares
  }

  /// weight × total ÷ divisor, as quotient and remainder.
  ///
  /// The product passes 2^63, but the remainder does not: it is computed modulo 2^64 from a quotient
  /// that a Double gives to within one or two, and tells how far that quotient is off.
  @inline(__always)
  static func divide(
    _ weight: Int64, times total: Int64, by divisor: Int64
  ) -> (quotient: Int64, remainder: Int64) {
    var quotient = Int64(Double(weight) * (Double(total) / Double(divisor)))
    var remainder = weight &* total &- quotient &* divisor
    while remainder < 0 {
      quotient -= 1
      remainder += divisor
    }
    while remainder >= divisor {
      quotient += 1
      remainder -= divisor
    }
    return (quotient, remainder)
  }

  /// Indices of the `wanted` largest remainders, ties to the lower rank.
  ///
  /// Remainders are counted in buckets of a monotone key; those above the bucket in which the cut falls
  /// are in, those below are out, and only that bucket is sorted.
  private static func largest(
    _ wanted: Int, of remainders: [Int64], below divisor: Int64, ranks: [Int32]
  ) -> [Int] {
    if wanted == 0 { return [] }
    let buckets = 4096
    let scale = Double(buckets) / Double(divisor)
    func bucket(_ remainder: Int64) -> Int { min(buckets - 1, Int(Double(remainder) * scale)) }
    var counts = [Int](repeating: 0, count: buckets)
    for remainder in remainders { counts[bucket(remainder)] += 1 }
    var cut = buckets - 1
    var above = 0
    while above + counts[cut] < wanted {
      above += counts[cut]
      cut -= 1
    }
    var chosen: [Int] = []
    var candidates: [Int] = []
    chosen.reserveCapacity(wanted)
    for (index, remainder) in remainders.enumerated() {
      let place = bucket(remainder)
      if place > cut { chosen.append(index) } else if place == cut { candidates.append(index) }
    }
    candidates.sort { a, b in
      remainders[a] != remainders[b] ? remainders[a] > remainders[b] : ranks[a] < ranks[b]
    }
    chosen.append(contentsOf: candidates.prefix(wanted - above))
    return chosen
  }
}
