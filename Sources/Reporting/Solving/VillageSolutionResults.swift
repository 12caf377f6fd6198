package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population
package import Simulation

/// The answer of `outlay solve` where a lever of the villages is to reach a target of theirs.
package struct VillageSolutionResults: AnswerFiles {
  package let solution: VillageSolution
  private let title: Message
  private let scenarioHash: String
  private let villages: Villages
  private let question: VillageQuestion
  private let warnings: [Diagnostic]

  package static let fileNames = SolutionResults.fileNames

  package init(
    _ solution: VillageSolution, of scenario: VillageScenario, _ question: VillageQuestion,
    _ villages: Villages, warnings: [Diagnostic]
  ) {
    self.solution = solution
    self.villages = villages
    self.warnings = warnings
    (title, scenarioHash) = (scenario.title, scenario.hash)
    self.question = question
  }

  package func files() -> [ResultFile] {
    [
      ResultFile("solution.csv", table().bytes),
      ResultFile(ResultDirectory.mark, Array(summary().text.utf8)),
    ]
  }

  /// `after` is blank where no value meets the target.
  private func table() -> CSVText {
    var table = CSVText(header: "address,before,after,step")
    let parameter = solution.parameter
    table.field(parameter.address)
    table.field(parameter.plainText(of: solution.before.value))
    if let after = solution.after {
      table.field(parameter.plainText(of: after.value))
    } else {
      table.blank()
    }
    table.field(Decimal.exact(parameter.step))
    table.endRow()
    return table
  }

  package func summary() -> JSON {
    .object([
      "question": .object([
        "adjust": .string(solution.parameter.address), "until": .string(solution.goal.text),
        "from": solution.parameter.json(of: solution.from),
        "to": solution.parameter.json(of: solution.to),
      ]),
      "outcome": .string(solution.outcome.rawValue),
      "before": point(solution.before),
      "after": solution.after.map(point) ?? .null,
      "next": solution.next.map(point) ?? .null,
      "step": .exact(solution.parameter.step),
      "unit": .string(solution.parameter.unit),
      "search": .object([
        "monotone": .bool(solution.isMonotone), "projected_points": .integer(solution.projected),
      ]),
      "villages": .integer(villages.count),
      "replicates": .integer(solution.goal.isProbability ? question.replicates : 0),
      "warnings": .array(warnings.map { .string($0.description(in: .english)) }),
      "provenance": .object([
        "engine": .string("outlay"), "engine_version": .string(EngineVersion.current),
        "scenario": .object(["title": .message(title), "hash": .string(scenarioHash)]),
        "villages": .object(["hash": .string(villages.hash), "settings": question.json]),
      ]),
      "environment": BLASEnvironment.current.json,
    ])
  }

  private func point(_ point: VillageSolution.Point) -> JSON {
    .object([
      "value": solution.parameter.json(of: point.value),
      "figure": .number(figure(point)),
      "income_yuan": .yuan(Estimate.fen(point.projection.central.last?.income ?? 0)),
      "city_outlay_yuan": .yuan(Estimate.fen(outlay(point, \.city))),
      "town_outlay_yuan": .yuan(Estimate.fen(outlay(point, \.town))),
    ])
  }

  private func figure(_ point: VillageSolution.Point) -> String {
    if solution.goal.isProbability { return Estimate.decimal(point.figure) }
    let target = point.projection.targets.first { $0.kind == solution.goal.target }!
    return target.written(point.figure)
  }

  /// Of all years on the central path.
  private func outlay(
    _ point: VillageSolution.Point, _ figure: KeyPath<VillageTotals, Double>
  ) -> Double {
    point.projection.central.reduce(0) { $0 + $1[keyPath: figure] }
  }

  package func text(in language: Language) -> String {
    let quantities = QuantityText(language: language)
    var table = TextTable([
      ("", .left), (Message("Before", zh: "调整前").text(in: language), .right),
      (Message("After", zh: "调整后").text(in: language), .right),
      (Message("Next step", zh: "再变一步").text(in: language), .right),
    ])
    func row(_ name: String, _ text: (VillageSolution.Point) -> String) {
      table.row([
        name, text(solution.before), solution.after.map(text) ?? "–",
        solution.next.map(text) ?? "–",
      ])
    }
    row(solution.parameter.address) { quantities.text($0.value, of: solution.parameter) }
    row(solution.goal.text) { figure($0) }
    row(Message("Income of the last year, yuan", zh: "末年收入(元)").text(in: language)) {
      Estimate.text($0.projection.central.last?.income ?? 0)
    }
    row(Message("City outlay of all years, yuan", zh: "各年市级支出合计(元)").text(in: language)) {
      Estimate.text(outlay($0, \.city))
    }
    row(Message("Town outlay of all years, yuan", zh: "各年镇级支出合计(元)").text(in: language)) {
      Estimate.text(outlay($0, \.town))
    }
    return [
      title.text(in: language) + "\n" + answer.text(in: language) + "\n", table.text(),
      note(language),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var answer: Message {
    let goal = solution.goal.text
    return switch solution.outcome {
    case .solved:
      Message(
        "\(goal): met at the value below, and missed one step further",
        zh: "目标 \(goal):取下列数值时达到,再变一个步长即达不到")
    case .metEverywhere:
      Message(
        "\(goal): met wherever it was looked; this lever does not stand in its way",
        zh: "目标 \(goal):所查各值均达到,该数不构成限制")
    case .neverMet:
      Message(
        "\(goal): met nowhere it was looked; this lever alone does not reach it",
        zh: "目标 \(goal):所查各值均达不到,仅调整该数不够")
    }
  }

  private func note(_ language: Language) -> String {
    let quantities = QuantityText(language: language)
    let (from, to) = (
      quantities.text(solution.from, of: solution.parameter),
      quantities.text(solution.to, of: solution.parameter)
    )
    var lines = [
      Message(
        "Looked at \(solution.projected) values from \(from) to \(to).",
        zh: "在 \(from) 至 \(to) 之间查看了 \(solution.projected) 个值。"
      ).text(in: language)
    ]
    if !solution.isMonotone {
      lines.append(
        Message(
          "The target turns at more than one value; this one is the nearest.",
          zh: "目标在不止一处转折,此处为最近的一处。"
        ).text(in: language))
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
