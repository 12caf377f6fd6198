import Diagnostics

/// One of the levels of the schema, by index.
struct LevelParser: CellParser {
  let levels: [String]
  let isOptional: Bool
  private let table: ByteTable
  /// Index of the blank.
  let blank: UInt8

  init(levels: [String], isOptional: Bool) {
    precondition(levels.count <= 256, "levels are stored as bytes")
    self.levels = levels
    self.isOptional = isOptional
    table = ByteTable(levels)
    blank = UInt8(levels.firstIndex(of: "") ?? 0)
  }

  func parse(_ cell: CSVField, in bytes: Span<UInt8>) -> UInt8? {
    table.find(cell, in: bytes).map { UInt8(truncatingIfNeeded: $0) }
  }

  func problem(with cell: String) -> CellProblem {
    let names = levels.filter { !$0.isEmpty }
    let list = names.joined(separator: ", ")
    let expected =
      names.count == levels.count
      ? Message("one of \(list)", zh: "\(list) 之一")
      : Message("blank or one of \(list)", zh: "空白或 \(list) 之一")
    if cell.isEmpty { return .blank(expected: expected) }
    return CellProblem(
      Message("\(quoted(cell)) is no level here", zh: "此处没有 \(quoted(cell)) 这一级"),
      expected: expected, suggestion: nearestName(to: cell, among: names))
  }
}
