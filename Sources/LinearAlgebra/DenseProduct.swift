import COpenBLAS

/// A product of matrices that lie in memory of the caller's, for loops that must not allocate.
package enum DenseProduct {
  /// target = left × right by dgemm, all in column-major order, on the calling thread.
  ///
  /// - Parameters:
  ///   - leading: the distance of two columns, of each matrix.
  ///   - rows: of left and target.
  ///   - inner: columns of left, rows of right.
  ///   - columns: of right and target.
  package static func multiply(
    _ left: UnsafePointer<Double>, leading leftLeading: Int, rows: Int, inner: Int,
    by right: UnsafePointer<Double>, leading rightLeading: Int, columns: Int,
    into target: UnsafeMutablePointer<Double>, leading targetLeading: Int
  ) {
    precondition(rows > 0 && inner > 0 && columns > 0)
    BLASEnvironment.useOneThread()
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1,
      left, Int32(leftLeading), right, Int32(rightLeading), 0, target, Int32(targetLeading))
  }
}
