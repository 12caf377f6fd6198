import Diagnostics
import PolicyCatalogue

/// What was read from `enterprises.csv`.
struct RegisterFile {
  var register: Register
  var index: RegisterIndex
  var findings: Findings
}

/// Reads `enterprises.csv`: the columns of `Policy.registerColumns` in any order.
func readRegister(_ text: SourceText, policy: Policy) throws(DataError) -> RegisterFile {
  var reader = try CSVReader(text)
  var findings = Findings()
  let usual = RegisterColumn.allCases.count
  let columns = reader.match(
    policy.registerColumns.enumerated().map { index, schema in
      ExpectedColumn(name: schema.name, mayBeAbsent: index >= usual && schema.isOptional)
    }, findings: &findings)

  var ids = UniqueIds(of: Message("enterprise", zh: "企业"))
  var names = IdentifierColumn()
  var builders = policy.registerColumns.map(ColumnBuilder.init)
  while reader.nextBlock(&findings) {
    ids.append(reader.block, column: columns[RegisterColumn.enterprise.rawValue], &findings)
    appendNames(reader.block, columns[RegisterColumn.name.rawValue], to: &names, &findings)
    for index in RegisterColumn.kind.rawValue..<builders.count {
      builders[index].append(reader.block, column: columns[index], findings: &findings)
    }
    findings.flush()
  }

  let cells = builders.map { $0.finish() }
  let subjects = subjects(of: cells[RegisterColumn.group.rawValue])
  return RegisterFile(
    register: Register(
      ids: ids.table.keys, names: names, columns: cells, subjects: subjects.numbers,
      subjectCount: subjects.count),
    index: RegisterIndex(
      table: ids.table,
      isComplete: reader.brokenRows == 0 && ids.unreadable == 0
        && columns[RegisterColumn.enterprise.rawValue] != nil),
    findings: findings)
}

private func appendNames(
  _ block: CSVBlock, _ column: Int?, to names: inout IdentifierColumn, _ findings: inout Findings
) {
  guard let column else { return }
  let bytes = block.bytes
  var room = findings.room
  for row in 0..<block.count {
    let cell = block[row, column]
    bytes.span.extracting(cell.start..<cell.end).withUnsafeBufferPointer { names.append($0) }
    if cell.isEmpty {
      block.report(
        { _ in .blank(expected: Message("the name of the enterprise", zh: "企业名称")) },
        row: row, column: column, room: &room, findings: &findings)
    }
  }
}

/// One number for all companies of a group, one for each claimant without; by first appearance.
func subjects(of groups: Column) -> (numbers: [Int32], count: Int) {
  guard case .text(let groups) = groups else { preconditionFailure("groups are text") }
  let blank = groups.values.firstIndex(of: "").map { Int32($0) }
  var byGroup = [Int32](repeating: -1, count: groups.values.count)
  var next: Int32 = 0
  let numbers = groups.codes.map { code -> Int32 in
    if code != blank {
      if byGroup[Int(code)] >= 0 { return byGroup[Int(code)] }
      byGroup[Int(code)] = next
    }
    next += 1
    return next - 1
  }
  return (numbers, Int(next))
}
