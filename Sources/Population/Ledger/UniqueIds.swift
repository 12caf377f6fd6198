import Diagnostics

/// The ids of the rows of a table, each of which may stand once.
struct UniqueIds {
  /// What a row is.
  private let noun: Message
  var table = ByteTable()
  /// Rows whose id is none.
  private(set) var unreadable = 0
  private var lines: [Int32] = []

  init(of noun: Message) { self.noun = noun }

  mutating func append(_ block: CSVBlock, column: Int?, _ findings: inout Findings) {
    guard let column else { return }
    let bytes = block.bytes
    let noun = noun
    var room = findings.room
    for row in 0..<block.count {
      let cell = block[row, column]
      guard isIdentifier(cell, in: bytes.span) else {
        unreadable += 1
        block.report(
          {
            .identifier(
              $0, expected: Message("the id of the \(noun.english)", zh: "\(noun.chinese)编号"))
          },
          row: row, column: column, room: &room, findings: &findings)
        continue
      }
      let (number, isNew) = table.insert(cell, in: bytes.span)
      if isNew {
        lines.append(Int32(truncatingIfNeeded: block.line(row: row)))
      } else {
        let first = lines[number]
        block.report(
          {
            CellProblem(
              Message(
                "the \(noun.english) \(quoted($0)) stands twice, first in line \(first)",
                zh: "\(noun.chinese) \(quoted($0)) 重复,首次出现在第 \(first) 行"),
              expected: Message("each \(noun.english) once", zh: "每个\(noun.chinese)只出现一次"))
          }, row: row, column: column, room: &room, findings: &findings)
      }
    }
  }
}
