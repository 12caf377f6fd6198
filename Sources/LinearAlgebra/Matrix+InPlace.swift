import COpenBLAS

extension Matrix {
  /// rows × self into memory of the caller's, by dgemm: for products of one shape by the thousand,
  /// which should neither allocate nor leave the cache.
  ///
  /// For the same shape and one thread of OpenBLAS the bits are the same in every call.
  ///
  /// - Parameters:
  ///   - source: `count` rows of as many elements as `self` has rows, a column every `stride` cells.
  ///   - target: `count` rows of as many elements as `self` has columns, likewise; apart from `source`.
  package func multiply(
    rows source: UnsafePointer<Double>, count: Int, stride: Int,
    into target: UnsafeMutablePointer<Double>
  ) {
    precondition(count > 0 && stride >= count && rows > 0 && columns > 0)
    // Products are many and small: threads of ours share them, and none of OpenBLAS divides one.
    BLASEnvironment.useOneThread()
    elements.withUnsafeBufferPointer { elements in
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(count), Int32(columns), Int32(rows), 1,
        source, Int32(stride), elements.baseAddress, leading, 0, target, Int32(stride))
    }
  }
}
