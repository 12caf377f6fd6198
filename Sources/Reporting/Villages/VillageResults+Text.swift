package import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// What `outlay villages` prints.
extension VillageResults {
  package func text(in language: Language) -> String {
    func word(_ english: String, _ chinese: String) -> String {
      Message(english, zh: chinese).text(in: language)
    }
    let counts = word(
      "\(Decimal.grouped(villages.count)) villages, \(Decimal.grouped(question.replicates)) replicates",
      "\(Decimal.grouped(villages.count)) 个村,重抽样 \(Decimal.grouped(question.replicates)) 次")
    var years = TextTable([
      (word("Year", "年"), .left), (word("Income, yuan", "可用收入(元)"), .right),
      (word("from 5%", "5% 分位"), .right), (word("to 95%", "95% 分位"), .right),
      (word("Growth", "增长"), .right), (word("Assets, yuan", "集体资产(元)"), .right),
      (word("Below", "不足的村"), .right), (word("City outlay", "市级支出"), .right),
      (word("Town outlay", "镇级支出"), .right),
    ])
    for year in totals {
      years.row([
        String(year.year), Estimate.text(year.central.income), Estimate.text(year.income[0]),
        Estimate.text(year.income[2]), year.growth.map(Estimate.percent) ?? "",
        Estimate.text(year.central.assets), Decimal.grouped(Int(year.central.below)),
        year.isBase ? "" : Estimate.text(year.central.city),
        year.isBase ? "" : Estimate.text(year.central.town),
      ])
    }
    var targets = TextTable([
      (word("Target", "目标"), .left), ("", .left), (word("Required", "要求"), .right),
      (word("Central path", "中心路径"), .right), (word("Probability", "实现概率"), .right),
    ])
    for target in projection.targets {
      targets.row([
        target.kind.rawValue, target.title.text(in: language),
        "\(target.comparison.rawValue) \(target.shown(target.required))",
        target.shown(target.central), Estimate.percent(target.probability),
      ])
    }
    return scenario.title.text(in: language) + "\n" + counts + "\n\n" + years.text() + "\n"
      + targets.text()
  }
}

extension VillageTarget {
  /// For people.
  fileprivate func shown(_ value: Double) -> String {
    switch kind {
    case .income, .assets: Estimate.text(value)
    case .incomeGrowth, .assetsGrowth: Estimate.percent(value)
    case .noneBelow, .noNewDebt, .lessDebt: Decimal.grouped(Int(value))
    }
  }
}
