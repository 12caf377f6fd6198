import CKernels
import LinearAlgebra
import PolicyCatalogue

/// The free claims of one shape, sorted by their quantity, with the sums of all smaller ones: what they
/// are awarded under any rate, cap and bound is found by looking for three places.
struct ClosedPiece: Sendable {
  /// Place of its shape among those of the forms.
  let shape: Int
  /// Ascending, below 2^53.
  private let cells: [Double]
  /// Sums of the cells before each place.
  private let sums: [Int64]

  var largest: Int64 { cells.last.map { Int64($0) } ?? 0 }
  var isEmpty: Bool { cells.isEmpty }

  /// nil where the cells do not add up in 64 bits. Complexity: O(n log n).
  ///
  /// - Parameter cells: the quantity in whole cells, below 2^53, one a claim.
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
    self.cells = sorted.map { Double($0) }
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
    let (low, split, high) = places(numbers)
    var sum = Sum()
    let capped = try capped(high - split, numbers, rounding)
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

  /// What the claims are awarded, in fen, to the fen.
  ///
  /// - Throws: where that is not below 2^53.
  /// - Complexity: O(log n) where a cell comes to whole fen, else O(claims below the cap).
  func exactSum(
    _ numbers: ClosedShape.Numbers, _ rounding: ClosedRounding
  ) throws(Fraction.Overflow) -> Int64 {
    let (low, split, high) = places(numbers)
    let capped = try capped(high - split, numbers, rounding)
    let sum = try Int128(capped) + below(low..<split, numbers, rounding)
    guard sum < Int128(ExactProduct.limit) else { throw Fraction.Overflow() }
    return Int64(sum)
  }

  /// What claims below the cap are awarded.
  private func below(
    _ range: Range<Int>, _ numbers: ClosedShape.Numbers, _ rounding: ClosedRounding
  ) throws(Fraction.Overflow) -> Int128 {
    if range.isEmpty || numbers.numerator == 0 { return 0 }
    if numbers.denominator == 1 && rounding.keepsWholeFen {
      return try Fraction.product(
        Int128(sums[range.upperBound] - sums[range.lowerBound]), numbers.numerator)
    }
    if rounding.isToFen, let form = numbers.form(largest: cells[range.upperBound - 1]) {
      let sum = cells.withUnsafeBufferPointer {
        outlay_form_sum($0.baseAddress! + range.lowerBound, form, range.count)
      }
      return Int128(sum)
    }
    return cells[range].reduce(0) {
      $0 + Int128(rounding.awarded(numbers.assessed(Int64($1), rounding)))
    }
  }

  /// Claims from `low` on are paid, from `split` on the cap, from `high` on nothing.
  @inline(__always)
  private func places(_ numbers: ClosedShape.Numbers) -> (low: Int, split: Int, high: Int) {
    let low = place(of: numbers.low)
    let high = max(low, place(of: numbers.high))
    return (low, max(low, min(high, place(of: numbers.reached))), high)
  }

  @inline(__always)
  private func capped(
    _ count: Int, _ numbers: ClosedShape.Numbers, _ rounding: ClosedRounding
  ) throws(Fraction.Overflow) -> Int64 {
    let (capped, overflow) = rounding.awarded(numbers.cap)
      .multipliedReportingOverflow(by: Int64(count))
    if overflow { throw Fraction.Overflow() }
    return capped
  }

  /// The place of the first cell that is not below. Complexity: O(log n).
  private func place(of least: Int64) -> Int {
    let least = Double(least)
    return cells.withUnsafeBufferPointer { cells in
      var (low, high) = (0, cells.count)
      while low < high {
        let middle = (low + high) >> 1
        if cells[middle] < least { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
