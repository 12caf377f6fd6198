package import Diagnostics
package import PolicyCatalogue

/// The rules of a policy that belong to no single measure, as a person reads them.
package struct PolicyRules {
  package enum Kind: String, Sendable, CaseIterable {
    case validity, deferral, eligibility, clawback, exclusivity, best, limits, reductions
    case protection, pools, rounding, steps

    package var title: Message {
      switch self {
      case .validity: Message("Validity", zh: "有效期")
      case .deferral: Message("Deferral", zh: "结转下年")
      case .eligibility: Message("Eligibility", zh: "资格")
      case .clawback: Message("To be taken back", zh: "追回")
      case .exclusivity: Message("Exclusivity", zh: "不重复享受")
      case .best: Message("Best claims", zh: "择优项数")
      case .limits: Message("Limits", zh: "限额")
      case .reductions: Message("Reductions", zh: "核减")
      case .protection: Message("Protection", zh: "优先足额")
      case .pools: Message("Pools", zh: "资金盘子")
      case .rounding: Message("Rounding", zh: "取整")
      case .steps: Message("Order of steps", zh: "步骤顺序")
      }
    }
  }

  package struct Rule {
    package var kind: Kind
    package var id: String?
    package var article: Int?
    package var text: String
    /// Indices of the measures that it names; nil where it names none.
    package var measures: [Int]?

    /// The text with the name of the rule and its place.
    package var line: String {
      (article.map { "[\($0)] " } ?? "") + (id.map { "\($0): " } ?? "") + text
    }
  }

  let policy: Policy
  let language: Language
  let expressions: ExpressionText

  package init(of policy: Policy, in language: Language) {
    self.policy = policy
    self.language = language
    expressions = ExpressionText(
      policy: policy, measure: nil, values: ParameterValues(of: policy), language: language)
  }

  func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  package var rules: [Rule] { Kind.allCases.flatMap(rules) }

  func rules(_ kind: Kind) -> [Rule] {
    switch kind {
    case .validity:
      [Rule(kind: kind, article: policy.valid.article, text: validity)]
    case .deferral:
      policy.deferral.map {
        let when = expressions.text($0.when)
        return [
          Rule(
            kind: kind, article: $0.article,
            text: word("a claim leaves the year where \(when)", "当 \(when) 时,申报结转下年"))
        ]
      } ?? []
    case .eligibility: policy.eligibility.map(eligibility)
    case .clawback:
      policy.clawback.map {
        let date = expressions.text($0.foundOn)
        return [
          Rule(
            kind: kind, article: $0.article,
            text: word(
              "what was paid on claims filed before \(date) is listed to be taken back",
              "在 \(date) 之前申报并已兑现的金额列入追回"))
        ]
      } ?? []
    case .exclusivity: policy.exclusions.map(exclusion)
    case .best: policy.bestRules.map(best)
    case .limits: policy.limitRules.map(limit)
    case .reductions: policy.reductions.map(reduction)
    case .protection: policy.protections.map(protection)
    case .pools: policy.pools.map(pool)
    case .rounding: rounding
    case .steps:
      [
        Rule(
          kind: kind,
          text: policy.steps.map { $0.title.text(in: language) }.joined(separator: " → "))
      ]
    }
  }

  private var validity: String {
    let from = CalendarDate(daysSince1970: policy.valid.from)
    let to = CalendarDate(daysSince1970: policy.valid.to)
    return word("claims filed from \(from) to \(to)", "\(from) 至 \(to) 的申报")
  }

  private func eligibility(_ rule: EligibilityRule) -> Rule {
    let when = expressions.text(rule.when)
    return Rule(
      kind: .eligibility, id: rule.id, article: rule.article,
      text: rule.scope == .subject
        ? word(
          "all companies of a subject are barred where for any of them \(when)",
          "主体中任一企业 \(when) 时,该主体全部企业不予兑现")
        : word("barred where \(when)", "当 \(when) 时不予兑现"))
  }

  private func exclusion(_ rule: Exclusion) -> Rule {
    let scope = rule.scope.title.text(in: language)
    let keep = rule.keep.title.text(in: language)
    return Rule(
      kind: .exclusivity, id: rule.id, article: rule.article,
      text: rule.measures.map { measures in
        word(
          "of the claims of \(scope) for \(names(measures)) one is paid: \(keep)",
          "\(scope)在 \(names(measures)) 中只兑现一项:\(keep)")
      }
        ?? word(
          "of the claims of \(scope) on one basis one is paid: \(keep)",
          "\(scope)同一项目只兑现一项:\(keep)"), measures: rule.measures)
  }

  private func best(_ rule: BestRule) -> Rule {
    let scope = rule.best.scope.title.text(in: language)
    let count = expressions.text(rule.best.claims)
    return Rule(
      kind: .best, id: rule.id, article: rule.article,
      text: word(
        "only the \(count) highest claims of \(scope) for \(names(rule.measures)) count",
        "\(scope)在 \(names(rule.measures)) 中仅计最高的 \(count) 项"), measures: rule.measures)
  }

  private func limit(_ rule: LimitRule) -> Rule {
    let scope = rule.limit.scope.title.text(in: language)
    let amount = expressions.text(rule.limit.amount)
    let order = rule.limit.order.title.text(in: language)
    return Rule(
      kind: .limits, id: rule.id, article: rule.article,
      text: word(
        "at most \(amount) for \(scope) over \(names(rule.measures)), "
          + "filled in the order: \(order)",
        "\(scope)在 \(names(rule.measures)) 中合计最高 \(amount),分配顺序:\(order)"),
      measures: rule.measures)
  }

  private func reduction(_ rule: Reduction) -> Rule {
    let when = expressions.text(rule.when)
    let share = expressions.share(rule.multiply)
    let reach = rule.measures.map { word(" for \(names($0))", ",适用 \(names($0))") } ?? ""
    return Rule(
      kind: .reductions, id: rule.id, article: rule.article,
      text: word("× \(share) where \(when)", "当 \(when) 时 × \(share)") + reach,
      measures: rule.measures)
  }

  private func protection(_ rule: Protection) -> Rule {
    let reach = rule.measures.map(names) ?? word("all measures", "全部条款")
    let text =
      switch rule.extent {
      case .whole: word("\(reach): paid before the pool is scaled", "\(reach):优先足额兑现")
      case .awardsUpTo(let amount):
        word(
          "\(reach): awards not above \(expressions.text(amount)) are paid before the pool is "
            + "scaled",
          "\(reach):不超过 \(expressions.text(amount)) 的应兑现额优先足额兑现")
      case .first(let amount):
        word(
          "\(reach): the first \(expressions.text(amount)) of each award is paid before the pool "
            + "is scaled",
          "\(reach):每项应兑现额中的前 \(expressions.text(amount)) 优先足额兑现")
      }
    return Rule(kind: .protection, text: text, measures: rule.measures)
  }

  private func pool(_ pool: Pool) -> Rule {
    let count = pool.measures.count
    return Rule(
      kind: .pools, id: pool.id,
      text: word(
        "\(count) \(count == 1 ? "measure" : "measures")", "条款 \(count) 条"),
      measures: pool.measures)
  }

  private var rounding: [Rule] {
    let texts = AwardText(expressions: expressions)
    var rules = [
      Rule(
        kind: .rounding,
        text: word("assessed amounts are ", "核定额") + texts.rounding(policy.assessedRounding))
    ]
    if let rounding = policy.awardRounding {
      rules.append(
        Rule(kind: .rounding, text: word("awards are ", "应兑现额") + texts.rounding(rounding)))
    }
    return rules
  }

  private func names(_ measures: [Int]) -> String {
    measures.map { policy.measures[$0].id }.joined(separator: ", ")
  }
}

extension PolicyRules {
  /// The rules that bear on claims of one measure, with what exempts it. A measure without an award of
  /// its own has no claims but the assumed one, which only protection and pools concern.
  package func touching(_ index: Int) -> [Rule] {
    let measure = policy.measures[index]
    let kinds: [Kind] =
      measure.isComputable
      ? [
        .deferral, .eligibility, .exclusivity, .best, .limits, .reductions, .protection, .pools,
      ] : [.protection, .pools]
    return kinds.flatMap(rules).compactMap { rule in
      if let measures = rule.measures, !measures.contains(index) { return nil }
      guard rule.kind == .eligibility,
        let number = policy.eligibility.firstIndex(where: { $0.id == rule.id }),
        let exemption = measure.exemptions[number]
      else {
        guard rule.kind == .pools else { return rule }
        var pool = rule
        pool.id = nil
        pool.text = word("paid from the pool \(rule.id ?? "")", "由资金盘子 \(rule.id ?? "") 兑现")
        return pool
      }
      // A rule that is waived outright stands among the measure's own.
      if exemption == .flag(true) { return nil }
      var exempt = expressions
      exempt.measure = measure
      var limited = rule
      limited.text += word(
        ", unless \(exempt.text(exemption))", ",但 \(exempt.text(exemption)) 时除外")
      return limited
    }
  }
}

extension PolicyRules.Rule {
  func members(text: JSON) -> [String: JSON] {
    [
      "kind": .string(kind.rawValue),
      "rule": .optional(id),
      "article": .optional(article),
      "text": text,
    ]
  }
}
