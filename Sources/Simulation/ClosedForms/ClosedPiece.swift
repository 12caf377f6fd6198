import PolicyCatalogue

/// The free claims of one shape, sorted by their quantity, with the sums of all smaller ones: what they
/// are awarded under any rate, cap and bound is found by looking for three places.
struct ClosedPiece: Sendable {
  /// Place of its shape among those of the forms.
  let shape: Int
  /// Ascending.
  private let cells: [Int64]
  /// Sums of the cells before each place.
  private let sums: [Int64]

  var largest: Int64 { cells.last ?? 0 }

  /// nil where the cells do not add up in 64 bits. Complexity: O(n log n).
  ///
  /// - Parameter cells: the quantity in whole cells, one a claim.
  init?(shape: Int, cells: [Int64]) {
    self.shape = shape
    let sorted = cells.sorted()
    var sums: [Int64] = [0]
    sums.reserveCapacity(sorted.count + 1)
    for cell in sorted {
      let (sum, overflow) = sums[sums.count - 1].addingReportingOverflow(cell)
      if overflow { return nil }
      sums.append(sum)
    }
    self.cells = sorted
    self.sums = sums
  }

  /// An amount in fen: whole ones, the rest below one, and how far it may be from what is awarded.
  struct Sum {
    var fen: Int64 = 0
    var rest = 0.0
    var bound = 0.0
  }

  /// Complexity: O(log n).
  @inline(__always)
  func sum(
    _ numbers: ClosedShape.Numbers, _ rounding: ClosedRounding
  ) throws(Fraction.Overflow) -> Sum {
    let low = place(of: numbers.low)
    let high = max(low, place(of: numbers.high))
    let split = max(low, min(high, place(of: numbers.reached)))
    var sum = Sum()
    let (capped, overflow) = rounding.awarded(numbers.cap)
      .multipliedReportingOverflow(by: Int64(high - split))
    if overflow { throw Fraction.Overflow() }
    if split == low || numbers.numerator == 0 {
      sum.fen = capped
      return sum
    }
    let (whole, rest) = try Fraction.product(
      Int128(sums[split] - sums[low]), numbers.numerator
    ).quotientAndRemainder(dividingBy: numbers.denominator)
    guard let fen = Int64(exactly: whole + Int128(capped)) else { throw Fraction.Overflow() }
    sum.fen = fen
    sum.rest = Double(rest) / Double(numbers.denominator)
    let isWhole = numbers.denominator == 1 && rounding.keepsWholeFen
    sum.bound = isWhole ? 0 : Double(split - low) * rounding.bound
    return sum
  }

  /// The place of the first cell that is not below. Complexity: O(log n).
  private func place(of least: Int64) -> Int {
    cells.withUnsafeBufferPointer { cells in
      var (low, high) = (0, cells.count)
      while low < high {
        let middle = (low + high) >> 1
        if cells[middle] < least { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
