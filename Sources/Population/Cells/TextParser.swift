import Diagnostics

/// Free text, numbered by first appearance.
struct TextParser: CellParser {
  let isOptional: Bool
  private(set) var table = ByteTable()
  /// What was read last, since rows that stand together are often alike.
  private var last: Int32 = -1

  init(isOptional: Bool) { self.isOptional = isOptional }

  /// Only columns that the file lacks ask for it: their one text is the empty one.
  var blank: Int32 { 0 }

  mutating func parse(_ cell: CSVField, in bytes: Span<UInt8>) -> Int32? {
    if cell.isEmpty && !isOptional { return nil }
    if last >= 0 && table.isEqual(Int(last), cell, in: bytes) { return last }
    last = Int32(table.insert(cell, in: bytes).number)
    return last
  }

  func problem(with cell: String) -> CellProblem { .blank(expected: Message("text", zh: "文字")) }

  var values: [String] { (0..<table.count).map { table.keys[$0] } }
}

/// The matter of a claim, numbered by first appearance; -1 is blank, shared with nothing.
struct BasisParser: CellParser {
  private(set) var table = ByteTable()

  var blank: Int32 { -1 }

  mutating func parse(_ cell: CSVField, in bytes: Span<UInt8>) -> Int32? {
    cell.isEmpty ? -1 : Int32(table.insert(cell, in: bytes).number)
  }

  func problem(with cell: String) -> CellProblem {
    preconditionFailure("every text is a basis")
  }
}
