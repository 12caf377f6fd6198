package import Diagnostics
import PolicyCatalogue

extension Villages {
  package static let fileName = "villages.csv"

  /// Reads `villages.csv` of a ledger's directory: the columns of `VillageColumn` in any order.
  ///
  /// Errors: everything that is wrong in the file, up to the limit of the bag.
  package static func read(
    directory: String
  ) throws(DataError) -> (villages: Villages, warnings: [Diagnostic]) {
    let folder =
      directory.hasSuffix("/") && directory.count > 1 ? directory.dropLast() : directory[...]
    let text = try SourceText(path: "\(folder)/\(fileName)")
    var reader = try CSVReader(text)
    var findings = Findings()
    let places = reader.match(
      VillageColumn.allCases.map {
        ExpectedColumn(name: $0.schema.name, mayBeAbsent: $0.mayBeAbsent)
      }, findings: &findings)

    var ids = UniqueIds(of: Message("village", zh: "村"))
    var builders = VillageColumn.allCases.map { ColumnBuilder($0.schema) }
    var first = 0
    while reader.nextBlock(&findings) {
      ids.append(reader.block, column: places[VillageColumn.village.rawValue], &findings)
      for column in VillageColumn.allCases.dropFirst() {
        builders[column.rawValue].append(
          reader.block, column: places[column.rawValue], findings: &findings)
      }
      reader.block.reportContradictions(builders, from: first, places, &findings)
      first += reader.block.count
      findings.flush()
    }
    if first == 0 && reader.brokenRows == 0 {
      findings.report(
        CellProblem(
          Message("there is no village", zh: "没有村"),
          expected: Message("a line for each village", zh: "每村一行")),
        at: SourceLocation(file: text.path), place: .max)
      findings.flush()
    }
    var bag = findings.bag
    try bag.throwIfErrors()
    if text.encoding == .gb18030 {
      bag.report(
        Diagnostic(
          .warning, at: SourceLocation(file: text.path),
          Message("the file was read as GB18030", zh: "文件按 GB18030 读取")))
    }
    text.cutOffWarning.map { bag.report($0) }
    let villages = Villages(
      ids: ids.table.keys, columns: builders.map { $0.finish() }, hash: text.digest)
    return (villages, bag.warnings)
  }
}

extension CSVBlock {
  /// What no cell shows by itself.
  fileprivate func reportContradictions(
    _ builders: [ColumnBuilder], from first: Int, _ places: [Int?], _ findings: inout Findings
  ) {
    func cells(_ column: VillageColumn) -> [Double] {
      guard case .numbers(let cells) = builders[column.rawValue].finish() else {
        preconditionFailure("\(column) is not a column of numbers")
      }
      return cells
    }
    var room = findings.room
    if let place = places[VillageColumn.operating.rawValue] {
      let (operating, subsidy) = (cells(.operating), cells(.subsidy))
      for row in 0..<count where operating[first + row] > subsidy[first + row] {
        report(
          {
            CellProblem(
              Message(
                "the operating funds \(quoted($0)) are more than the subsidies of which they are part",
                zh: "公用经费 \(quoted($0)) 超过所在的补助收入"),
              expected: Message("at most subsidy_yuan", zh: "不超过 subsidy_yuan"))
          }, row: row, column: place, room: &room, findings: &findings)
      }
    }
    if let place = places[VillageColumn.backlog.rawValue] {
      let (backlog, year) = (cells(.backlog), cells(.backlogYear))
      for row in 0..<count where backlog[first + row] > 0 && year[first + row] == 0 {
        report(
          {
            CellProblem(
              Message(
                "\(quoted($0)) mu are owed, but not since when", zh: "欠 \(quoted($0)) 亩,但未注明年份"),
              expected: Message("the year in backlog_year", zh: "在 backlog_year 中写明年份"))
          }, row: row, column: place, room: &room, findings: &findings)
      }
    }
  }
}
