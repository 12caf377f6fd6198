internal import CKernels
internal import COpenBLAS

/// weightsᵀ × amounts of whole weights of one byte and whole amounts, block by block, so that neither the
/// widened weights nor the amounts ever leave the cache.
///
/// Exact while Σ weight × |amount| < 2^53 in every entry, whatever the kernels and the blocks; whoever
/// uses it checks that bound.
package struct WeightedSums: Sendable {
  /// Columns of the weights, such as replicates.
  package let weights: Int
  /// Columns of the amounts, such as measures.
  package let amounts: Int
  /// Entry (w, a) is `sums[w + a * weights]`.
  package private(set) var sums: [Double]
  private var widened: [Double]

  /// Rows a block: with 200 weights and 60 amounts a block takes half a megabyte, which a second-level
  /// cache holds.
  package static let blockRows = 256

  package init(weights: Int, amounts: Int) {
    BLASEnvironment.useOneThread()
    self.weights = weights
    self.amounts = amounts
    sums = [Double](repeating: 0, count: weights * amounts)
    widened = [Double](repeating: 0, count: weights * Self.blockRows)
  }

  /// Adds a block of rows.
  ///
  /// - Parameters:
  ///   - bytes: the weights of each row side by side.
  ///   - cells: columns of `stride` cells, of which the first `rows` count.
  ///   - rows: at most `blockRows`.
  package mutating func add(
    _ bytes: UnsafePointer<UInt8>, _ cells: UnsafePointer<Double>, stride: Int, rows: Int
  ) {
    precondition(rows <= Self.blockRows && rows <= stride)
    if rows == 0 { return }
    outlay_widen(&widened, bytes, rows * weights)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(weights), Int32(amounts), Int32(rows), 1,
      widened, Int32(weights), cells, Int32(stride), 1, &sums, Int32(weights))
  }

  package static func += (total: inout WeightedSums, part: WeightedSums) {
    precondition(total.weights == part.weights && total.amounts == part.amounts)
    for index in total.sums.indices { total.sums[index] += part.sums[index] }
  }
}
