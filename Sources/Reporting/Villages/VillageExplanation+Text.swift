package import Diagnostics
import PolicyCatalogue
package import Population
package import Simulation

/// A village's path, source by source and lever by lever, for people and for programs.
extension VillageExplanation {
  package func text(in language: Language) -> String {
    func word(_ message: Message) -> String { message.text(in: language) }
    let years = Array(path.years)
    var out =
      word(Message("Village \(village), \(town)", zh: "村 \(village),\(town)")) + "\n\n"
    var table = TextTable(
      [(word(Message("Yuan", zh: "元")), .left)] + years.map { (String($0), .right) })
    table.row(
      [word(Message("class", zh: "类别"))]
        + years.map { path.villageClass($0, row)?.name.text(in: language) ?? "" })
    for (index, section) in Self.sections.enumerated() {
      if index > 0 { table.rule() }
      for line in section {
        table.row(
          [word(line.name)]
            + years.map { year in
              line.isKnownInBase || year != years[0] ? Estimate.text(value(line, year)) : ""
            })
      }
    }
    out += table.text() + "\n"
    var effects = TextTable(
      [(word(Message("Adds to income, yuan", zh: "对可用收入的影响(元)")), .left)]
        + years.dropFirst().map { (String($0), .right) })
    for effect in self.effects {
      effects.row([word(effect.lever.name)] + effect.income.map(Estimate.text))
    }
    return out + effects.text()
  }

  package var json: JSON {
    let years = Array(path.years)
    return .object([
      "village": .string(village),
      "town": .string(town),
      "years": .array(
        years.map { year in
          var members: [String: JSON] = [
            "year": .integer(year),
            "class": .optional(path.villageClass(year, row)?.rawValue),
          ]
          for line in Self.sections.joined() where line.isKnownInBase || year != years[0] {
            members[line.key] = .yuan(Estimate.fen(value(line, year)))
          }
          return .object(members)
        }),
      "effects": .array(
        effects.map { effect in
          .object([
            "lever": .string(effect.lever.rawValue),
            "name": .message(effect.lever.name),
            "income_yuan": .array(effect.income.map { .yuan(Estimate.fen($0)) }),
          ])
        }),
    ])
  }

  private func value(_ line: Line, _ year: Int) -> Double {
    line.figures.reduce(0) { $0 + path[$1, year, row] }
  }

  /// A line of the table: one figure, or the sum of some.
  private struct Line {
    var key: String
    var name: Message
    var figures: [VillageFigure]
    var isKnownInBase = false

    init(
      _ key: String, _ english: String, _ chinese: String, _ figures: VillageFigure...,
      isKnownInBase: Bool = false
    ) {
      self.key = key
      name = Message(english, zh: chinese)
      self.figures = figures
      self.isKnownInBase = isKnownInBase
    }
  }

  private static let sections: [[Line]] = [
    [
      Line("rent_yuan", "rent", "物业租金", .rent, isKnownInBase: true),
      Line("lease_yuan", "leases", "资源发包", .lease, isKnownInBase: true),
      Line("service_yuan", "services", "服务收入", .service, isKnownInBase: true),
      Line("investment_yuan", "returns on investment", "投资收益", .investment, isKnownInBase: true),
      Line("subsidy_yuan", "subsidies", "补助收入", .subsidy, isKnownInBase: true),
      Line("income_yuan", "usable income", "可用收入", .income, isKnownInBase: true),
      Line("stable_yuan", "of it stable", "其中稳定收入", .stable, isKnownInBase: true),
    ],
    [
      Line("operating_yuan", "operating funds", "公用经费", .operating, isKnownInBase: true),
      Line("tax_returned_yuan", "taxes returned", "返还税收", .taxReturned),
      Line("tax_kept_yuan", "taxes that the town keeps", "镇级留存税收", .taxKept),
      Line("projects_yuan", "property bought or built", "购建物业用房", .projects),
      Line("projects_city_yuan", "of it the city", "其中市级补助", .projectsCity),
      Line("projects_town_yuan", "of it the town", "其中镇级配套", .projectsTown),
      Line("conversions_yuan", "idle buildings converted", "闲置用房改造", .conversions),
      Line("conversions_city_yuan", "of it the city", "其中市级补助", .conversionsCity),
      Line("conversions_town_yuan", "of it the town", "其中镇级配套", .conversionsTown),
      Line("land_yuan", "cash for land", "留用地资金", .land),
      Line("joint_yuan", "put into joint property", "投入抱团物业", .joint),
      Line("guaranteed_yuan", "placed at a guaranteed return", "投入保底分红", .guaranteed),
    ],
    [
      Line(
        "assets_yuan", "assets", "集体资产", .property, .otherAssets, .stake, isKnownInBase: true),
      Line("property_yuan", "of them property", "其中物业", .property, isKnownInBase: true),
      Line("revalued_yuan", "revaluation", "重估", .revalued),
      Line("invested_yuan", "net investment", "净投入", .invested),
      Line("debt_yuan", "debt", "债务", .debt, isKnownInBase: true),
      Line("interest_yuan", "interest", "利息", .interest),
      Line("repaid_yuan", "repaid", "偿还", .repaid),
      Line("borrowed_yuan", "borrowed", "新增借款", .borrowed),
    ],
    [
      Line("city_yuan", "paid by the city", "市级支出", .city),
      Line("town_yuan", "paid by the town", "镇级支出", .town),
      Line("received_yuan", "received by the village", "村级收到", .received),
      Line("kept_yuan", "kept by the town", "镇级留用", .kept),
    ],
  ]
}

extension VillageClass {
  package var name: Message {
    switch self {
    case .weak: Message("weak", zh: "薄弱村")
    case .general: Message("general", zh: "一般村")
    case .better: Message("better", zh: "较好村")
    }
  }
}
