import Testing

@testable import Simulation

@Suite("Sharing out by largest remainder")
struct ApportionmentTests {
  /// Near simple fractions remainders crowd together, so that very many are near the one that decides;
  /// with few different weights very many are equal.
  @Test(
    "Every share is that of 128-bit integers, on one thread and on two",
    arguments: [(4, 5), (1, 2), (1, 3), (999, 1000), (0, 1), (1, 1)], [50, 1_000_000_000])
  func shares(proportion: (Int64, Int64), most: UInt64) {
    var generator = SplitMix64(seed: 53)
    let count = 20_000
    let weights = (0..<count).map { _ in
      generator.next() % 4 == 0 ? 0 : Int64(generator.next() % most)
    }
    let ranks = (0..<Int32(count)).shuffled(using: &generator)
    let sum = weights.reduce(0, +)
    for less in [Int64(0), 7, 1_003] where sum * proportion.0 / proportion.1 >= less {
      let total = sum * proportion.0 / proportion.1 - less
      let expected = exactShares(of: total, weights, ranks)
      for threads in [1, 2] {
        #expect(shares(of: total, weights.map(Double.init), ranks, threads) == expected)
      }
    }
  }

  private func shares(
    of total: Int64, _ weights: [Double], _ ranks: [Int32], _ threads: Int
  ) -> [Int64] {
    var shares = [Double](repeating: 0, count: weights.count)
    let ranges = stride(from: 0, to: weights.count, by: 3_000).map {
      $0..<min($0 + 3_000, weights.count)
    }
    weights.withUnsafeBufferPointer { weights in
      shares.withUnsafeMutableBufferPointer { shares in
        Apportionment.share(
          total, weights: weights, ranges: ranges, threads: threads, rank: { ranks[$0] },
          into: shares)
      }
    }
    return shares.map { Int64($0) }
  }

  /// Quotas rounded down, and what is left to the first when all are sorted by remainder.
  private func exactShares(of total: Int64, _ weights: [Int64], _ ranks: [Int32]) -> [Int64] {
    let sum = Int128(weights.reduce(0, +))
    let products = weights.map { Int128($0) * Int128(total) }
    var shares = products.map { Int64($0 / sum) }
    let order = weights.indices.sorted { a, b in
      let (x, y) = (products[a] % sum, products[b] % sum)
      return x != y ? x > y : ranks[a] < ranks[b]
    }
    for place in order.prefix(Int(total - shares.reduce(0, +))) { shares[place] += 1 }
    return shares
  }
}
