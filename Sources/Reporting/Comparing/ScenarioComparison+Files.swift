import PolicyCatalogue
import Simulation

extension ScenarioComparison {
  /// Every file that a comparison may consist of.
  package static let fileNames: Set<String> = [
    "compare.csv", "compare-villages.csv", "concentration.csv", ResultDirectory.mark,
  ]

  package func files() -> [ResultFile] {
    [
      ResultFile("compare.csv", table().bytes),
      ResultFile("concentration.csv", concentrationTable().bytes),
    ] + (villages?.villageFiles() ?? [])
      + [ResultFile(ResultDirectory.mark, Array(summary().text.utf8))]
  }

  package func table() -> CSVText { Self.table(of: rows) }

  static func table(of rows: [Row]) -> CSVText {
    var table = CSVText(
      header: "kind,name,before_yuan,after_yuan,change_yuan,winners,losers,unchanged")
    for row in rows {
      table.field(row.kind.rawValue)
      table.field(row.name)
      table.field(fen: row.before)
      table.field(fen: row.after)
      table.field(fen: row.change)
      if let effect = row.effect {
        table.field(effect.winners)
        table.field(effect.losers)
        table.field(effect.unchanged)
      } else {
        for _ in 0..<3 { table.blank() }
      }
      table.endRow()
    }
    return table
  }

  package func concentrationTable() -> CSVText {
    var table = CSVText(header: "figure,before,after")
    for figure in ConcentrationFigure.allCases {
      table.field(figure.rawValue)
      for side in [concentration.before, concentration.after] {
        if let value = figure.text(of: side) { table.field(value) } else { table.blank() }
      }
      table.endRow()
    }
    return table
  }
}

/// The figures of a concentration, by the names that files give them.
enum ConcentrationFigure: String, CaseIterable {
  case subjects
  case paid = "paid_yuan"
  case gini
  case topTenShare = "top_ten_share"
  case topTenthShare = "top_tenth_share"

  /// nil where nothing is paid.
  func text(of side: Concentration) -> String? {
    switch self {
    case .subjects: String(side.subjects)
    case .paid: Yuan.plain(fen: side.paid)
    case .gini: side.gini.map { Estimate.decimal($0, places: 6) }
    case .topTenShare: side.topTenShare.map { Estimate.decimal($0, places: 6) }
    case .topTenthShare: side.topTenthShare.map { Estimate.decimal($0, places: 6) }
    }
  }
}
