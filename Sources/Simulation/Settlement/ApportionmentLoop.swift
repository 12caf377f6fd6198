/// Sharing out by largest remainder, apart from the pools that settlement does it for, so that this
/// alone can be timed.
package struct ApportionmentLoop: Sendable {
  private let weights: [Double]
  private let total: Int64
  private let ranges: [Range<Int>]
  private let threads: Int
  package private(set) var shares: [Double]

  /// - Parameters:
  ///   - weights: whole numbers of fen, not negative, with a sum above zero and below 2^53.
  ///   - total: from 0 to below 2^53.
  package init(total: Int64, weights: [Double], threads: Int) {
    self.total = total
    self.weights = weights
    self.threads = threads
    // As many rows as settlement gives a thread at a time.
    ranges = stride(from: 0, to: weights.count, by: 1 << 15).map {
      $0..<min($0 + (1 << 15), weights.count)
    }
    shares = [Double](repeating: 0, count: weights.count)
  }

  package mutating func run() {
    let (total, ranges, threads) = (total, ranges, threads)
    weights.withUnsafeBufferPointer { weights in
      shares.withUnsafeMutableBufferPointer { shares in
        Apportionment.share(
          total, weights: weights, ranges: ranges, threads: threads, rank: { Int32($0) },
          into: shares)
      }
    }
  }
}
