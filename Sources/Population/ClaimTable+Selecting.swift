extension ClaimTable {
  /// What a question to the claims in some rows reads: without their ids and bases, and with some of
  /// the inputs only, the others being empty.
  package func answering(_ rows: [Int32], inputs isRead: (Int) -> Bool) -> ClaimTable {
    var table = ClaimTable(measure: measure)
    table.enterprises = rows.map { enterprises[Int($0)] }
    table.filedOn = rows.map { filedOn[Int($0)] }
    table.settleNextYear = rows.map { settleNextYear[Int($0)] }
    table.inputs = inputs.enumerated().map { index, column in
      column.selecting(isRead(index) ? rows.map { Int($0) } : [])
    }
    return table
  }

  /// The claims in some rows, in that order. Complexity: O(rows × columns).
  package func selecting(_ rows: [Int]) -> ClaimTable {
    var table = ClaimTable(measure: measure)
    for row in rows { table.ids.append(ids.utf8(row)) }
    table.enterprises = rows.map { enterprises[$0] }
    table.bases = rows.map { bases[$0] }
    table.filedOn = rows.map { filedOn[$0] }
    table.settleNextYear = rows.map { settleNextYear[$0] }
    table.elsewhere = rows.map { elsewhere[$0] }
    table.inputs = inputs.map { $0.selecting(rows) }
    return table
  }
}

extension Column {
  func selecting(_ rows: [Int]) -> Column {
    switch self {
    case .numbers(let cells): .numbers(rows.map { cells[$0] })
    case .flags(let cells): .flags(rows.map { cells[$0] })
    case .dates(let cells): .dates(rows.map { cells[$0] })
    case .levels(let cells): .levels(rows.map { cells[$0] })
    case .text(let text):
      .text(TextColumn(codes: rows.map { text.codes[$0] }, values: text.values))
    }
  }
}
