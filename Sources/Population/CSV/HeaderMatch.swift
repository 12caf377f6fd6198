import Diagnostics

/// A column that a table may have.
struct ExpectedColumn {
  var name: String
  /// Whether the file may go without it.
  var mayBeAbsent = false
}

extension CSVReader {
  /// Where in the file each expected column stands; nil for one that it does not have.
  ///
  /// Reports names that are unknown or stand twice, and columns that are missing.
  func match(_ expected: [ExpectedColumn], findings: inout Findings) -> [Int?] {
    var places = [Int?](repeating: nil, count: expected.count)
    var firstUnknown: [String: Int] = [:]
    let written = Set(header.map(\.name))
    for (index, cell) in header.enumerated() {
      if let column = expected.firstIndex(where: { $0.name == cell.name }) {
        if let first = places[column] {
          reportTwice(cell, first: first, findings: &findings)
        } else {
          places[column] = index
        }
      } else if let first = firstUnknown[cell.name], !cell.name.isEmpty {
        reportTwice(cell, first: first, findings: &findings)
      } else {
        firstUnknown[cell.name] = index
        // A name that the file already has is not what was meant.
        let free = expected.map(\.name).filter { !written.contains($0) }
        findings.report(
          cell.name.isEmpty
            ? CellProblem(
              Message("column \(index + 1) has no name", zh: "第 \(index + 1) 列没有列名"),
              expected: Self.list(expected))
            : CellProblem(
              Message("unknown column \(quoted(cell.name))", zh: "未知的列 \(quoted(cell.name))"),
              expected: Self.list(expected), suggestion: nearestName(to: cell.name, among: free)),
          at: location(ofHeader: cell), place: cell.place)
      }
    }
    for (column, place) in zip(expected, places) where place == nil && !column.mayBeAbsent {
      findings.report(
        CellProblem(
          Message("the column '\(column.name)' is missing", zh: "缺少列 '\(column.name)'"),
          expected: Self.list(expected)),
        at: SourceLocation(file: path, line: 1), place: .max)
    }
    findings.flush()
    return places
  }

  private func reportTwice(_ cell: HeaderCell, first: Int, findings: inout Findings) {
    findings.report(
      CellProblem(
        Message(
          "the column \(quoted(cell.name)) stands twice, first as column \(first + 1)",
          zh: "列 \(quoted(cell.name)) 重复,首次出现在第 \(first + 1) 列"),
        expected: Message("each column once", zh: "每列只出现一次")),
      at: location(ofHeader: cell), place: cell.place)
  }

  private static func list(_ expected: [ExpectedColumn]) -> Message {
    let required = expected.filter { !$0.mayBeAbsent }.map(\.name).joined(separator: ", ")
    let others = expected.filter(\.mayBeAbsent).map(\.name).joined(separator: ", ")
    return others.isEmpty
      ? Message("the columns \(required)", zh: "以下各列:\(required)")
      : Message(
        "the columns \(required), and if wanted \(others)", zh: "以下各列:\(required);可选:\(others)")
  }
}
