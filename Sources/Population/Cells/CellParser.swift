import Diagnostics

/// Turns cells of one type into values.
///
/// `parse` is the fast path and only says that a cell is wrong; `problem` finds out what is wrong with
/// it, and is asked once for each cell that will be told of.
protocol CellParser {
  associatedtype Value

  /// nil where the cell is not valid. At least seven bytes follow the cell.
  mutating func parse(_ cell: CSVField, in bytes: Span<UInt8>) -> Value?

  /// Stands for a cell that is wrong, so that columns stay of one length until the file is refused;
  /// also for a cell of an optional column that the file does not have.
  var blank: Value { get }

  func problem(with cell: String) -> CellProblem
}

extension CSVBlock {
  /// Appends a column's cells; of the blank where the file does not have the column.
  func append<Parser: CellParser>(
    column: Int?, to values: inout [Parser.Value], with parser: inout Parser,
    findings: inout Findings
  ) {
    guard let column else {
      for _ in 0..<count { values.append(parser.blank) }
      return
    }
    let span = bytes.span
    var room = findings.room
    for row in 0..<count {
      if let value = parser.parse(self[row, column], in: span) {
        values.append(value)
        continue
      }
      values.append(parser.blank)
      report(parser.problem(with:), row: row, column: column, room: &room, findings: &findings)
    }
  }

  func report(
    _ problem: (String) -> CellProblem, row: Int, column: Int, room: inout Int,
    findings: inout Findings
  ) {
    if room == 0 {
      findings.omit()
      return
    }
    room -= 1
    findings.report(
      problem(string(self[row, column])), at: location(row: row, column: column),
      place: place(row: row, column: column))
  }
}

/// The cell as it is quoted in a message: in one line and not too long.
func quoted(_ cell: String) -> String {
  var text = ""
  for character in cell.prefix(40) {
    switch character {
    case "\n", "\r\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    default: text.append(character)
    }
  }
  return "'" + text + (cell.count > 40 ? "…" : "") + "'"
}

extension CellProblem {
  static func blank(expected: Message) -> CellProblem {
    CellProblem(Message("the cell is blank", zh: "单元格是空的"), expected: expected)
  }
}
