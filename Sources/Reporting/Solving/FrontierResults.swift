package import Diagnostics
import PolicyCatalogue
import Population
package import Simulation

/// The surface over two numbers, as files and as text.
package struct FrontierResults: AnswerFiles {
  let context: ResultContext
  let frontier: Frontier

  package init(_ frontier: Frontier, of context: ResultContext) {
    self.frontier = frontier
    self.context = context
  }

  private var scenario: Scenario { context.scenario }

  package static let fileNames: Set<String> = ["frontier.csv", ResultDirectory.mark]

  package func files() -> [ResultFile] {
    [
      ResultFile("frontier.csv", table().bytes),
      ResultFile(ResultDirectory.mark, Array(summary().text.utf8)),
    ]
  }

  package func table() -> CSVText {
    var table = CSVText(header: "x,y,award_yuan,factor")
    for cell in frontier.cells {
      table.field(frontier.x.parameter.plainText(of: cell.x))
      table.field(frontier.y.parameter.plainText(of: cell.y))
      table.field(fen: cell.award)
      table.field(Decimal.roundedDown(cell.factor, decimals: 12))
      table.endRow()
    }
    return table
  }

  package func summary() -> JSON {
    context.summary([
      "x": axis(frontier.x),
      "y": axis(frontier.y),
      "pool": .string(scenario.pools[frontier.pool].id),
      "points": .integer(frontier.cells.count),
      "edge": .array(
        frontier.edge.map { x, y in
          .object([
            "x": frontier.x.parameter.json(of: x),
            "y": y.map { frontier.y.parameter.json(of: $0) } ?? .null,
          ])
        }),
    ])
  }

  private func axis(_ axis: Frontier.Axis) -> JSON {
    .object([
      "address": .string(axis.parameter.address),
      "value": axis.parameter.json(of: axis.parameter.value),
      "from": axis.parameter.json(of: axis.values[0]),
      "to": axis.parameter.json(of: axis.values[axis.values.count - 1]),
      "values": .integer(axis.values.count),
      "unit": .string(axis.parameter.unit),
    ])
  }

  package func text(in language: Language) -> String {
    let quantities = QuantityText(language: language)
    let (x, y) = (frontier.x.parameter, frontier.y.parameter)
    let pool = scenario.pools[frontier.pool].id
    var table = TextTable([
      (x.address, .right),
      (
        Message("largest \(y.address) paid in full", zh: "足额兑现的最大 \(y.address)").text(in: language),
        .right
      ),
    ])
    for (a, b) in frontier.edge {
      table.row([
        quantities.text(a, of: x),
        b.map { quantities.text($0, of: y) } ?? Message("none", zh: "无").text(in: language),
      ])
    }
    let count = Decimal.grouped(frontier.cells.count)
    let heading = Message(
      "\(count) points; factor of the pool \(pool)", zh: "共 \(count) 点;兑现比例取资金盘子 \(pool)")
    return scenario.title.text(in: language) + "\n" + heading.text(in: language) + "\n\n"
      + table.text()
  }
}
