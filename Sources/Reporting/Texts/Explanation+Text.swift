package import Diagnostics
package import PolicyCatalogue
package import Simulation

/// How one claim came to its payment, for people and for programs.
extension Explanation {
  package func text(of policy: Policy, in language: Language) -> String {
    let measure = policy.measures[measure]
    var out =
      Message(
        "Claim \(claim): \(measure.id), article \(measure.article) item \(measure.item)",
        zh: "申报 \(claim):\(measure.id),第\(measure.article)条第\(measure.item)项"
      ).text(in: language) + "\n"
    out += measure.title.text(in: language) + "\n\n"
    var table = TextTable([
      (Message("Art.", zh: "条.项").text(in: language), .left),
      (Message("Step", zh: "步骤").text(in: language), .left),
      (Message("Working", zh: "计算").text(in: language), .left),
      (Message("Left, yuan", zh: "余额(元)").text(in: language), .right),
    ])
    for step in steps {
      table.row([
        step.place, step.rule.text(in: language), working(step, language),
        step.amount.map { Yuan.grouped(fen: $0) } ?? "",
      ])
    }
    out += table.text() + "\n"
    var results = TextTable(alignments: [.left, .right])
    results.row([
      Message("Assessed, yuan", zh: "核定额(元)").text(in: language), Yuan.grouped(fen: assessed),
    ])
    results.row([
      Message("Award, yuan", zh: "应兑现额(元)").text(in: language), Yuan.grouped(fen: award),
    ])
    results.row([Message("Paid, yuan", zh: "兑现额(元)").text(in: language), Yuan.grouped(fen: paid)])
    out += results.text()
    if !reason.isEmpty {
      let shown = ReasonText(language: language).text(reason)
      out += Message("Reason: \(shown)", zh: "原因:\(shown)").text(in: language) + "\n"
    }
    return out
  }

  /// A step that ends with the code of the reason says in Chinese what the code means.
  private func working(_ step: Step, _ language: Language) -> String {
    let text = step.working.text(in: language)
    guard !reason.isEmpty, text.hasSuffix(reason) else { return text }
    return text.dropLast(reason.count) + ReasonText(language: language).text(reason)
  }

  package func json(of policy: Policy) -> JSON {
    let measure = policy.measures[measure]
    return .object([
      "claim": .string(claim),
      "measure": .string(measure.id),
      "article": .integer(measure.article),
      "item": .integer(measure.item),
      "assessed_yuan": .yuan(assessed),
      "award_yuan": .yuan(award),
      "paid_yuan": .yuan(paid),
      "reason": .string(reason),
      "steps": .array(
        steps.map { step in
          .object([
            "article": .optional(step.article),
            "item": .optional(step.item),
            "rule": .message(step.rule),
            "working": .message(step.working),
            "amount_yuan": .yuan(step.amount),
          ])
        }),
    ])
  }
}

extension Explanation.Step {
  fileprivate var place: String {
    guard let article else { return "" }
    return item.map { "\(article).\($0)" } ?? String(article)
  }
}
