package import Diagnostics
package import PolicyCatalogue
import Population

extension VillageAssumptions {
  /// A number with what it means.
  package struct Definition: Sendable {
    package var parameter: Parameter
    package var meaning: Message
    /// Article of the document that states it; nil for an assumption.
    package var article: Int?
  }

  package static let definitions: [Definition] = numbers + families

  private static let numbers = VillageAssumption.allCases.map { assumption in
    let (sort, article, english, chinese) = assumption.meaning
    return Definition(
      parameter: sort.parameter(assumption.address), meaning: Message(english, zh: chinese),
      article: article)
  }

  /// One number for each source, or pair of sources.
  private static let families: [Definition] = {
    let sources = VillageSource.allCases
    func each(
      _ sort: Sort, _ address: (VillageSource) -> String, _ english: String, _ chinese: String
    ) -> [Definition] {
      sources.map { source in
        let name = source.name
        return Definition(
          parameter: sort.parameter(address(source)),
          meaning: Message("\(english) \(name.english)", zh: "\(name.chinese)\(chinese)"))
      }
    }
    var all = each(.growth, growth, "growth a year of", "年增长率")
    all += each(.spread, townShock, "town-wide spread of the growth of", "增长率的镇级波动")
    all += each(.spread, ownShock, "a village's own spread of the growth of", "增长率的村级波动")
    for (index, later) in sources.enumerated() {
      for earlier in sources[..<index] {
        all.append(
          Definition(
            parameter: Sort.correlation.parameter(correlation(earlier, later)),
            meaning: Message(
              "correlation of the shocks of \(earlier.name.english) and \(later.name.english)",
              zh: "\(earlier.name.chinese)与\(later.name.chinese)波动的相关系数")))
      }
    }
    return all
  }()

  /// Unit, step and range.
  enum Sort {
    case yuan, yuanPerSquareMetre, yuanPerMu, share, growth, spread, correlation, years, year

    func parameter(_ address: String) -> Parameter {
      let location = SourceLocation(file: "villages")
      func number(
        _ dimension: Dimension, step: Fraction, _ minimum: Fraction?, _ maximum: Fraction?
      ) -> Parameter {
        Parameter(
          address: address, kind: .number(dimension), value: .zero, step: step, minimum: minimum,
          maximum: maximum, location: location)
      }
      let tenth = Fraction(1, 10_000)
      return switch self {
      case .yuan: number(.money, step: 1, 0, nil)
      case .yuanPerSquareMetre:
        number(.money / Dimension(["m2": 1]), step: Fraction(1, 100), 0, nil)
      case .yuanPerMu: number(.money / .mu, step: 1, 0, nil)
      case .share: number(.none, step: tenth, 0, 1)
      case .growth: number(.none, step: tenth, Fraction(-9, 10), 10)
      case .spread: number(.none, step: tenth, 0, 1)
      case .correlation: number(.none, step: Fraction(1, 100), -1, 1)
      case .years: number(.none, step: 1, 0, 10)
      case .year: number(.none, step: 1, 0, 9999)
      }
    }
  }
}

extension VillageSource {
  package var name: Message {
    switch self {
    case .rent: Message("property rent", zh: "物业租金")
    case .lease: Message("resource leases", zh: "资源发包")
    case .service: Message("services", zh: "服务收入")
    case .investment: Message("returns on investment", zh: "投资收益")
    case .property: Message("the value of property", zh: "物业价值")
    case .otherAssets: Message("the value of other assets", zh: "其他资产价值")
    }
  }
}

extension VillageAssumption {
  fileprivate var meaning: (VillageAssumptions.Sort, article: Int?, String, String) {
    switch self {
    case .operatingWeak:
      (.yuan, 9, "operating funds of a weak village a year", "薄弱村公用经费(每年)")
    case .operatingGeneral:
      (.yuan, 9, "operating funds of a general village a year", "一般村公用经费(每年)")
    case .operatingBetter:
      (.yuan, 9, "operating funds of a better village a year", "较好村公用经费(每年)")
    case .operatingCityShare: (.share, 9, "the city's share of operating funds", "公用经费市级负担比例")
    case .weakBelow:
      (.yuan, nil, "stable income below which a village is weak", "薄弱村稳定收入上限(不含)")
    case .betterFrom:
      (.yuan, nil, "stable income from which a village is better off", "较好村稳定收入下限")
    case .propertyCost:
      (.yuan, nil, "property that a weak village buys or builds a year", "薄弱村每年购建物业用房")
    case .propertyCityShare: (.share, nil, "the city's share of its cost", "购建市级补助比例")
    case .propertyTownShare: (.share, nil, "the town's share of its cost", "购建镇级配套比例")
    case .propertyTownKeeps:
      (.share, nil, "share of the city's project money that towns keep", "市级项目补助中镇级留用比例")
    case .propertyYield: (.share, nil, "rent a year for one yuan of it", "购建物业租金收益率")
    case .propertyDelay: (.years, nil, "years until its rent flows", "购建至产生租金的年数")
    case .conversionPace:
      (
        .share, nil, "share of its idle buildings that a weak village converts a year",
        "薄弱村闲置用房年改造比例"
      )
    case .conversionCost: (.yuanPerSquareMetre, nil, "cost of conversion", "改造成本")
    case .conversionCityShare: (.share, nil, "the city's share of conversion", "改造市级补助比例")
    case .conversionTownShare: (.share, nil, "the town's share of conversion", "改造镇级配套比例")
    case .conversionRent: (.yuanPerSquareMetre, nil, "rent of converted buildings a year", "改造后年租金")
    case .conversionDelay: (.years, nil, "years until that rent flows", "改造至产生租金的年数")
    case .taxRate: (.share, nil, "taxes on collective rental income", "集体租金收入综合税率")
    case .taxTownShare: (.share, nil, "the town's share of these taxes", "所缴税金镇级分成比例")
    case .taxReturned: (.share, 10, "what the town returns of its share", "镇级分成返还比例")
    case .proceedsPrice: (.yuanPerMu, nil, "net proceeds of reserved land", "留用地出让净收益")
    case .proceedsReturned: (.share, 10, "what is returned of them", "净收益返还比例")
    case .backlogPrice: (.yuanPerMu, nil, "cash for land reserved earlier", "历史留用地货币安置标准")
    case .backlogUntil:
      (.year, 13, "last year whose reserved land is settled in cash", "货币安置留用地的最晚年份")
    case .backlogLandIncome:
      (.yuan, nil, "the city's net land income in the first year", "首年土地出让金市级净收益")
    case .backlogShare: (.share, 13, "share of it for the backlog", "用于货币安置的比例")
    case .backlogFloor: (.yuan, 13, "least sum a year for the backlog", "每年货币安置最低资金")
    case .jointShare:
      (
        .share, nil, "share of its funds that a village puts into joint property a year",
        "每年投入抱团(飞地)物业的资金比例"
      )
    case .jointYield: (.share, nil, "rent a year for one yuan of it", "抱团物业租金收益率")
    case .jointDelay: (.years, nil, "years until that rent flows", "抱团物业至产生租金的年数")
    case .guaranteeShare:
      (
        .share, nil, "share of its funds that a village places a year at a guaranteed return",
        "每年投入保底分红项目的资金比例"
      )
    case .guaranteeBase: (.share, nil, "guaranteed return a year", "保底收益率")
    case .guaranteeDividend: (.share, nil, "dividend a year on top of it", "按股分红率")
    case .resourcesPace:
      (
        .share, nil, "share of its unleased resources that a village leases out a year",
        "未发包资源年发包比例"
      )
    case .resourcesRent: (.yuanPerMu, nil, "rent of newly leased resources a year", "新发包资源年租金")
    case .fundsYield: (.share, nil, "return a year on funds that are added", "新增资金年收益率")
    case .savingShare:
      (.share, nil, "share of the last year's income that is not spent", "上年收入中不用于支出的比例")
    case .debtRepayment: (.share, nil, "share of its debt that a village repays a year", "每年偿还债务比例")
    case .debtInterest: (.share, nil, "interest on debt a year", "债务年利率")
    case .landIncomeGrowth:
      (.growth, nil, "growth a year of the city's net land income", "土地净收益年增长率")
    case .subsidyGrowth:
      (.growth, nil, "growth a year of subsidies other than those modelled", "其他补助年增长率")
    case .targetIncome: (.yuan, 2, "usable income in the last year: above", "目标年可用收入(超过)")
    case .targetIncomeGrowth: (.share, 2, "average growth of income: at least", "收入年均增长(不低于)")
    case .targetAssets: (.yuan, 2, "assets in the last year: above", "目标年集体资产(超过)")
    case .targetAssetsGrowth: (.share, 2, "average growth of assets: at least", "资产年均增长(不低于)")
    case .targetLeastIncome:
      (.yuan, 2, "usable income below which no village is left", "须消除的年可用收入下限")
    }
  }
}
