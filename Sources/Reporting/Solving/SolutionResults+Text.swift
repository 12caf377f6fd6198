package import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// What `outlay solve` prints.
extension SolutionResults {
  package func text(in language: Language) -> String {
    [
      scenario.title.text(in: language) + "\n" + answer.text(in: language) + "\n",
      values(language), figures(language), pools(language), notes(language),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var answer: Message {
    let goal = target.text
    switch solution.outcome {
    case .solved:
      return Message(
        "\(goal): met at the values below, and missed one step further",
        zh: "目标 \(goal):取下列数值时达到,再变一个步长即达不到")
    case .metEverywhere:
      return Message(
        "\(goal): met wherever it was looked; nothing here stands in its way",
        zh: "目标 \(goal):查找范围内处处达到,所调整的数不构成限制")
    case .neverMet:
      return Message(
        "\(goal): met nowhere; these numbers alone cannot reach it",
        zh: "目标 \(goal):查找范围内无法达到,仅调整这些数不够")
    }
  }

  private func values(_ language: Language) -> String {
    let quantities = QuantityText(language: language)
    var table = TextTable([
      (Message("Number", zh: "数值地址").text(in: language), .left),
      (Message("Before", zh: "调整前").text(in: language), .right),
      (Message("After", zh: "调整后").text(in: language), .right),
      (Message("Next step", zh: "再变一步").text(in: language), .right),
      (Message("Step", zh: "步长").text(in: language), .right),
    ])
    for (index, parameter) in parameters.enumerated() {
      func cell(_ point: Solution.Point?) -> String {
        point.map { quantities.text($0.values[index], of: parameter) } ?? "–"
      }
      table.row([
        parameter.address, cell(solution.before), cell(solution.after), cell(solution.next),
        parameter.isShare ? quantities.share(parameter.step) : Decimal.exact(parameter.step),
      ])
    }
    if solution.adjustment.isScale {
      func scale(_ point: Solution.Point?) -> String {
        point.map { quantities.share($0.position) } ?? "–"
      }
      table.rule()
      table.row([
        Message("common scale", zh: "共同比例").text(in: language), scale(solution.before),
        scale(solution.after), scale(solution.next), quantities.share(solution.adjustment.step),
      ])
    }
    return table.text()
  }

  private func figures(_ language: Language) -> String {
    var table = TextTable(alignments: [.left, .right])
    func row(_ name: Message, _ value: Fraction?) {
      if let value { table.row([name.text(in: language), figure(value)]) }
    }
    func row(_ name: Message, money: Int64) {
      table.row([name.text(in: language), Yuan.grouped(fen: money)])
    }
    let name = "\(poolName).\(target.quantity.rawValue)"
    table.row([
      Message("\(name) wanted", zh: "\(name) 目标").text(in: language),
      "\(target.comparison.rawValue) \(figure(solution.bound))",
    ])
    row(Message("  before", zh: "  调整前"), solution.before.figure)
    row(Message("  after", zh: "  调整后"), solution.after?.figure)
    row(Message("  at the next step", zh: "  再变一步"), solution.next?.figure)
    row(Message("  remaining difference", zh: "  剩余差额"), solution.remaining)
    if let left = budgetLeft {
      row(Message("  left of the budget, yuan", zh: "  预算结余(元)"), money: left)
    }
    if solution.outcome == .neverMet {
      row(Message("  at the lower end", zh: "  取下限时"), solution.ends[0]?.figure)
      row(Message("  at the upper end", zh: "  取上限时"), solution.ends[1]?.figure)
    }
    return table.text()
  }

  private func figure(_ value: Fraction) -> String {
    if target.quantity == .factor { return Decimal.roundedDown(value, decimals: 12) }
    guard value.isInteger, let fen = Int64(exactly: value.numerator) else {
      return (try? value.divided(by: 100)).map { Decimal.exactGrouped($0) } ?? "–"
    }
    return Yuan.grouped(fen: fen)
  }

  /// Pools that change, and the one that is asked about.
  private func pools(_ language: Language) -> String {
    guard let after = solution.after else { return "" }
    var table = TextTable([
      (Message("Pool", zh: "资金盘子").text(in: language), .left),
      (Message("Demand", zh: "需求").text(in: language), .right),
      (Message("change", zh: "增减").text(in: language), .right),
      (Message("Factor before", zh: "兑现比例:调整前").text(in: language), .right),
      (Message("after", zh: "调整后").text(in: language), .right),
      (Message("Paid", zh: "兑现额").text(in: language), .right),
      (Message("change", zh: "增减").text(in: language), .right),
    ])
    for (index, pool) in after.totals.pools.enumerated() {
      let before = solution.before.totals.pools[index]
      if pool == before && target.pool != index { continue }
      table.row([
        pool.id, Yuan.grouped(fen: pool.demand), Yuan.signed(fen: pool.demand - before.demand),
        before.factorText, pool.factorText, Yuan.grouped(fen: pool.paid),
        Yuan.signed(fen: pool.paid - before.paid),
      ])
    }
    return table.text()
  }

  private func notes(_ language: Language) -> String {
    var notes: [Message] = []
    if !solution.isMonotone {
      let turns = solution.otherTurns.map { turn in
        "\(position(turn.met, language)) / \(position(turn.missed, language))"
      }
      notes.append(
        Message(
          """
          The figure does not move in one direction only: elsewhere the target is also met and \
          missed at \(turns.joined(separator: "; "))
          """,
          zh: "指标并非单向变化:另有达到与达不到之处 \(turns.joined(separator: ";"))"))
    }
    if let check = solution.closed, check.closedClaims > 0 {
      notes.append(
        Message(
          """
          Closed forms of \(Decimal.grouped(check.closedClaims)) claims estimated the awards to \
          within \(yuan(check.bound)) yuan; settled, they are \(yuan(abs(check.difference))) yuan apart
          """,
          zh: """
            \(Decimal.grouped(check.closedClaims)) 项申报按闭式估算,应兑现额误差不超过 \
            \(yuan(check.bound)) 元;逐项测算后相差 \(yuan(abs(check.difference))) 元
            """))
    }
    if solution.tooLarge > 0 {
      notes.append(
        Message(
          """
          At \(Decimal.grouped(solution.tooLarge)) values the amounts are too large to be computed \
          exactly; these count as missed
          """,
          zh: "有 \(Decimal.grouped(solution.tooLarge)) 个取值金额过大,无法精确计算,视为达不到"))
    }
    notes.append(
      Message(
        """
        Looked at \(Decimal.grouped(solution.estimated)) values, settled \
        \(Decimal.grouped(solution.settled)), from \(position(ends.from, language)) to \(position(ends.to, language))
        """,
        zh: """
          估算 \(Decimal.grouped(solution.estimated)) 个取值,逐项测算 \
          \(Decimal.grouped(solution.settled)) 个,范围 \(position(ends.from, language)) 至 \(position(ends.to, language))
          """))
    return notes.map { $0.text(in: language) + "\n" }.joined()
  }

  private func yuan(_ fen: Double) -> String { Estimate.decimal(fen / 100, places: 4) }

  private func position(_ value: Fraction, _ language: Language) -> String {
    let quantities = QuantityText(language: language)
    return solution.adjustment.isScale
      ? quantities.share(value) : quantities.text(value, of: parameters[0])
  }
}
