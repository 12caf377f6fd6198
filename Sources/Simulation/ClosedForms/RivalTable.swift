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
  /// By kind and row: the quantity in whole cells, or the amount in fen.
  private(set) var columns: [[Double]]
  /// By kind.
  private var largest: [Double]

  var count: Int { columns[0].count }

  /// Rows at a time, so that their amounts stay in cache.
  static let blockSize = 512

  init(kinds: [Kind]) {
    self.kinds = kinds
    movingShapes = Self.movingShapes(of: kinds)
    columns = kinds.map { _ in [] }
    largest = kinds.map { _ in 0 }
  }

  static func movingShapes(of kinds: [Kind]) -> [Int32] {
    kinds.map(\.shape).filter { $0 >= 0 }.reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }

  /// Some rows and kinds of another.
  init(_ rows: [Int32], kinds: [Int], of table: RivalTable) {
    self.kinds = kinds.map { table.kinds[$0] }
    movingShapes = Self.movingShapes(of: self.kinds)
    columns = kinds.map { kind in
      table.columns[kind].withUnsafeBufferPointer { cells in rows.map { cells[Int($0)] } }
    }
    largest = columns.map { $0.max() ?? 0 }
  }

  /// - Parameter cells: one a kind; below 2^53.
  mutating func append(_ cells: some Sequence<Int64>) {
    for (kind, cell) in cells.enumerated() {
      columns[kind].append(Double(cell))
      largest[kind] = max(largest[kind], Double(cell))
    }
  }

  /// What is awarded for each kind, in fen; 2^53 for any larger sum, which is refused whatever it is
  /// exactly.
  ///
  /// - Complexity: O(rows × kinds).
  ///
  /// - Parameter numbers: by shape.
  func sums(_ numbers: [ClosedShape.Numbers], _ rounding: ClosedRounding) -> [Int64] {
    guard rounding.isToFen, let forms = forms(numbers) else {
      return sumsOfAnySize(numbers, rounding)
    }
    let width = kinds.count
    if width == 1, let form = forms[0] {
      let sum = columns[0].withUnsafeBufferPointer {
        outlay_form_sum($0.baseAddress, form, $0.count)
      }
      return [Int64(min(sum, ExactProduct.limit))]
    }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: width * (Self.blockSize + 1)) {
      room in
      let amounts = room.baseAddress!
      let sums = UnsafeMutableBufferPointer(
        start: amounts + width * Self.blockSize, count: width)
      sums.initialize(repeating: 0)
      withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: width) { blocks in
        for first in stride(from: 0, to: count, by: Self.blockSize) {
          let rows = min(Self.blockSize, count - first)
          for kind in 0..<width {
            columns[kind].withUnsafeBufferPointer { cells in
              // The table outlives the loop.
              let cells = cells.baseAddress! + first
              guard let form = forms[kind] else {
                blocks[kind] = cells
                return
              }
              let block = amounts + kind * Self.blockSize
              outlay_form_amounts(block, cells, form, rows)
              blocks[kind] = UnsafePointer(block)
            }
          }
          outlay_keep_largest(sums.baseAddress!, blocks.baseAddress!, width, rows)
        }
      }
      return sums.map { Int64(min($0, ExactProduct.limit)) }
    }
  }

  /// By kind, nil where amounts do not move; nil where a product could pass 2^53.
  private func forms(_ numbers: [ClosedShape.Numbers]) -> [outlay_form?]? {
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

  private func sumsOfAnySize(
    _ numbers: [ClosedShape.Numbers], _ rounding: ClosedRounding
  ) -> [Int64] {
    let limit = Int64(ExactProduct.limit)
    var sums = [Int64](repeating: 0, count: kinds.count)
    for row in 0..<count {
      var (winner, most) = (0, Int64(0))
      for (kind, subject) in kinds.enumerated() {
        let cell = Int64(columns[kind][row])
        let amount =
          subject.shape < 0 ? cell : numbers[Int(subject.shape)].assessed(cell, rounding)
        if amount > most { (winner, most) = (kind, amount) }
      }
      if most > 0 { sums[winner] = min(limit, sums[winner] + min(limit, rounding.awarded(most))) }
    }
    return sums
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
