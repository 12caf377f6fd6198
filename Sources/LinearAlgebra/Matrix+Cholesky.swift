import COpenBLAS

/// A symmetric matrix that should be positive definite is not.
package struct NotPositiveDefinite: Error, Sendable, Hashable {
  /// The leading minor of this order, counted from 1, is not positive.
  package var order: Int

  package init(order: Int) { self.order = order }
}

extension Matrix {
  /// The lower triangular L with L × Lᵀ = self, by dpotrf; only the lower triangle of `self` is read.
  package func cholesky() throws(NotPositiveDefinite) -> Matrix {
    precondition(rows == columns)
    BLASEnvironment.useOneThread()
    var factor = self
    var order = Int32(rows)
    var leading = self.leading
    var info: Int32 = 0
    if rows > 0 {
      factor.withElements { dpotrf_("L", &order, $0.baseAddress, &leading, &info, 1) }
    }
    precondition(info >= 0)
    if info > 0 { throw NotPositiveDefinite(order: Int(info)) }
    for j in 0..<columns {
      for i in 0..<j { factor[i, j] = 0 }
    }
    return factor
  }

  /// The solution X of self × X = right, by dposv; only the lower triangle of `self` is read.
  package func solvingSymmetric(_ right: Matrix) throws(NotPositiveDefinite) -> Matrix {
    precondition(rows == columns && right.rows == rows)
    BLASEnvironment.useOneThread()
    var factor = self
    var solution = right
    var order = Int32(rows)
    var sides = Int32(right.columns)
    var leading = self.leading
    var info: Int32 = 0
    if rows > 0 && right.columns > 0 {
      factor.withElements { a in
        solution.withElements { b in
          var rightLeading = leading
          dposv_(
            "L", &order, &sides, a.baseAddress, &leading, b.baseAddress, &rightLeading, &info, 1)
        }
      }
    }
    precondition(info >= 0)
    if info > 0 { throw NotPositiveDefinite(order: Int(info)) }
    return solution
  }

  package func solvingSymmetric(_ right: [Double]) throws(NotPositiveDefinite) -> [Double] {
    try solvingSymmetric(Matrix(rows: right.count, columns: 1, elements: right)).elements
  }
}
