package import Diagnostics
import PolicyCatalogue
import Simulation

/// What `outlay sweep` prints.
extension SweepResults {
  package func text(in language: Language) -> String {
    [heading(language), axes(language), outcomes(language)].joined(separator: "\n")
  }

  private func heading(_ language: Language) -> String {
    let policy = scenario.policy
    var lines = [scenario.title]
    if !scenario.isOfVillagesAlone {
      lines += [
        Message(
          "Policy \(policy.id), year \(scenario.year)",
          zh: "政策 \(policy.id),\(scenario.year) 年度"),
        Message(
          "\(Decimal.grouped(layout.enterprises)) claimants, \(Decimal.grouped(layout.claims)) claims",
          zh:
            "申报主体 \(Decimal.grouped(layout.enterprises)) 家,申报 \(Decimal.grouped(layout.claims)) 项"),
      ]
    }
    if let villages = layout.villages {
      lines.append(
        Message(
          "\(villages.count) villages, \(villages.replicates) replicates",
          zh: "村 \(villages.count) 个,重复模拟 \(villages.replicates) 次"))
    }
    lines.append(design(points: Decimal.grouped(sweep.count)))
    return lines.map { $0.text(in: language) + "\n" }.joined()
  }

  private func design(points: String) -> Message {
    switch sweep.design {
    case .grid:
      let product = sweep.axes.map { "\($0.size)" }.joined(separator: " × ")
      return Message("\(points) points: \(product) values", zh: "共 \(points) 个点:\(product) 个取值")
    case .listed: return Message("\(points) points as listed", zh: "共 \(points) 个点,逐点列出")
    case .sobol(_, nil): return Message("\(points) Sobol points", zh: "Sobol 点 \(points) 个")
    case .sobol(_, let seed?):
      return Message(
        "\(points) Sobol points, scrambled with seed \(seed)",
        zh: "Sobol 点 \(points) 个,以种子 \(seed) 扰动")
    case .latinHypercube(_, let seed):
      return Message(
        "\(points) points of a Latin hypercube, seed \(seed)",
        zh: "拉丁超立方 \(points) 个点,种子 \(seed)")
    }
  }

  private func axes(_ language: Language) -> String {
    var table = TextTable([
      (Message("Address", zh: "地址").text(in: language), .left),
      (Message("Values", zh: "取值数").text(in: language), .right),
      (Message("From", zh: "最小").text(in: language), .right),
      (Message("To", zh: "最大").text(in: language), .right),
      (Message("The scenario's", zh: "情景原值").text(in: language), .right),
    ])
    let quantities = QuantityText(language: language)
    let unlimited = Message("unlimited", zh: "不限").text(in: language)
    for axis in sweep.axes {
      let parameter = scenario.parameter(axis.number)
      var own = quantities.text(parameter.value, of: parameter)
      if case .budget(let pool) = axis.number, scenario.budget(ofPool: pool) == nil {
        own = unlimited
      }
      var count = "–"
      if case .values(let values) = axis.extent { count = Decimal.grouped(values.count) }
      table.row([
        axis.address, count, quantities.text(axis.bounds.low, of: parameter),
        quantities.text(axis.bounds.high, of: parameter), own,
      ])
    }
    return table.text()
  }

  private func outcomes(_ language: Language) -> String {
    let point = Message("at point", zh: "在点").text(in: language)
    var table = TextTable([
      ("", .left), (Message("Lowest", zh: "最低").text(in: language), .right), (point, .right),
      (Message("Highest", zh: "最高").text(in: language), .right), (point, .right),
    ])
    func row<Figure: Comparable>(
      _ name: Message, _ figures: some Sequence<Figure>, _ text: (Figure) -> String
    ) {
      guard let (lowest, highest) = Self.extremes(figures) else { return }
      table.row([
        name.text(in: language), text(lowest.figure), Decimal.grouped(lowest.point),
        text(highest.figure), Decimal.grouped(highest.point),
      ])
    }
    if !scenario.isOfVillagesAlone {
      row(Message("Award, yuan", zh: "应兑现额(元)"), column(0)) { Yuan.grouped(fen: $0) }
      row(Message("Paid, yuan", zh: "兑现额(元)"), column(1)) { Yuan.grouped(fen: $0) }
    }
    for (index, pool) in layout.pools.enumerated() {
      row(Message("Factor of \(pool)", zh: "\(pool) 兑现比例"), factors(ofPool: index)) {
        Decimal.factor($0)
      }
    }
    if let villages = layout.villages {
      row(
        Message(
          "Village income of \(villages.lastYear), yuan", zh: "\(villages.lastYear) 年村级收入(元)"),
        estimates(0)
      ) { Estimate.text($0) }
      row(Message("Villages below", zh: "低收入村"), estimates(2)) { Estimate.text($0) }
      for (place, target) in villages.targets.enumerated() {
        row(Message("Probability of \(target)", zh: "\(target) 概率"), estimates(3 + place)) {
          Estimate.percent($0)
        }
      }
    }
    return table.text()
  }

  /// A figure of the villages, point by point.
  private func estimates(_ place: Int) -> some Sequence<Double> {
    column(layout.offsetOfVillages + place).lazy.map { Double(bitPattern: UInt64(bitPattern: $0)) }
  }
}
