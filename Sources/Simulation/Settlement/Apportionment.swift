import Population

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
    var shares = [Double](repeating: 0, count: weights.count)
    shares.withUnsafeMutableBufferPointer { shares in
      nonisolated(unsafe) let shares = shares
      share(
        total, sum: Int64(weights.reduce(0, +)), ranges: [weights.indices], threads: threads,
        weight: { _, index in weights[index] }, rank: { ranks[$0] },
        give: { shares[$0] += $1 })
    }
    return shares
  }

  /// The same where the weights lie: nothing is copied, which matters for millions of claims.
  ///
  /// - Parameters:
  ///   - sum: of the weights.
  ///   - ranges: where the weights are found; those that are zero get nothing.
  ///   - give: adds to the share of an index; on several threads at once, for each index on one.
  @inline(__always)
  static func share(
    _ total: Int64, sum: Int64, ranges: [Range<Int>], threads: Int,
    weight: @Sendable (_ range: Int, _ index: Int) -> Double, rank: (Int) -> Int32,
    give: @Sendable (Int, Double) -> Void
  ) {
    precondition(sum > 0 && sum < 9_007_199_254_740_992 && total >= 0)
    let quotient = Quotient(total: total, divisor: sum)
    let tasks = ranges.enumerated().flatMap { place, range in
      Parallel.ranges(of: range.count, size: 1 << 16).map {
        (range: place, indices: $0.lowerBound + range.lowerBound..<$0.upperBound + range.lowerBound)
      }
    }
    // Remainders are counted in buckets of a monotone key, so that those that decide are found without
    // sorting or keeping them all.
    var handedOut = [Int64](repeating: 0, count: tasks.count)
    var counts = [Int32](repeating: 0, count: tasks.count * Quotient.buckets)
    handedOut.withUnsafeMutableBufferPointer { handedOut in
      counts.withUnsafeMutableBufferPointer { counts in
        // Each task writes its own part only.
        nonisolated(unsafe) let (handedOut, counts) = (handedOut, counts)
        Parallel.forEach(tasks.count, threads: threads) { task in
          var given: Int64 = 0
          let range = tasks[task].range
          for index in tasks[task].indices {
            let weight = weight(range, index)
            if weight == 0 { continue }
            let (quota, remainder) = quotient.divide(weight)
            give(index, Double(quota))
            given += quota
            counts[task * Quotient.buckets + quotient.bucket(remainder)] += 1
          }
          handedOut[task] = given
        }
      }
    }
    let left = Int(total - handedOut.reduce(0, +))
    if left == 0 { return }
    var above = 0
    var cut = Quotient.buckets
    var inCut = 0
    repeat {
      above += inCut
      cut -= 1
      inCut = tasks.indices.reduce(0) { $0 + Int(counts[$1 * Quotient.buckets + cut]) }
    } while above + inCut < left

    var deciding: [(remainder: Int64, rank: Int32, index: Int)] = []
    for task in tasks {
      for index in task.indices {
        let weight = weight(task.range, index)
        if weight == 0 { continue }
        let remainder = quotient.divide(weight).remainder
        let place = quotient.bucket(remainder)
        if place > cut {
          give(index, 1)
        } else if place == cut {
          deciding.append((remainder, rank(index), index))
        }
      }
    }
    deciding.sort { a, b in
      a.remainder != b.remainder ? a.remainder > b.remainder : a.rank < b.rank
    }
    for claim in deciding.prefix(left - above) { give(claim.index, 1) }
  }
}

/// weight × total ÷ divisor for many weights.
private struct Quotient: Sendable {
  static let buckets = 1024

  private let total: Int64
  private let divisor: Int64
  private let ratio: Double
  private let bucketsPerFen: Double

  init(total: Int64, divisor: Int64) {
    self.total = total
    self.divisor = divisor
    ratio = Double(total) / Double(divisor)
    bucketsPerFen = Double(Self.buckets) / Double(divisor)
  }

  /// The product passes 2^63, but the remainder does not: it is computed modulo 2^64 from a quotient
  /// that a Double gives to within one or two, and tells how far that quotient is off.
  @inline(__always)
  func divide(_ weight: Double) -> (quotient: Int64, remainder: Int64) {
    var quotient = Int64(weight * ratio)
    var remainder = Int64(weight) &* total &- quotient &* divisor
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

  /// A key of the remainder that never falls as the remainder rises.
  @inline(__always)
  func bucket(_ remainder: Int64) -> Int {
    min(Self.buckets - 1, Int(Double(remainder) * bucketsPerFen))
  }
}
