import Diagnostics
import PolicyCatalogue
import Simulation

extension RunResults {
  /// How sure the figures are: what they come to over the replicates, and what a safe budget would take.
  func text(of replicates: ReplicateOutcome?, _ language: Language) -> String {
    guard let replicates else { return "" }
    return heading(replicates, language) + amounts(replicates, language) + "\n"
      + pools(replicates, language) + reserve(replicates, language)
  }

  private func heading(_ replicates: ReplicateOutcome, _ language: Language) -> String {
    Message(
      "Over \(Decimal.grouped(replicates.count)) replicates, seed \(replicates.settings.seed):",
      zh: "\(Decimal.grouped(replicates.count)) 次重抽样(种子 \(replicates.settings.seed)):"
    ).text(in: language) + "\n"
  }

  private func amounts(_ replicates: ReplicateOutcome, _ language: Language) -> String {
    var table = TextTable([
      (Message("Yuan", zh: "元").text(in: language), .left),
      (Message("Mean", zh: "均值").text(in: language), .right),
      (Message("Standard error", zh: "标准误").text(in: language), .right),
      ("p05", .right), ("p50", .right), ("p95", .right),
    ])
    func row(_ name: Message, _ values: [Int64]) {
      let distribution = Distribution(values)
      table.row([
        name.text(in: language), Estimate.text(distribution.mean / 100),
        Estimate.text(distribution.standardError / 100), Yuan.grouped(fen: distribution.p05),
        Yuan.grouped(fen: distribution.p50), Yuan.grouped(fen: distribution.p95),
      ])
    }
    row(Message("Award", zh: "应兑现额"), replicates.totalAwards)
    row(Message("Paid", zh: "兑现额"), replicates.totalPaid)
    row(Message("Shortfall", zh: "缺口"), replicates.totalShortfalls)
    return table.text()
  }

  private func pools(_ replicates: ReplicateOutcome, _ language: Language) -> String {
    var table = TextTable([
      (Message("Pool", zh: "资金盘子").text(in: language), .left),
      (Message("Mean factor", zh: "兑现比例均值").text(in: language), .right),
      ("p05", .right), ("p50", .right), ("p95", .right),
      (Message("Falls short", zh: "不足概率").text(in: language), .right),
      (Message("Reserve for 95%", zh: "95% 所需备付").text(in: language), .right),
    ])
    for (index, pool) in scenario.pools.enumerated() {
      let factors = replicates.factors(ofPool: index)
      let short = Double(replicates.shortCount(ofPool: index)) / Double(replicates.count)
      table.row([
        pool.id, Estimate.decimal(factors.mean, places: 6),
        Decimal.roundedDown(factors.p05, decimals: 6),
        Decimal.roundedDown(factors.p50, decimals: 6),
        Decimal.roundedDown(factors.p95, decimals: 6), Estimate.percent(short),
        replicates.reserve(ofPool: index).map { Yuan.grouped(fen: $0) } ?? "–",
      ])
    }
    return table.text()
  }

  private func reserve(_ replicates: ReplicateOutcome, _ language: Language) -> String {
    guard replicates.pools.contains(where: { $0.contains { $0.budget != nil } }) else { return "" }
    let short = Estimate.percent(Double(replicates.anyShortCount) / Double(replicates.count))
    return Message(
      """
      Some pool falls short with a probability of \(short); one reserve for all pools of \
      \(Yuan.grouped(fen: replicates.reserve)) yuan covers 95% of the replicates
      """,
      zh: """
        至少一个资金盘子不足的概率为 \(short);各资金盘子共用备付 \
        \(Yuan.grouped(fen: replicates.reserve)) 元可覆盖 95% 的重抽样
        """
    ).text(in: language) + "\n"
  }
}
