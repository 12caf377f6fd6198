import Diagnostics
import PolicyCatalogue

/// What was read from one file of `claims/`.
struct ClaimSheet {
  var path: String
  /// Bases are numbered within the sheet.
  var table: ClaimTable
  var bases: ByteTable
  /// Where each claim's id stands, for those that turn out to stand twice. Empty columns: always 1.
  var lines: [Int32] = []
  var columns: [Int32] = []
  var findings: Findings
  /// Among the findings, what is said of enterprises that the register does not have.
  var unknownEnterprises: Set<Message> = []

  func location(ofClaim row: Int) -> SourceLocation {
    SourceLocation(
      file: path, line: Int(lines[row]), column: columns.isEmpty ? 1 : Int(columns[row]))
  }
}

/// The columns of every sheet, before the inputs of its measure.
package enum ClaimColumn: String, CaseIterable, Sendable {
  case claim, enterprise, basis
  case filedOn = "filed_on"
  case settleNextYear = "settle_next_year"
  case elsewhere
}

/// Reads `claims/<measure>.csv`: the columns of `ClaimColumn`, of which `elsewhere` may be absent, and
/// the inputs of the measure, in any order.
func readClaims(
  _ text: SourceText, measure index: Int, of policy: Policy, register: RegisterIndex
) throws(DataError) -> ClaimSheet {
  let inputs = policy.measures[index].inputs
  var reader = try CSVReader(text)
  var findings = Findings()
  let fixed = ClaimColumn.allCases
  let columns = reader.match(
    fixed.map { ExpectedColumn(name: $0.rawValue, mayBeAbsent: $0 == .elsewhere) }
      + inputs.map { ExpectedColumn(name: $0.name) }, findings: &findings)
  func column(_ name: ClaimColumn) -> Int? { columns[fixed.firstIndex(of: name)!] }

  var sheet = ClaimSheet(
    path: text.path, table: ClaimTable(measure: index), bases: ByteTable(),
    findings: Findings())
  var enterprises = EnterpriseColumn(register: register)
  var bases = BasisParser()
  var filedOn = DateParser(isOptional: false)
  // Who does not ask for something does not ask for it: a blank is no.
  var flags = FlagParser(isOptional: true)
  var builders = inputs.map(ColumnBuilder.init)
  while reader.nextBlock(&findings) {
    let block = reader.block
    sheet.appendIds(block, column: column(.claim), &findings)
    enterprises.append(block, column: column(.enterprise), findings: &findings)
    block.append(
      column: column(.basis), to: &sheet.table.bases, with: &bases, findings: &findings)
    block.append(
      column: column(.filedOn), to: &sheet.table.filedOn, with: &filedOn, findings: &findings)
    block.append(
      column: column(.settleNextYear), to: &sheet.table.settleNextYear, with: &flags,
      findings: &findings)
    block.append(
      column: column(.elsewhere), to: &sheet.table.elsewhere, with: &flags, findings: &findings)
    for index in builders.indices {
      builders[index].append(block, column: columns[fixed.count + index], findings: &findings)
    }
    findings.flush()
  }
  sheet.table.enterprises = enterprises.rows
  sheet.table.inputs = builders.map { $0.finish() }
  sheet.bases = bases.table
  sheet.findings = findings
  sheet.unknownEnterprises = enterprises.unknown
  return sheet
}

extension ClaimSheet {
  /// Whether an id stands twice is asked of the whole ledger, once everything is read.
  fileprivate mutating func appendIds(
    _ block: CSVBlock, column: Int?, _ findings: inout Findings
  ) {
    guard let column else { return }
    let bytes = block.bytes
    let reserved = Array(reservedClaimPrefix.utf8)
    var room = findings.room
    for row in 0..<block.count {
      let cell = block[row, column]
      bytes.span.extracting(cell.start..<cell.end).withUnsafeBufferPointer { table.ids.append($0) }
      lines.append(Int32(truncatingIfNeeded: block.line(row: row)))
      if column > 0 {
        columns.append(
          Int32(truncatingIfNeeded: block.location(row: row, column: column).column))
      }
      if !isIdentifier(cell, in: bytes.span) {
        block.report(
          { .identifier($0, expected: Message("the id of the claim", zh: "申报编号")) },
          row: row, column: column, room: &room, findings: &findings)
      } else if bytes[cell.start] == reserved[0],
        bytes[cell.start..<cell.end].starts(with: reserved)
      {
        block.report(
          {
            CellProblem(
              Message(
                "\(quoted($0)): ids that begin with '\(reservedClaimPrefix)' are Outlay's own",
                zh: "\(quoted($0)):以“\(reservedClaimPrefix)”开头的编号由 Outlay 保留"),
              expected: Message("another id", zh: "其他编号"))
          }, row: row, column: column, room: &room, findings: &findings)
      }
    }
  }
}
