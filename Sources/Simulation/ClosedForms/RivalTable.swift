import CKernels
import LinearAlgebra

/// Groups of rivals of the same kinds, of each of which the highest is paid: a row a group, a column a
/// member, of equal amounts the first column's.
struct RivalTable: Sendable {
  struct Kind: Sendable, Hashable {
    /// Place of the shape among those of the forms; -1 for amounts that do not move.
    var shape: Int32
    /// Index in the policy.
    var measure: Int32
  }

  let kinds: [Kind]
  /// By kind and row: the quantity in whole cells, or the amount in fen.
  private var columns: [[Double]]
  /// By kind.
  private var largest: [Double]

  var count: Int { columns[0].count }

  /// Rows at a time, so that their amounts stay in cache.
  private static let blockSize = 512

  init(kinds: [Kind]) {
    self.kinds = kinds
    columns = kinds.map { _ in [] }
    largest = kinds.map { _ in 0 }
  }

  /// - Parameter cells: one a kind; below 2^53.
  mutating func append(_ cells: some Sequence<Int64>) {
    for (kind, cell) in cells.enumerated() {
      columns[kind].append(Double(cell))
      largest[kind] = max(largest[kind], Double(cell))
    }
  }

  /// Calls `pay` with what is awarded for each kind, in fen, its groups together or one by one; with
  /// 2^53 for any larger sum, which is refused whatever it is exactly.
  ///
  /// - Complexity: O(rows × kinds).
  func forEachSum(
    _ numbers: UnsafePointer<ClosedShape.Numbers>, _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) {
    guard rounding.isToFen, let forms = forms(numbers) else {
      forEachKept(numbers, rounding, pay: pay)
      return
    }
    let width = kinds.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width * (Self.blockSize + 1)) { room in
      let amounts = room.baseAddress!
      let sums = amounts + width * Self.blockSize
      sums.update(repeating: 0, count: width)
      withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: width) { blocks in
        for first in stride(from: 0, to: count, by: Self.blockSize) {
          let rows = min(Self.blockSize, count - first)
          for kind in 0..<width {
            columns[kind].withUnsafeBufferPointer { cells in
              let cells = cells.baseAddress! + first
              if let form = forms[kind] {
                let block = amounts + kind * Self.blockSize
                outlay_form_amounts(block, cells, form, rows)
                blocks[kind] = UnsafePointer(block)
              } else {
                // The table outlives the loop.
                blocks[kind] = cells
              }
            }
          }
          outlay_keep_largest(sums, blocks.baseAddress!, width, rows)
        }
      }
      for (kind, sum) in zip(kinds, UnsafeBufferPointer(start: sums, count: width)) where sum > 0 {
        pay(Int(kind.measure), Int64(min(sum, ExactProduct.limit)))
      }
    }
  }

  /// By kind, nil where amounts do not move; nil where a product could pass 2^53.
  private func forms(_ numbers: UnsafePointer<ClosedShape.Numbers>) -> [outlay_form?]? {
    var forms: [outlay_form?] = []
    for (kind, largest) in zip(kinds, largest) {
      if kind.shape < 0 {
        forms.append(nil)
      } else if let form = numbers[Int(kind.shape)].form(largest: largest) {
        forms.append(form)
      } else {
        return nil
      }
    }
    return forms
  }

  /// Group by group, in numbers of any size.
  private func forEachKept(
    _ numbers: UnsafePointer<ClosedShape.Numbers>, _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) {
    for row in 0..<count {
      var (winner, most) = (0, Int64(0))
      for (kind, subject) in kinds.enumerated() {
        let cell = Int64(columns[kind][row])
        let amount =
          subject.shape < 0 ? cell : numbers[Int(subject.shape)].assessed(cell, rounding)
        if amount > most { (winner, most) = (kind, amount) }
      }
      if most > 0 {
        pay(
          Int(kinds[winner].measure), min(rounding.awarded(most), Int64(ExactProduct.limit)))
      }
    }
  }
}

extension ClosedShape.Numbers {
  /// The same in doubles, where amounts are rounded half up to the fen; nil where a product could pass
  /// 2^53.
  ///
  /// - Parameter largest: cell that is asked about.
  func form(largest: Double) -> outlay_form? {
    let most = Int128(min(largest, Double(reached)))
    let limit = Int128(1) << 53
    guard numerator < limit, denominator < limit,
      most <= 0 || 2 * most * numerator + denominator < limit, Int128(cap) < limit
    else { return nil }
    return outlay_form(
      low: Double(low), high: Double(high), reached: Double(reached), cap: Double(cap),
      scale: Double(numerator), divisor: Double(denominator))
  }
}
