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
    let found = ConcurrentResults<Contest>(count: ranges.count)
    Parallel.forEach(ranges.count, threads: threads) { index in
      found.run(index) { () in
        // In pieces, whose lists stay in cache.
        let piece = 1024
        var places = [Int32](repeating: 0, count: piece + 1)
        var remainders = [Int64](repeating: 0, count: piece + 1)
        var contest = Contest()
        for rows in Parallel.ranges(of: ranges[index].count, size: piece) {
          let first = ranges[index].lowerBound + rows.lowerBound
          let count = outlay_round_up(
            shares + first, &places, &remainders, weights + first, proportion, last, rows.count)
          for i in 0..<count {
            contest.append(Deciding(remainder: remainders[i], place: first + Int(places[i])))
          }
        }
        return contest
      }
    }
    decide(left - above, found.successes(), threads: threads, rank: rank) { shares[$0] += 1 }
  }

  /// Gives a fen each to so many of those whose remainders are in the bucket that decides.
  ///
  /// Under a factor near a simple fraction remainders crowd together, and one bucket holds a large part
  /// of all: it is divided again, until few are left to be told apart one by one.
  private static func decide(
    _ count: Int, _ parts: [Contest], threads: Int, rank: (Int) -> Int32,
    give: @Sendable (_ place: Int) -> Void
  ) {
    let least = parts.reduce(Int64.max) { min($0, $1.least) }
    let most = parts.reduce(Int64.min) { max($0, $1.most) }
    if least == most || parts.reduce(0, { $0 + $1.claims.count }) <= 4096 {
      var rivals = parts.flatMap { part in
        part.claims.map { (remainder: $0.remainder, rank: rank($0.place), place: $0.place) }
      }
      bringForward(count, of: &rivals)
      for rival in rivals.prefix(count) { give(rival.place) }
      return
    }
    // Monotone, which is all that matters.
    let scale = Double(buckets - 1) / Double(most - least)
    @Sendable func bucket(_ claim: Deciding) -> Int {
      Int(Double(claim.remainder - least) * scale)
    }
    let counted = ConcurrentResults<[Int32]>(count: parts.count)
    Parallel.forEach(parts.count, threads: threads) { index in
      counted.run(index) { () in
        var counts = [Int32](repeating: 0, count: buckets)
        for claim in parts[index].claims { counts[bucket(claim)] += 1 }
        return counts
      }
    }
    let counts = counted.successes()
    var (above, cut, inCut) = (0, buckets, 0)
    repeat {
      above += inCut
      cut -= 1
      inCut = counts.reduce(0) { $0 + Int($1[cut]) }
    } while above + inCut < count
    let last = cut
    let rest = ConcurrentResults<Contest>(count: parts.count)
    Parallel.forEach(parts.count, threads: threads) { index in
      rest.run(index) { () in
        var contest = Contest()
        for claim in parts[index].claims {
          let bucket = bucket(claim)
          if bucket > last { give(claim.place) }
          if bucket == last { contest.append(claim) }
        }
        return contest
      }
    }
    decide(count - above, rest.successes(), threads: threads, rank: rank, give: give)
  }

  /// Moves those that come first to the front, in any order: selection by partition (Hoare, "Find",
  /// 1961). Many remainders may be equal, as under a factor of 4/5, and sorting them all is not needed.
  ///
  /// Complexity: O(n) on average.
  private static func bringForward(_ count: Int, of claims: inout [Rival]) {
    func precedes(_ a: Rival, _ b: Rival) -> Bool {
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

  private typealias Rival = (remainder: Int64, rank: Int32, place: Int)

  /// One whose remainder is so near the last that gets a fen that it has to be compared.
  private struct Deciding: Sendable {
    var remainder: Int64
    var place: Int
  }

  /// Those of one range.
  private struct Contest: Sendable {
    private(set) var claims: [Deciding] = []
    private(set) var least = Int64.max
    private(set) var most = Int64.min

    mutating func append(_ claim: Deciding) {
      claims.append(claim)
      least = min(least, claim.remainder)
      most = max(most, claim.remainder)
    }
  }
}
