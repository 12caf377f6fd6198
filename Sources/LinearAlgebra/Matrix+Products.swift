import COpenBLAS

extension Matrix {
  package enum Transposition: Sendable {
    case none, transpose

    var cblas: CBLAS_TRANSPOSE { self == .none ? CblasNoTrans : CblasTrans }
  }

  /// op(self) × op(other), by dgemm.
  ///
  /// Bit-identical for any kernel and number of threads only while all partial sums are integers
  /// below 2^53; see `ExactProduct`.
  package func multiplied(
    by other: Matrix, self transposition: Transposition = .none,
    other otherTransposition: Transposition = .none
  ) -> Matrix {
    let m = transposition == .none ? rows : columns
    let k = transposition == .none ? columns : rows
    let n = otherTransposition == .none ? other.columns : other.rows
    precondition(k == (otherTransposition == .none ? other.rows : other.columns))
    BLASEnvironment.useOneThread()
    var result = Matrix(rows: m, columns: n)
    if m == 0 || n == 0 || k == 0 { return result }
    let leading = result.leading
    result.withElements { target in
      cblas_dgemm(
        CblasColMajor, transposition.cblas, otherTransposition.cblas, Int32(m), Int32(n), Int32(k),
        1, elements, self.leading, other.elements, other.leading, 0, target.baseAddress, leading)
    }
    return result
  }

  /// op(self) × vector, by dgemv, which for one right-hand side is several times as fast as dgemm.
  package func multiplied(by vector: [Double], self transposition: Transposition = .none)
    -> [Double]
  {
    precondition(vector.count == (transposition == .none ? columns : rows))
    let count = transposition == .none ? rows : columns
    var result = [Double](repeating: 0, count: count)
    if rows == 0 || columns == 0 { return result }
    cblas_dgemv(
      CblasColMajor, transposition.cblas, Int32(rows), Int32(columns), 1, elements, leading, vector,
      1, 0, &result, 1)
    return result
  }
}
