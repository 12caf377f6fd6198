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
  /// Shapes of the kinds, without doubles.
  let movingShapes: [Int32]
  /// Rows.
  let count: Int
  /// Column after column: the quantity in whole cells, or the amount in fen; below 2^53.
  let cells: [Double]
  /// By kind.
  private let largest: [Double]

  /// Rows at a time, so that their amounts stay in cache.
  static let blockSize = 512

  /// - Parameter columns: one a kind.
  init(kinds: [Kind], columns: [[Double]]) {
    self.kinds = kinds
    movingShapes = Self.movingShapes(of: kinds)
    count = columns[0].count
    cells = columns.flatMap { $0 }
    largest = columns.map { $0.max() ?? 0 }
  }

  static func movingShapes(of kinds: [Kind]) -> [Int32] {
    kinds.map(\.shape).filter { $0 >= 0 }.reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// Some rows and kinds of it.
  func selecting(_ rows: [Int32], kinds: [Int]) -> RivalTable {
    cells.withUnsafeBufferPointer { cells in
      RivalTable(
        kinds: kinds.map { self.kinds[$0] },
        columns: kinds.map { kind in
          let column = cells.baseAddress! + kind * count
          return rows.map { column[Int($0)] }
        })
    }
  }

  /// What is awarded for each kind, in fen; 2^53 for any larger sum, which is refused whatever it is
  /// exactly.
  ///
  /// - Complexity: O(rows × kinds).
  ///
  /// - Parameter numbers: by shape.
  func sums(_ numbers: [ClosedShape.Numbers], _ rounding: ClosedRounding) -> [Int64] {
    var sums = [Int64](repeating: 0, count: kinds.count)
    numbers.withUnsafeBufferPointer { numbers in
      forEachSum(numbers, rounding) { kind, sum in sums[kind] = sum }
    }
    return sums
  }

  /// Calls `pay` with what is awarded for each kind, as `sums`. Nothing is allocated, and nothing counted
  /// that threads share.
  func forEachSum(
    _ numbers: UnsafeBufferPointer<ClosedShape.Numbers>, _ rounding: ClosedRounding,
    pay: (_ kind: Int, _ sum: Int64) -> Void
  ) {
    cells.withUnsafeBufferPointer { cells in
      withUnsafeTemporaryAllocation(of: outlay_form.self, capacity: kinds.count) { forms in
        if rounding.isToFen, count >= Self.leastRows, prepare(forms, numbers) {
          sumBlocks(cells.baseAddress!, forms, pay)
        } else {
          sumRows(cells.baseAddress!, numbers, rounding, pay)
        }
      }
    }
  }

  /// For fewer rows a division each costs less than making the loops ready.
  private static let leastRows = 8

  /// - Parameter forms: written, those of kinds that move.
  /// - Returns: false where a product could pass 2^53.
  private func prepare(
    _ forms: UnsafeMutableBufferPointer<outlay_form>,
    _ numbers: UnsafeBufferPointer<ClosedShape.Numbers>
  ) -> Bool {
    for kind in kinds.indices where kinds[kind].shape >= 0 {
      guard let form = numbers[Int(kinds[kind].shape)].form(largest: largest[kind]) else {
        return false
      }
      forms.initializeElement(at: kind, to: form)
    }
    return true
  }

  private func sumBlocks(
    _ cells: UnsafePointer<Double>, _ forms: UnsafeMutableBufferPointer<outlay_form>,
    _ pay: (_ kind: Int, _ sum: Int64) -> Void
  ) {
    let (width, limit) = (kinds.count, ExactProduct.limit)
    if width == 1, kinds[0].shape >= 0 {
      pay(0, Int64(min(outlay_form_sum(cells, forms[0], count), limit)))
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width * (Self.blockSize + 1)) { room in
      let amounts = room.baseAddress!
      let sums = amounts + width * Self.blockSize
      sums.initialize(repeating: 0, count: width)
      withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: width) { blocks in
        for first in stride(from: 0, to: count, by: Self.blockSize) {
          let rows = min(Self.blockSize, count - first)
          for kind in 0..<width {
            let column = cells + kind * count + first
            if kinds[kind].shape < 0 {
              blocks.initializeElement(at: kind, to: column)
            } else {
              let block = amounts + kind * Self.blockSize
              outlay_form_amounts(block, column, forms[kind], rows)
              blocks.initializeElement(at: kind, to: UnsafePointer(block))
            }
          }
          outlay_keep_largest(sums, blocks.baseAddress!, width, rows)
        }
      }
      for kind in 0..<width where sums[kind] > 0 { pay(kind, Int64(min(sums[kind], limit))) }
    }
  }

  /// Row by row, in numbers of any size.
  private func sumRows(
    _ cells: UnsafePointer<Double>, _ numbers: UnsafeBufferPointer<ClosedShape.Numbers>,
    _ rounding: ClosedRounding, _ pay: (_ kind: Int, _ sum: Int64) -> Void
  ) {
    let limit = Int64(ExactProduct.limit)
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: kinds.count) { sums in
      sums.initialize(repeating: 0)
      for row in 0..<count {
        var (winner, most) = (0, Int64(0))
        for kind in kinds.indices {
          let (cell, shape) = (Int64(cells[kind * count + row]), Int(kinds[kind].shape))
          let amount = shape < 0 ? cell : numbers[shape].assessed(cell, rounding)
          if amount > most { (winner, most) = (kind, amount) }
        }
        if most > 0 { sums[winner] = min(limit, sums[winner] + min(limit, rounding.awarded(most))) }
      }
      for kind in kinds.indices where sums[kind] > 0 { pay(kind, sums[kind]) }
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
    guard numerator < limit, denominator < limit, Int128(cap) < limit,
      most <= 0 || 2 * most * numerator + denominator < limit
    else { return nil }
    return outlay_form(
      low: Double(low), high: Double(high), reached: Double(reached), cap: Double(cap),
      scale: Double(Int64(numerator)), divisor: Double(Int64(denominator)))
  }
}
