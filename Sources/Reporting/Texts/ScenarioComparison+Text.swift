package import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// What `outlay compare` prints: what changes in all, for which pools and measures, and for whom.
extension ScenarioComparison: AnswerFiles {
  package func text(in language: Language) -> String { text(in: language, largest: 10) }

  /// - Parameter largest: how many of the measures that change most are shown.
  package func text(in language: Language, largest: Int) -> String {
    let sections = [
      heading(language), totals(language), pools(language), largestChanges(largest, language),
      groups(.size, Message("Size", zh: "规模"), language),
      groups(.decile, Message("Decile of revenue", zh: "营业收入十分位"), language),
      spread(language), replicates(language), response(before, language),
      response(after, language), villages?.table(language) ?? "",
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func heading(_ language: Language) -> String {
    func side(_ name: Message, _ results: RunResults) -> String {
      Message(
        """
        \(name.english): \(results.scenario.title.english) (policy \(results.policy.id), year \
        \(results.scenario.year))
        """,
        zh: """
          \(name.chinese):\(results.scenario.title.chinese)(政策 \(results.policy.id),\
          \(results.scenario.year) 年度)
          """
      ).text(in: language) + "\n"
    }
    return side(Message("Before", zh: "调整前"), before) + side(Message("After", zh: "调整后"), after)
      + Message("Compared: \(compared.english)", zh: "比较口径:\(compared.chinese)").text(in: language)
      + "\n"
  }

  private func totals(_ language: Language) -> String {
    var table = amountTable(Message("Yuan", zh: "元"), language, effects: false)
    func row(_ name: Message, _ before: Int64, _ after: Int64) {
      table.row([
        name.text(in: language), Yuan.grouped(fen: before), Yuan.grouped(fen: after),
        Yuan.signed(fen: after - before),
      ])
    }
    row(Message("Award", zh: "应兑现额"), before.total.award, after.total.award)
    row(Message("Paid", zh: "兑现额"), total.before, total.after)
    var text = table.text()
    if let effect = total.effect {
      text +=
        Message(
          """
          Of \(Decimal.grouped(before.population.register.count)) claimants \
          \(Decimal.grouped(effect.winners)) are paid more, \(Decimal.grouped(effect.losers)) less, \
          \(Decimal.grouped(effect.unchanged)) the same
          """,
          zh: """
            申报主体 \(Decimal.grouped(before.population.register.count)) 家,\
            其中增加 \(Decimal.grouped(effect.winners)) 家,减少 \(Decimal.grouped(effect.losers)) 家,\
            不变 \(Decimal.grouped(effect.unchanged)) 家
            """
        ).text(in: language) + "\n"
    }
    return text
  }

  private func pools(_ language: Language) -> String {
    var table = TextTable([
      (Message("Pool", zh: "资金盘子").text(in: language), .left),
      (Message("Factor before", zh: "调整前兑现比例").text(in: language), .right),
      (Message("after", zh: "调整后").text(in: language), .right),
      (Message("Paid before", zh: "调整前兑现额").text(in: language), .right),
      (Message("after", zh: "调整后").text(in: language), .right),
      (Message("Change", zh: "增减").text(in: language), .right),
    ])
    for row in rows(.pool) {
      func factor(_ results: RunResults) -> String {
        results.settlement.pools.first { $0.id == row.name }?.factorText ?? "–"
      }
      table.row([
        row.name, factor(before), factor(after), Yuan.grouped(fen: row.before),
        Yuan.grouped(fen: row.after), Yuan.signed(fen: row.change),
      ])
    }
    return table.text()
  }

  private func largestChanges(_ count: Int, _ language: Language) -> String {
    let changed = rows(.measure).enumerated().filter { $0.element.change != 0 }
      .sorted { a, b in
        a.element.change.magnitude != b.element.change.magnitude
          ? a.element.change.magnitude > b.element.change.magnitude : a.offset < b.offset
      }.map(\.element)
    if changed.isEmpty { return "" }
    return table(
      Array(changed.prefix(count)), Message("Measures that change most", zh: "增减最大的条款"), language
    ) { $0 }
  }

  private func groups(_ kind: Kind, _ title: Message, _ language: Language) -> String {
    table(rows(kind), title, language) { name in
      switch name {
      case "": Message("(none)", zh: "(无)").text(in: language)
      case Grouping.withoutRevenue where kind == .decile:
        Message("no revenue", zh: "无营业收入").text(in: language)
      case Grouping.withoutEnterprise where kind == .decile:
        Message("assumed amounts", zh: "假定金额").text(in: language)
      default: name
      }
    }
  }

  private func table(
    _ rows: [Row], _ title: Message, _ language: Language, name: (String) -> String
  ) -> String {
    var table = amountTable(title, language, effects: isSamePopulation)
    for row in rows {
      var cells = [
        name(row.name), Yuan.grouped(fen: row.before), Yuan.grouped(fen: row.after),
        Yuan.signed(fen: row.change),
      ]
      if let effect = row.effect {
        cells += [effect.winners, effect.losers, effect.unchanged].map { Decimal.grouped($0) }
      }
      table.row(cells)
    }
    return table.text()
  }

  private func amountTable(
    _ title: Message, _ language: Language, effects: Bool
  ) -> TextTable {
    let amounts = [
      Message("Before", zh: "调整前"), Message("After", zh: "调整后"), Message("Change", zh: "增减"),
    ]
    let counts = [
      Message("More", zh: "增加"), Message("Less", zh: "减少"), Message("Same", zh: "不变"),
    ]
    return TextTable(
      [(title.text(in: language), .left)]
        + (amounts + (effects ? counts : [])).map { ($0.text(in: language), .right) })
  }

  private func spread(_ language: Language) -> String {
    var table = TextTable([
      (Message("Concentration", zh: "集中度").text(in: language), .left),
      (Message("Before", zh: "调整前").text(in: language), .right),
      (Message("After", zh: "调整后").text(in: language), .right),
    ])
    func row(_ name: Message, _ text: (Concentration) -> String?) {
      table.row(
        [name.text(in: language)]
          + [concentration.before, concentration.after].map { text($0) ?? "–" })
    }
    row(Message("Subjects that claim", zh: "申报的主体")) { Decimal.grouped($0.subjects) }
    row(Message("Gini coefficient", zh: "基尼系数")) { side in
      side.gini.map { Estimate.decimal($0, places: 4) }
    }
    row(Message("Share of the top ten", zh: "前十户占比")) { $0.topTenShare.map(Estimate.percent) }
    row(Message("Share of the top tenth", zh: "前一成占比")) {
      $0.topTenthShare.map(Estimate.percent)
    }
    return table.text()
  }

  private func replicates(_ language: Language) -> String {
    guard let changes = replicateChanges else { return "" }
    var table = TextTable([
      (
        Message(
          "Change over \(changes.paid.count) replicates", zh: "\(changes.paid.count) 次重抽样的增减"
        ).text(in: language), .left
      ),
      (Message("Mean", zh: "均值").text(in: language), .right),
      (Message("Standard error", zh: "标准误").text(in: language), .right),
      ("p05", .right), ("p50", .right), ("p95", .right),
    ])
    func row(_ name: Message, _ values: [Int64]) {
      let distribution = Distribution(values)
      table.row(
        [
          name.text(in: language), Estimate.text(distribution.mean / 100),
          Estimate.text(distribution.standardError / 100),
        ] + [distribution.p05, distribution.p50, distribution.p95].map { Yuan.signed(fen: $0) })
    }
    row(Message("Award", zh: "应兑现额"), changes.awards)
    row(Message("Paid", zh: "兑现额"), changes.paid)
    return table.text()
  }

  private func response(_ results: RunResults, _ language: Language) -> String {
    results.response == nil
      ? ""
      : results.scenario.title.text(in: language) + "\n"
        + results.text(of: results.response, language)
  }
}
