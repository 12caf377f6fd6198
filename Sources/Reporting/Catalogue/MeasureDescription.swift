package import Diagnostics
package import PolicyCatalogue

/// One measure as a person reads it: what it wants to know, when it pays, what and to whom.
package struct MeasureDescription {
  private let policy: Policy
  private let measure: Measure
  private let index: Int
  private let language: Language
  private let expressions: ExpressionText

  package init(_ index: Int, of policy: Policy, in language: Language) {
    self.policy = policy
    self.index = index
    measure = policy.measures[index]
    self.language = language
    expressions = ExpressionText(
      policy: policy, measure: measure, values: ParameterValues(of: policy), language: language)
  }

  private func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  package var text: String {
    var out = "\(measure.id)\n\(measure.title.text(in: language))\n"
    out += facts() + section(word("Inputs", "申报数据"), inputs)
    out += section(word("Conditions, all of which must hold", "条件(须全部满足)"), conditions)
    out += section(word("Award", "标准"), award)
    out += section(word("Rules", "规则"), rules)
    out += section(word("Rules of the policy that touch it", "适用的政策通则"), policyRules)
    out += section(word("Readings", "释读"), measure.readings)
    out += section(word("Numbers", "数值地址"), addresses)
    return out
  }

  private func facts() -> String {
    let chapter = policy.chapters[measure.chapter]
    var table = TextTable(alignments: [.left, .left])
    table.row([
      word("Place", "出处"),
      word(
        "article \(measure.article), item \(measure.item), \(chapter.title.english) (\(chapter.id))",
        "第\(measure.article)条第\(measure.item)项,\(chapter.title.chinese)(\(chapter.id))"),
    ])
    table.row([word("Shape", "类型"), shape])
    if !measure.department.isEmpty { table.row([word("Department", "主管部门"), measure.department]) }
    if let document = measure.governedBy {
      table.row([word("Governed by", "依据文件"), document])
    }
    if !measure.valid.isEmpty {
      let periods = measure.valid.map { period in
        "\(CalendarDate(daysSince1970: period.from)) – \(CalendarDate(daysSince1970: period.to))"
      }
      table.row([word("Valid", "有效期"), periods.joined(separator: ", ")])
    }
    return table.text()
  }

  private var shape: String {
    word(
      measure.shape.rawValue, "\(measure.shape.title.chinese)(\(measure.shape.rawValue))")
  }

  private func section(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "\n\(title)\n" + lines.map { "  \($0)\n" }.joined()
  }

  private var inputs: [String] {
    var table = TextTable(alignments: [.left, .left, .left])
    for input in measure.inputs {
      table.row([
        input.name, input.type.text(in: language), input.meaning?.text(in: language) ?? "",
      ])
    }
    return table.text().split(separator: "\n").map(String.init)
  }

  private var conditions: [String] {
    measure.conditions.map { condition in
      "\(condition.name): \(expressions.text(condition.expression))  "
        + "[\(ReasonText(language: language).text(condition.reason.rawValue))]"
    }
  }

  private var award: [String] {
    measure.award.map { AwardText(expressions: expressions).lines($0) }
      ?? [word("no amount stated", "未定金额")]
  }

  private var policyRules: [String] {
    PolicyRules(of: policy, in: language).touching(index).map(\.line)
  }

  private var addresses: [String] {
    var table = TextTable(alignments: [.left, .right])
    let values = ParameterValues(of: policy)
    for (index, parameter) in policy.parameters.enumerated() where parameter.measure == self.index {
      table.row([
        parameter.address,
        QuantityText(language: language).text(values[index], of: parameter),
      ])
    }
    return table.text().split(separator: "\n").map(String.init)
  }
}

extension MeasureDescription {
  /// What holds between claims of this measure, and between its claims and others.
  private var rules: [String] {
    var lines: [String] = []
    if let instalments = measure.instalments { lines += text(instalments) }
    if let ladder = measure.ladder { lines.append(text(ladder)) }
    if let input = measure.rivalsUnlessDiffers {
      let name = measure.inputs[input].name
      lines.append(
        word(
          "claims on one basis that differ in \(name) do not compete",
          "同一项目中 \(name) 不同的申报互不排斥"))
    }
    if let best = measure.best {
      lines.append(
        word(
          "only the \(expressions.text(best.claims)) highest claims of \(best.scope.title.text(in: language)) count",
          "\(best.scope.title.text(in: language))仅计最高的 \(expressions.text(best.claims)) 项"))
    }
    if let limit = measure.limit {
      lines.append(
        word(
          "at most \(expressions.text(limit.amount)) for \(limit.scope.title.text(in: language)), "
            + "filled in the order: \(limit.order.title.english)",
          "\(limit.scope.title.text(in: language))合计最高 \(expressions.text(limit.amount)),分配顺序:\(limit.order.title.chinese)"
        ))
    }
    if let fund = measure.fund { lines.append(text(fund)) }
    if measure.isProtected {
      lines.append(word("paid before the pool is scaled", "优先足额兑现"))
    }
    for (rule, expression) in measure.exemptions.sorted(by: { $0.key < $1.key }) {
      let id = policy.eligibility[rule].id
      lines.append(
        word("the rule '\(id)' does not apply", "不适用“\(id)”")
          + (expression == .flag(true)
            ? "" : word(" where ", ",当 ") + expressions.text(expression)))
    }
    return lines
  }

  private func text(_ instalments: Instalments) -> [String] {
    let part = measure.inputs[instalments.part].name
    let heading = word("paid in parts, by \(part)", "分期兑现,按 \(part)")
    if instalments.isEqual {
      return [
        heading
          + word(": \(instalments.parts.count) equal parts", ":均分 \(instalments.parts.count) 期")
      ]
    }
    return [heading + word(":", ":")]
      + instalments.parts.map { part in
        "  \(part.name): \(expressions.share(part.share))"
          + (part.when.isEmpty ? "" : word(", where ", ",当 ") + expressions.text(part.when))
      }
  }

  private func text(_ ladder: Ladder) -> String {
    let family = word("ladder '\(ladder.family)'", "晋级系列“\(ladder.family)”")
    switch ladder.held {
    case .nothing:
      return family
    case .level(_, let prior, let also):
      let others = also.sorted { $0.key < $1.key }
        .map { "\($0.key): \(expressions.text($0.value))" }.joined(separator: ", ")
      return family
        + word(
          ": less the amount of the level held before (\(measure.inputs[prior].name))",
          ":减去原有等级的金额(\(measure.inputs[prior].name))")
        + (others.isEmpty ? "" : word(", also ", ",另有 ") + others)
    case .amount(let amount):
      return family + word(": less ", ":减去 ") + expressions.text(amount)
    }
  }

  private func text(_ fund: Fund) -> String {
    let amount = expressions.text(fund.amount)
    switch fund.payment {
    case .asAsked:
      return word("a fund of \(amount), paid as asked", "专项资金 \(amount),按申报兑现")
    case .shared(let weight):
      return word(
        "a fund of \(amount), shared out by \(expressions.text(weight))",
        "专项资金 \(amount),按 \(expressions.text(weight)) 分配")
    }
  }

  /// Two columns, one line a fact: for pasting into a sheet.
  package var csv: String {
    var table = CSVText(header: "fact,text")
    func rows(_ fact: String, _ texts: [String]) {
      for text in texts {
        table.field(fact)
        table.field(text)
        table.endRow()
      }
    }
    rows("measure", [measure.id])
    rows("article", [String(measure.article)])
    rows("item", [String(measure.item)])
    rows("shape", [measure.shape.rawValue])
    rows("title", [measure.title.text(in: language)])
    rows("department", measure.department.isEmpty ? [] : [measure.department])
    rows("governed_by", measure.governedBy.map { [$0] } ?? [])
    rows("input", inputs)
    rows("condition", conditions)
    rows("award", measure.award == nil ? [] : award)
    rows("rule", rules)
    rows("policy_rule", policyRules)
    rows("reading", measure.readings)
    rows("number", addresses)
    return table.text
  }

  package var json: JSON {
    .object([
      "measure": .string(measure.id),
      "article": .integer(measure.article),
      "item": .integer(measure.item),
      "chapter": .string(policy.chapters[measure.chapter].id),
      "shape": .string(measure.shape.rawValue),
      "title": .message(measure.title),
      "department": .string(measure.department),
      "governed_by": .optional(measure.governedBy),
      "readings": .array(measure.readings.map { .string($0) }),
      "inputs": .array(measure.inputs.map(\.json)),
      "conditions": .array(
        measure.conditions.map { condition in
          .object([
            "name": .string(condition.name),
            "text": .string(expressions.text(condition.expression)),
            "reason": .string(condition.reason.rawValue),
          ])
        }),
      "award": .array(
        (measure.award.map { AwardText(expressions: expressions).lines($0) } ?? []).map {
          .string($0)
        }),
      "rules": .array(rules.map { .string($0) }),
      "policy_rules": .array(
        PolicyRules(of: policy, in: language).touching(index).map {
          .object($0.members(text: .string($0.text)))
        }),
      "numbers": .array(
        policy.parameters.indices.filter { policy.parameters[$0].measure == index }
          .map { policy.parameters[$0].json(in: policy) }),
    ])
  }
}
