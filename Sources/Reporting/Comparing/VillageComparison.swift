package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population
package import Simulation

/// The villages of two scenarios side by side, year by year on their central paths. Amounts are
/// estimates, brought to the fen.
package struct VillageComparison: Sendable {
  package struct Side: Sendable {
    package let title: Message
    package let question: VillageQuestion
    package let villages: Villages
    package let path: VillagePath
    package let scenarioHash: String

    /// - Throws: `DataError` where the assumptions contradict each other.
    package init(
      _ title: Message, _ question: VillageQuestion, _ villages: Villages, scenarioHash: String
    ) throws(DataError) {
      self.title = title
      self.question = question
      self.villages = villages
      self.scenarioHash = scenarioHash
      path = try VillageModel(question, villages).path()
    }

    /// Fen of all villages in a year; zero in years that it does not have.
    func sum(_ year: Int, _ figure: (Int) -> Double) -> Int64 {
      guard path.years.contains(year) else { return 0 }
      return Estimate.fen((0..<villages.count).reduce(0) { $0 + figure($1) })
    }
  }

  package let before: Side
  package let after: Side
  /// Whether both have the same villages, so that each can be set beside itself.
  package let areSame: Bool
  /// In the order of `compare.csv`, after what else it compares.
  package let rows: [ScenarioComparison.Row]

  package init(before: Side, after: Side) {
    self.before = before
    self.after = after
    areSame = before.villages.hash == after.villages.hash
    let years =
      min(
        before.path.years.lowerBound, after.path.years.lowerBound)...max(
        before.path.years.upperBound, after.path.years.upperBound)
    var rows: [ScenarioComparison.Row] = []
    for year in years {
      var effect: ScenarioComparison.Effect?
      if areSame, before.path.years.contains(year), after.path.years.contains(year) {
        var counted = ScenarioComparison.Effect()
        for village in 0..<before.villages.count {
          // To the fen, since the last bits of an estimate are nobody's gain.
          counted.count(
            Double(Estimate.fen(before.path[.income, year, village])),
            Double(Estimate.fen(after.path[.income, year, village])))
        }
        effect = counted
      }
      rows.append(
        ScenarioComparison.Row(
          kind: .villageIncome, name: String(year),
          before: before.sum(year) { before.path[.income, year, $0] },
          after: after.sum(year) { after.path[.income, year, $0] }, effect: effect))
    }
    for (kind, figure) in [
      (ScenarioComparison.Kind.villageCity, VillageFigure.city), (.villageTown, .town),
    ] {
      for year in years.dropFirst() {
        rows.append(
          ScenarioComparison.Row(
            kind: kind, name: String(year),
            before: before.sum(year) { before.path[figure, year, $0] },
            after: after.sum(year) { after.path[figure, year, $0] }, effect: nil))
      }
    }
    self.rows = rows
  }
}

extension VillageComparison: AnswerFiles {
  package static let fileNames = ScenarioComparison.fileNames

  /// Where two scenarios have nothing else.
  package func files() -> [ResultFile] {
    [ResultFile("compare.csv", ScenarioComparison.table(of: rows).bytes)] + villageFiles()
      + [ResultFile(ResultDirectory.mark, Array(summary().text.utf8))]
  }

  /// Each village's path under both; none where the villages differ.
  func villageFiles() -> [ResultFile] {
    guard areSame else { return [] }
    var table = CSVText(
      header: "village,town,year,income_before_yuan,income_after_yuan,change_yuan")
    let order = (0..<before.villages.count).sorted {
      before.villages.ids.utf8($0).lexicographicallyPrecedes(before.villages.ids.utf8($1))
    }
    for village in order {
      for year in before.path.years where after.path.years.contains(year) {
        let (a, b) = (
          Estimate.fen(before.path[.income, year, village]),
          Estimate.fen(after.path[.income, year, village])
        )
        table.field(before.villages.ids[village])
        table.field(before.villages.towns[village])
        table.field(year)
        table.field(fen: a)
        table.field(fen: b)
        table.field(fen: b - a)
        table.endRow()
      }
    }
    return [ResultFile("compare-villages.csv", table.bytes)]
  }

  private func summary() -> JSON {
    .object([
      "villages": json,
      "engine": .string("outlay"), "engine_version": .string(EngineVersion.current),
      "environment": BLASEnvironment.current.json,
    ])
  }

  /// A member of `summary.json`.
  var json: JSON {
    func side(_ side: Side) -> JSON {
      .object([
        "title": .message(side.title), "scenario_hash": .string(side.scenarioHash),
        "villages": .integer(side.villages.count), "hash": .string(side.villages.hash),
        "assumptions": .array(side.question.assumptionsJSON),
      ])
    }
    return .object([
      "before": side(before), "after": side(after), "same_villages": .bool(areSame),
    ])
  }

  package func text(in language: Language) -> String {
    let sides = [
      Message("Before: \(before.title.english)", zh: "调整前:\(before.title.chinese)"),
      Message("After: \(after.title.english)", zh: "调整后:\(after.title.chinese)"),
    ].map { $0.text(in: language) + "\n" }.joined()
    return sides + "\n" + table(language)
  }

  /// Income of each year, with how many villages have more and less.
  func table(_ language: Language) -> String {
    var table = TextTable([
      (Message("Village income, yuan", zh: "村级收入(元)").text(in: language), .left),
      (Message("Before", zh: "调整前").text(in: language), .right),
      (Message("After", zh: "调整后").text(in: language), .right),
      (Message("Change", zh: "增减").text(in: language), .right),
      (Message("More", zh: "增加村").text(in: language), .right),
      (Message("Less", zh: "减少村").text(in: language), .right),
    ])
    for row in rows where row.kind == .villageIncome {
      table.row([
        row.name, Yuan.grouped(fen: row.before), Yuan.grouped(fen: row.after),
        Yuan.signed(fen: row.change), row.effect.map { String($0.winners) } ?? "–",
        row.effect.map { String($0.losers) } ?? "–",
      ])
    }
    return table.text()
  }
}
