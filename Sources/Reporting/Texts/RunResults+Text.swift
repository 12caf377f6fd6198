package import Diagnostics
package import PolicyCatalogue
import Population
import Simulation

/// What `outlay run` prints: the figures that a finance officer looks at first.
extension RunResults {
  /// - Parameter largest: how many of the largest measures are shown.
  package func text(in language: Language, largest: Int = 10) -> String {
    let sections = [
      heading(language), chapters(language), pools(language), largestMeasures(largest, language),
      unquantified(language), others(language), text(of: response, language),
      text(of: replicates, language),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func heading(_ language: Language) -> String {
    let total = total
    let counts = Message(
      """
      \(Decimal.grouped(population.register.count)) claimants, \(Decimal.grouped(total.claims)) \
      claims, \(Decimal.grouped(total.awarded)) of them with an award
      """,
      zh: """
        申报主体 \(Decimal.grouped(population.register.count)) 家,\
        申报 \(Decimal.grouped(total.claims)) 项,其中应兑现 \(Decimal.grouped(total.awarded)) 项
        """)
    let policyLine = Message(
      "Policy \(policy.id), year \(scenario.year)", zh: "政策 \(policy.id),\(scenario.year) 年度")
    return [scenario.title, policyLine, counts].map { $0.text(in: language) + "\n" }.joined()
  }

  private func chapters(_ language: Language) -> String {
    var table = TextTable([
      (Message("Chapter", zh: "章").text(in: language), .left),
      ("", .left),
      (Message("Claims", zh: "申报").text(in: language), .right),
      (Message("Awarded", zh: "应兑现项").text(in: language), .right),
      (Message("Award, yuan", zh: "应兑现额(元)").text(in: language), .right),
      (Message("Paid, yuan", zh: "兑现额(元)").text(in: language), .right),
    ])
    func row(_ name: String, _ title: String, _ total: Totals) {
      table.row([
        name, title, Decimal.grouped(total.claims), Decimal.grouped(total.awarded),
        Yuan.grouped(fen: total.award), Yuan.grouped(fen: total.paid),
      ])
    }
    for (index, chapter) in policy.chapters.enumerated() {
      row(chapter.id, chapter.title.text(in: language), total(ofChapter: index))
    }
    table.rule()
    row(Message("All", zh: "合计").text(in: language), "", total)
    return table.text()
  }

  private func pools(_ language: Language) -> String {
    let unlimited = Message("unlimited", zh: "不限").text(in: language)
    var table = TextTable([
      (Message("Pool", zh: "资金盘子").text(in: language), .left),
      (Message("Budget, yuan", zh: "预算(元)").text(in: language), .right),
      (Message("Protected", zh: "优先足额").text(in: language), .right),
      (Message("Demand", zh: "需求").text(in: language), .right),
      (Message("Factor", zh: "兑现比例").text(in: language), .right),
      (Message("Paid", zh: "兑现额").text(in: language), .right),
      (Message("Shortfall", zh: "缺口").text(in: language), .right),
    ])
    for pool in settlement.pools {
      table.row([
        pool.id, pool.budget.map { Yuan.grouped(fen: $0) } ?? unlimited,
        Yuan.grouped(fen: pool.protected), Yuan.grouped(fen: pool.demand), pool.factorText,
        Yuan.grouped(fen: pool.paid), Yuan.grouped(fen: pool.shortfall),
      ])
    }
    return table.text()
  }

  private func largestMeasures(_ count: Int, _ language: Language) -> String {
    let order = policy.measures.indices.filter { measures[$0].award > 0 }
      .sorted { (measures[$0].award, $1) > (measures[$1].award, $0) }
    if order.isEmpty { return "" }
    var table = TextTable([
      (Message("Largest measures", zh: "金额最大的条款").text(in: language), .left),
      (Message("Art.", zh: "条.项").text(in: language), .left),
      ("", .left),
      (Message("Awarded", zh: "应兑现项").text(in: language), .right),
      (Message("Award, yuan", zh: "应兑现额(元)").text(in: language), .right),
      (Message("Paid, yuan", zh: "兑现额(元)").text(in: language), .right),
    ])
    for index in order.prefix(count) {
      let measure = policy.measures[index]
      table.row([
        measure.id, measure.place, measure.title.text(in: language),
        Decimal.grouped(measures[index].awarded), Yuan.grouped(fen: measures[index].award),
        Yuan.grouped(fen: measures[index].paid),
      ])
    }
    return table.text()
  }

  private func unquantified(_ language: Language) -> String {
    if settlement.unquantified.isEmpty { return "" }
    var table = TextTable(alignments: [.left, .left, .left])
    for index in settlement.unquantified {
      let measure = policy.measures[index]
      table.row([measure.place, measure.id, measure.title.text(in: language)])
    }
    let heading = Message(
      "Not in these figures, since no amount is stated or assumed:", zh: "未计入的条款(未定金额,也未作假定):")
    return heading.text(in: language) + "\n" + table.text(indent: 2)
  }

  private func others(_ language: Language) -> String {
    let total = total
    var lines: [Message] = []
    if total.low != total.high {
      lines.append(
        Message(
          """
          Awards with every band at its low end \(Yuan.grouped(fen: total.low)), at its high end \
          \(Yuan.grouped(fen: total.high)) yuan
          """,
          zh: """
            幅度类条款均取下限时应兑现 \(Yuan.grouped(fen: total.low)) 元,\
            均取上限时 \(Yuan.grouped(fen: total.high)) 元
            """))
    }
    let committed = settlement.commitments.reduce(0) { $0 + $1.amount }
    if committed > 0 {
      lines.append(
        Message(
          "Promised for later years \(Yuan.grouped(fen: committed)) yuan",
          zh: "以后年度待兑现 \(Yuan.grouped(fen: committed)) 元"))
    }
    let takenBack = settlement.clawbacks.reduce(0) { $0 + $1.amount }
    if takenBack > 0 {
      lines.append(
        Message(
          "To be taken back \(Yuan.grouped(fen: takenBack)) yuan",
          zh: "应予追回 \(Yuan.grouped(fen: takenBack)) 元"))
    }
    return lines.map { $0.text(in: language) + "\n" }.joined()
  }
}

extension Measure {
  /// Article and item: `10.3`.
  package var place: String { "\(article).\(item)" }
}
