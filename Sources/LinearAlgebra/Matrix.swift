/// A dense matrix of Doubles in column-major order, as BLAS and LAPACK keep it.
package struct Matrix: Sendable, Hashable {
  package let rows: Int
  package let columns: Int
  /// Element (i, j) is `elements[i + j * rows]`.
  package private(set) var elements: [Double]

  /// A matrix of zeros.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// Precondition: `elements.count == rows * columns`, a column after the other.
  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Precondition: all rows are of one length.
  package init(rows lines: [[Double]]) {
    self.init(rows: lines.count, columns: lines.first?.count ?? 0)
    for (i, line) in lines.enumerated() {
      precondition(line.count == columns)
      for (j, value) in line.enumerated() { self[i, j] = value }
    }
  }

  package static func identity(_ order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    for i in 0..<order { result[i, i] = 1 }
    return result
  }

  package subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return elements[row + column * rows]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      elements[row + column * rows] = newValue
    }
  }

  package func column(_ index: Int) -> ArraySlice<Double> {
    elements[index * rows..<(index + 1) * rows]
  }

  /// The leading dimension that BLAS wants, which may not be zero.
  var leading: Int32 { Int32(max(rows, 1)) }

  mutating func withElements<R>(_ body: (UnsafeMutableBufferPointer<Double>) -> R) -> R {
    elements.withUnsafeMutableBufferPointer { body($0) }
  }
}
