import CKernels
import Population

/// The least and greatest cell of each number column of a source, found once.
struct ColumnBounds: Sendable {
  private let source: RowSource
  private var inputs: [(low: Int128, high: Int128)]
  /// Of register columns; nil where it is no number column.
  private let enterprises: [(low: Int128, high: Int128)?]

  /// Complexity: O(rows × number columns).
  init(of source: RowSource, enterprises: [(low: Int128, high: Int128)?]) {
    self.source = source
    self.enterprises = enterprises
    inputs = (source.claims?.inputs ?? []).map { Self.bounds(of: $0) ?? (0, 0) }
  }

  subscript(reference: ColumnReference) -> (low: Int128, high: Int128) {
    switch reference {
    case .input(let index): inputs[index]
    case .enterprise(let index): enterprises[index] ?? (0, 0)
    case .filedOn, .settleNextYear: preconditionFailure("only number columns have bounds")
    }
  }

  static func bounds(of column: Column) -> (low: Int128, high: Int128)? {
    guard case .numbers(let cells) = column else { return nil }
    var (low, high) = (0.0, 0.0)
    outlay_bounds(&low, &high, cells, cells.count)
    return (Int128(low), Int128(high))
  }
}
