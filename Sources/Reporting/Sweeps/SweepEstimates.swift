package import Diagnostics
import PolicyCatalogue
import Population
package import Simulation

/// The points of a sweep by closed forms: estimates, each with how far the exact award lies from it at
/// most. For samples of so many points that settling each takes too long.
package struct SweepEstimates: AnswerFiles {
  private let context: ResultContext
  private let sweep: Sweep
  private let blocks: [Block]
  private let claims: (closed: Int, compared: Int, settled: Int)

  /// Figures of consecutive points; amounts in fen.
  private struct Block: Sendable {
    var points: Range<Int>
    var awards: [Double] = []
    var bounds: [Double] = []
    var paid: [Double] = []
    /// Point after point, of each pool.
    var factors: [Double] = []
  }

  private static let blockSize = 1 << 14

  package static let fileNames = SweepResults.fileNames

  /// - Parameter report: points that are done, after each block.
  /// - Throws: `DataError` where an amount or a number is too large or too fine.
  package init(
    _ context: ResultContext, _ sweep: Sweep, threads: Int?, report: (Int) -> Void
  ) throws(DataError) {
    self.context = context
    self.sweep = sweep
    let scenario = context.scenario
    let forms = try ClosedForms(
      scenario, context.population, moving: sweep.axes.map(\.number), threads: threads)
    claims = (forms.closedClaims, forms.comparedClaims, forms.settledClaims)
    var blocks: [Block] = []
    var first = 0
    while first < sweep.count {
      let points = first..<min(first + Self.blockSize, sweep.count)
      let values = points.map { sweep.values(at: $0) }
      let totals = try forms.totals(values.flatMap { $0 })
      var block = Block(points: points, awards: totals.awards, bounds: totals.awardBounds)
      let budgets = scenario.pools.map { pool in
        (own: scenario.budget(ofPool: pool.id), axis: sweep.axis(ofBudget: pool.id))
      }
      for index in values.indices {
        var paid = 0.0
        for (pool, budget) in budgets.enumerated() {
          let fen = budget.axis.map { axis in
            (try? values[index][axis].times(100).floor).map { Int64(clamping: $0) } ?? .max
          }
          let available = fen ?? budget.own
          paid += totals.paid(ofPool: pool, at: index, budget: available)
          block.factors.append(totals.factor(ofPool: pool, at: index, budget: available))
        }
        block.paid.append(paid)
      }
      blocks.append(block)
      first = points.upperBound
      report(first)
    }
    self.blocks = blocks
  }

  private var scenario: Scenario { context.scenario }

  package func files() -> [ResultFile] {
    let pools = scenario.pools.count
    let parameters = sweep.axes.map { scenario.parameter($0.number) }
    let header =
      sweep.axes.map(\.address) + ["award_yuan", "paid_yuan"]
      + scenario.pools.map { "factor.\($0.id)" } + ["bound_yuan"]
    let table = ResultFile("sweep.csv", pieceCount: blocks.count + 1) { piece in
      var table = CSVText()
      if piece == 0 {
        for name in header { table.field(name) }
        table.endRow()
        return table.bytes
      }
      let block = blocks[piece - 1]
      for (place, point) in block.points.enumerated() {
        for (parameter, value) in zip(parameters, sweep.values(at: point)) {
          table.field(parameter.plainText(of: value))
        }
        table.field(fen: Int64(block.awards[place].rounded()))
        table.field(fen: Int64(block.paid[place].rounded()))
        for pool in 0..<pools { table.field(Estimate.decimal(block.factors[place * pools + pool])) }
        table.field(fen: Int64(block.bounds[place].rounded(.up)))
        table.endRow()
      }
      return table.bytes
    }
    return [table, ResultFile(ResultDirectory.mark, Array(summary().text.utf8))]
  }

  private var largestBound: Double { blocks.lazy.flatMap(\.bounds).max() ?? 0 }

  private func summary() -> JSON {
    context.summary([
      "sweep": sweep.json(of: scenario, distinct: sweep.distinctCount()),
      "estimated": .bool(true),
      "claims": .object([
        "closed": .integer(claims.closed), "compared": .integer(claims.compared),
        "settled": .integer(claims.settled),
      ]),
      "totals": .object([
        "award_yuan": extremes { $0.awards }, "paid_yuan": extremes { $0.paid },
        "largest_bound_yuan": .yuan(Int64(largestBound.rounded(.up))),
      ]),
    ])
  }

  private func extremes(_ figure: (Block) -> [Double]) -> JSON {
    guard let (lowest, highest) = SweepResults.extremes(blocks.flatMap(figure)) else {
      return .null
    }
    return .object([
      "lowest": .yuan(Int64(lowest.figure.rounded())), "lowest_point": .integer(lowest.point),
      "highest": .yuan(Int64(highest.figure.rounded())), "highest_point": .integer(highest.point),
    ])
  }

  package func text(in language: Language) -> String {
    let bound = Yuan.grouped(fen: Int64(largestBound.rounded(.up)))
    var table = TextTable([
      ("", .left), (Message("Lowest", zh: "最低").text(in: language), .right),
      (Message("Highest", zh: "最高").text(in: language), .right),
    ])
    for (name, figures) in [
      (Message("Award, yuan", zh: "应兑现额(元)"), blocks.flatMap(\.awards)),
      (Message("Paid, yuan", zh: "兑现额(元)"), blocks.flatMap(\.paid)),
    ] {
      guard let (lowest, highest) = SweepResults.extremes(figures) else { continue }
      table.row([
        name.text(in: language), Yuan.grouped(fen: Int64(lowest.figure.rounded())),
        Yuan.grouped(fen: Int64(highest.figure.rounded())),
      ])
    }
    let heading = Message(
      """
      \(Decimal.grouped(sweep.count)) points by closed forms: no award is more than \(bound) yuan from the \
      exact one
      """,
      zh: "按解析式估算 \(Decimal.grouped(sweep.count)) 个点:应兑现额与精确值相差不超过 \(bound) 元")
    return scenario.title.text(in: language) + "\n" + heading.text(in: language) + "\n\n"
      + table.text()
  }
}

extension Sweep {
  /// The place of the axis that sets what a pool has to spend.
  fileprivate func axis(ofBudget pool: String) -> Int? {
    axes.firstIndex { $0.number == .budget(pool: pool) }
  }
}
