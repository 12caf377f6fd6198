import COpenBLAS

/// weightsᵀ × amounts of integer-valued matrices, exact whatever their size.
///
/// A sum of integers in Doubles is exact in any order while Σ|w|·|a| < 2^53, so that BLAS may add it
/// with any kernel on any number of threads. Where a column breaks the bound it is split into a
/// high and a low half that keep it; where a half still breaks it, the entry is summed in 128 bits.
package struct ExactProduct: Sendable, Hashable {
  /// Columns of the weights.
  package let rows: Int
  /// Columns of the amounts.
  package let columns: Int
  /// Element (i, j) is `elements[i + j * rows]`.
  package private(set) var elements: [Int128]

  package subscript(row: Int, column: Int) -> Int128 {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns)
    return elements[row + column * rows]
  }

  /// Sums below this are exact; a Double cannot tell 2^53 from 2^53 + 1.
  package static let limit = 0x1p53

  /// An empty sum, to which the products of blocks of rows are added.
  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    elements = [Int128](repeating: 0, count: rows * columns)
  }

  /// Precondition: all elements are integers with a magnitude below 2^53, and both matrices have the
  /// same number of rows, below 2^31. Complexity: O(rows × weights.columns × amounts.columns).
  package init(weights: Matrix, amounts: Matrix) {
    precondition(weights.rows == amounts.rows)
    assert(weights.elements.allSatisfy(Self.isExact), "weights must be integers below 2^53")
    assert(amounts.elements.allSatisfy(Self.isExact), "amounts must be integers below 2^53")
    self.init(rows: weights.columns, columns: amounts.columns)
    if weights.rows == 0 || rows == 0 || columns == 0 { return }

    let weightSizes = (0..<rows).map { ColumnSize(weights.column($0)) }
    var whole: [Int] = []
    var split: [Int] = []
    for column in 0..<columns {
      let size = ColumnSize(amounts.column(column))
      if weightSizes.allSatisfy({ $0.bound(with: size) < Self.limit }) {
        whole.append(column)
      } else {
        split.append(column)
      }
    }
    if split.isEmpty {
      let product = weights.multiplied(by: amounts, self: .transpose)
      elements = product.elements.map { Int128($0) }
      return
    }
    if !whole.isEmpty {
      let product = weights.multiplied(by: amounts.columns(whole), self: .transpose)
      for (index, column) in whole.enumerated() {
        for row in 0..<rows { elements[row + column * rows] = Int128(product[row, index]) }
      }
    }
    for column in split {
      add(column: column, of: amounts, by: weights, sizes: weightSizes)
    }
  }

  package static func += (total: inout ExactProduct, part: ExactProduct) {
    precondition(total.rows == part.rows && total.columns == part.columns)
    for index in total.elements.indices { total.elements[index] += part.elements[index] }
  }

  private static func isExact(_ value: Double) -> Bool {
    value.magnitude < limit && value == value.rounded(.towardZero)
  }

  /// A column that breaks the bound with some weights.
  private mutating func add(
    column: Int, of amounts: Matrix, by weights: Matrix, sizes: [ColumnSize]
  ) {
    let cells = amounts.column(column)
    let size = ColumnSize(cells)
    // Half of the bits of the largest cell go to either part.
    let shift = max(1, (size.largest.exponent + 2) / 2)
    let unit = Double(sign: .plus, exponent: Int(shift), significand: 1)
    var halves = Matrix(rows: amounts.rows, columns: 2)
    halves.withElements { target in
      for (row, cell) in cells.enumerated() {
        // Exact: a division by a power of two, and a difference smaller than its operands.
        let high = (cell / unit).rounded(.towardZero)
        target[row] = high
        target[row + amounts.rows] = cell - high * unit
      }
    }
    let high = ColumnSize(halves.column(0))
    let low = ColumnSize(halves.column(1))
    let product = weights.multiplied(by: halves, self: .transpose)
    for row in 0..<rows {
      if sizes[row].bound(with: high) < Self.limit && sizes[row].bound(with: low) < Self.limit {
        elements[row + column * rows] =
          Int128(product[row, 0]) << Int128(shift) + Int128(product[row, 1])
      } else {
        var sum: Int128 = 0
        for (weight, cell) in zip(weights.column(row), cells) {
          sum += Int128(weight) * Int128(cell)
        }
        elements[row + column * rows] = sum
      }
    }
  }
}

/// How large a column of integers is, in a way that bounds Σ|w|·|a| from above.
private struct ColumnSize {
  var sum: Double
  var largest: Double

  init(_ cells: ArraySlice<Double>) {
    var sum = 0.0
    var largest = 0.0
    for cell in cells {
      sum += cell.magnitude
      largest = max(largest, cell.magnitude)
    }
    self.sum = sum
    self.largest = largest
  }

  /// Σ|w|·|a| ≤ min(max|w|·Σ|a|, Σ|w|·max|a|). The sums may be rounded, each addition by 2^-53 of
  /// it, 2^31 of them by less than a millionth; the bound is raised by more than that.
  func bound(with other: ColumnSize) -> Double {
    min(largest * other.sum, sum * other.largest) * (1 + 0x1p-20)
  }
}

extension Matrix {
  fileprivate func columns(_ indices: [Int]) -> Matrix {
    var chosen: [Double] = []
    chosen.reserveCapacity(rows * indices.count)
    for index in indices { chosen.append(contentsOf: column(index)) }
    return Matrix(rows: rows, columns: indices.count, elements: chosen)
  }
}
