package import Diagnostics
package import Simulation

/// Why a claim gets nothing, in words. Files keep the codes, which stay what they are in any language.
package struct ReasonText {
  private let language: Language

  package init(language: Language) { self.language = language }

  /// The code as results show it, in Chinese with its words before it: `未达门槛 below-threshold`.
  package func text(_ code: String) -> String {
    guard language == .chinese, let meaning = Self.meaning(of: code) else { return code }
    return "\(meaning.chinese) \(code)"
  }

  /// The reasons in the order in which the rules strike.
  package static let all: [Reason] = [
    .deferred, .outsideYear, .outsideValidity, .ineligible(rule: 0), .belowThreshold,
    .conditionNotMet, .noRise, .supportedElsewhere, .excluded, .beyondBest, .companyCap, .reduced,
    .fund, .budget,
  ]

  package static func meaning(of code: String) -> Message? {
    let stem = code.prefix { $0 != ":" }
    return all.first { $0.code == stem }?.meaning
  }

  /// A table of all reasons in both languages.
  package func table(as format: CatalogueFormat) -> String {
    switch format {
    case .json:
      return JSON.array(
        Self.all.map { reason in
          .object([
            "reason": .string(reason.pattern), "short": .message(reason.meaning),
            "meaning": .message(reason.explanation),
          ])
        }
      ).text
    case .csv:
      var table = CSVText(header: "reason,short_zh,meaning_en,meaning_zh")
      for reason in Self.all {
        table.field(reason.pattern)
        table.field(reason.meaning.chinese)
        table.field(reason.explanation.english)
        table.field(reason.explanation.chinese)
        table.endRow()
      }
      return table.text
    case .text:
      var table = TextTable([
        (Message("Reason", zh: "原因").text(in: language), .left), ("", .left),
        (Message("Meaning", zh: "含义").text(in: language), .left),
      ])
      for reason in Self.all {
        table.row([
          reason.pattern, reason.meaning.chinese, reason.explanation.text(in: language),
        ])
      }
      return table.text()
    }
  }
}

extension Reason {
  /// The code with what follows it.
  fileprivate var pattern: String {
    if eligibilityRule != nil { return "\(code):RULE" }
    return self == .excluded ? "\(code):CLAIM" : code
  }

  /// In a word or two.
  package var meaning: Message {
    switch self {
    case .none: Message("paid", zh: "兑现")
    case .deferred: Message("deferred", zh: "结转下年")
    case .outsideYear: Message("outside the year", zh: "非本年度申报")
    case .outsideValidity: Message("outside the validity", zh: "不在有效期内")
    case .belowThreshold: Message("below the threshold", zh: "未达门槛")
    case .conditionNotMet: Message("condition not met", zh: "不符合条件")
    case .noRise: Message("no rise", zh: "未升级")
    case .supportedElsewhere: Message("supported elsewhere", zh: "已获其他政策支持")
    case .excluded: Message("excluded by another claim", zh: "不重复享受")
    case .beyondBest: Message("beyond the best", zh: "超出择优项数")
    case .companyCap: Message("limit of the company", zh: "企业限额已满")
    case .reduced: Message("reduced to nothing", zh: "核减为零")
    case .fund: Message("fund used up", zh: "专项资金用尽")
    case .budget: Message("budget used up", zh: "预算用尽")
    default: Message("not eligible", zh: "不具资格")
    }
  }

  /// In a sentence.
  package var explanation: Message {
    switch self {
    case .none: Message("something is paid", zh: "有兑现")
    case .deferred: Message("the claim is settled next year", zh: "申报结转下年兑现")
    case .outsideYear: Message("filed outside the policy year", zh: "申报日期不在政策年度内")
    case .outsideValidity:
      Message("filed when the measure was not in force", zh: "申报日期不在条款有效期内")
    case .belowThreshold: Message("what is claimed for is below a threshold", zh: "申报数据未达到条款门槛")
    case .conditionNotMet: Message("a condition of the measure is not met", zh: "不符合条款规定的条件")
    case .noRise:
      Message("the level is not above the one held before", zh: "等级不高于原有等级,无补差")
    case .supportedElsewhere:
      Message("another policy of the city supports the basis", zh: "该项目已由本市其他政策支持")
    case .excluded:
      Message("the claim named is paid in its place", zh: "与所列申报不重复享受,以该申报为准")
    case .beyondBest:
      Message("only so many of the highest claims count", zh: "只计最高的若干项,本项不在其中")
    case .companyCap:
      Message("earlier claims have used up the limit of the company", zh: "企业限额已由其他申报用尽")
    case .reduced: Message("a reduction leaves nothing", zh: "核减后为零")
    case .fund: Message("nothing of the fund is left for the claim", zh: "专项资金分配后本项为零")
    case .budget: Message("nothing of the budget is left for the claim", zh: "预算分配后本项为零")
    default: Message("the eligibility rule named bars the claim", zh: "所列资格规则不予兑现")
    }
  }
}
