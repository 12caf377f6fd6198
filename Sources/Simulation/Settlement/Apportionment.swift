import CKernels
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
  /// - Complexity: O(n), and O(k log k) for the k weights near the remainder that decides.
  static func shares(of total: Int64, weights: [Double], ranks: [Int32]) -> [Double] {
    [Double](unsafeUninitializedCapacity: weights.count) { shares, count in
      weights.withUnsafeBufferPointer { weights in
        share(
          total, weights: weights, ranges: [weights.indices], threads: 1, rank: { ranks[$0] },
          into: UnsafeMutableBufferPointer(rebasing: shares[..<weights.count]))
      }
      count = weights.count
    }
  }

  /// The same where the weights lie, which matters for millions of claims.
  ///
  /// - Parameters:
  ///   - ranges: where the weights are found, each worked on by one thread at a time.
  ///   - shares: the cells of these ranges are written.
  static func share(
    _ total: Int64, weights: UnsafeBufferPointer<Double>, ranges: [Range<Int>], threads: Int,
    rank: @Sendable (Int) -> Int32, into shares: UnsafeMutableBufferPointer<Double>
  ) {
    // Each task works on the cells of its own range.
    nonisolated(unsafe) let (weights, shares) = (weights.baseAddress!, shares.baseAddress!)
    let sum = ConcurrentResults<Double>(count: ranges.count)
    Parallel.forEach(ranges.count, threads: threads) { index in
      sum.run(index) { () in outlay_sum(weights + ranges[index].lowerBound, ranges[index].count) }
    }
    let proportion = outlay_proportion(
      total: total, divisor: Int64(sum.successes().reduce(0, +)))
    precondition(
      proportion.divisor > 0 && proportion.divisor < 1 << 53 && total >= 0 && total < 1 << 53)

    // Remainders are counted in buckets of a monotone key, so that those that decide are found without
    // sorting or keeping them all.
    let counted = ConcurrentResults<(given: Int64, counts: [Int32])>(count: ranges.count)
    Parallel.forEach(ranges.count, threads: threads) { index in
      counted.run(index) { () in
        var counts = [Int32](repeating: 0, count: buckets)
        let first = ranges[index].lowerBound
        let given = outlay_quotas(
          shares + first, &counts, weights + first, proportion, ranges[index].count)
        return (given, counts)
      }
    }
    let parts = counted.successes()
    let left = Int(total - parts.reduce(0) { $0 + $1.given })
    if left == 0 { return }
    // A weight of zero has no remainder, and fewer fen are left than there are remainders: none falls
    // to it.
    var (above, cut, inCut) = (0, buckets, 0)
    repeat {
      above += inCut
      cut -= 1
      inCut = parts.reduce(0) { $0 + Int($1.counts[cut]) }
    } while above + inCut < left

    let last = Int32(cut)
    let found = ConcurrentResults<[Deciding]>(count: ranges.count)
    Parallel.forEach(ranges.count, threads: threads) { index in
      found.run(index) { () in
        // In pieces, whose lists stay in cache.
        let piece = 1024
        var places = [Int32](repeating: 0, count: piece + 1)
        var remainders = [Int64](repeating: 0, count: piece + 1)
        var deciding: [Deciding] = []
        for rows in Parallel.ranges(of: ranges[index].count, size: piece) {
          let first = ranges[index].lowerBound + rows.lowerBound
          let count = outlay_round_up(
            shares + first, &places, &remainders, weights + first, proportion, last, rows.count)
          for i in 0..<count {
            let place = first + Int(places[i])
            deciding.append(Deciding(remainder: remainders[i], rank: rank(place), place: place))
          }
        }
        return deciding
      }
    }
    var deciding = Array(found.successes().joined())
    bringForward(left - above, of: &deciding)
    for claim in deciding.prefix(left - above) { shares[claim.place] += 1 }
  }

  /// Moves those that come first to the front, in any order: selection by partition (Hoare, "Find",
  /// 1961). Many remainders may be equal, as under a factor of 4/5, and sorting them all is not needed.
  ///
  /// Complexity: O(n) on average.
  private static func bringForward(_ count: Int, of claims: inout [Deciding]) {
    func precedes(_ a: Deciding, _ b: Deciding) -> Bool {
      a.remainder != b.remainder ? a.remainder > b.remainder : a.rank < b.rank
    }
    var (low, high) = (0, claims.count - 1)
    while low < high {
      let pivot = claims[(low + high) / 2]
      var (i, j) = (low, high)
      while i <= j {
        while precedes(claims[i], pivot) { i += 1 }
        while precedes(pivot, claims[j]) { j -= 1 }
        if i <= j {
          claims.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if count - 1 <= j {
        high = j
      } else if count - 1 >= i {
        low = i
      } else {
        return
      }
    }
  }

  private static let buckets = Int(outlay_remainder_buckets)

  /// One whose remainder is so near the last that gets a fen that it has to be compared.
  private struct Deciding: Sendable {
    var remainder: Int64
    var rank: Int32
    var place: Int
  }
}
