import Diagnostics

/// What may stand as an id: it is written into results and messages, so it is one line of text without
/// blanks around it.
func isIdentifier(_ cell: CSVField, in bytes: Span<UInt8>) -> Bool {
  guard !cell.isEmpty, bytes[cell.start] != UInt8(ascii: " "),
    bytes[cell.end - 1] != UInt8(ascii: " ")
  else { return false }
  // Files with other control characters than tab and the ends of lines are refused as a whole.
  for index in cell.start..<cell.end where bytes[index] < 0x20 { return false }
  return true
}

/// Ids of claims begin with this only where Outlay itself makes them, for measures of open amount.
let reservedClaimPrefix = "assumed:"

extension CellProblem {
  static func identifier(_ cell: String, expected: Message) -> CellProblem {
    if cell.isEmpty { return .blank(expected: expected) }
    return CellProblem(
      Message(
        "\(quoted(cell)) has blanks around it, or tabs or line ends in it",
        zh: "\(quoted(cell)) 首尾有空格,或含有制表符、换行符"),
      expected: expected)
  }
}

/// Finds the rows of the register that claims name.
struct EnterpriseColumn {
  let register: RegisterIndex
  private(set) var rows: [Int32] = []
  private var cells: [CSVField] = []
  private var found: [Int32] = []
  /// What was said of enterprises that the register does not have.
  private(set) var unknown: Set<Message> = []

  init(register: RegisterIndex) { self.register = register }

  mutating func append(_ block: CSVBlock, column: Int?, findings: inout Findings) {
    guard let column, register.isComplete else {
      rows.append(contentsOf: repeatElement(0, count: block.count))
      return
    }
    cells.removeAll(keepingCapacity: true)
    for row in 0..<block.count { cells.append(block[row, column]) }
    register.table.find(cells, in: block.bytes.span, into: &found)
    rows.append(contentsOf: found)
    var room = findings.room
    for row in 0..<block.count where found[row] < 0 {
      let cell = block.string(block[row, column])
      // Once for each enterprise: one slip in the register must not be told at each of its claims.
      if !cell.isEmpty && !unknown.insert(Self.unknown(cell)).inserted { continue }
      block.report(problem(with:), row: row, column: column, room: &room, findings: &findings)
    }
  }

  private func problem(with cell: String) -> CellProblem {
    let expected = Message("an enterprise of enterprises.csv", zh: "enterprises.csv 中的企业")
    if cell.isEmpty { return .blank(expected: expected) }
    return CellProblem(
      Self.unknown(cell), expected: expected, suggestion: register.nearest(to: cell))
  }

  private static func unknown(_ cell: String) -> Message {
    Message("the register has no enterprise \(quoted(cell))", zh: "名录中没有企业 \(quoted(cell))")
  }
}

/// The ids of the register, to be found by claims.
struct RegisterIndex: Sendable {
  var table: ByteTable
  /// False where rows could not be read: then nobody can say that an enterprise is absent.
  var isComplete: Bool

  func nearest(to id: String) -> String? { nearestIdentifier(to: id, among: [table.keys]) }
}
