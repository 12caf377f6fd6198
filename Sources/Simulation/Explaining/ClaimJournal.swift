internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

/// The steps of one claim, written down as they happen.
///
/// A class, because the evaluator and the settlement write into the same one. Where nobody asks for
/// an explanation there is none, and no text is made.
final class ClaimJournal {
  private let article: Int
  private let item: Int
  private(set) var steps: [Explanation.Step] = []

  init(measure: Measure) {
    article = measure.article
    item = measure.item
  }

  /// A step by the measure's own rule.
  func add(_ rule: Message, _ working: Message, amount: BigInt? = nil) {
    add(rule, working, article: article, item: item, amount: amount)
  }

  /// A step by a rule of the whole policy.
  func add(_ rule: Message, _ working: Message, article: Int?, item: Int?, amount: BigInt?) {
    steps.append(
      Explanation.Step(
        article: article, item: item, rule: rule, working: working,
        amount: amount.map { Int64(clamping: $0) }))
  }

  func add(_ trace: AwardTrace) {
    for line in trace.lines {
      let indent = String(repeating: "  ", count: line.depth)
      add(
        Message(indent + line.rule.english, zh: indent + line.rule.chinese), line.working)
    }
  }

  func list(inputsOf evaluator: ExactEvaluator) {
    guard let measure = evaluator.measure else { return }
    for (index, schema) in evaluator.policy.measures[measure].inputs.enumerated() {
      var unit = ""
      if case .number(_, _, let shown, _) = schema.type, !shown.isEmpty { unit = " " + shown }
      add(
        Message("input \(schema.name)", zh: "申报数据 \(schema.name)"),
        bilingual { language in
          let meaning = schema.meaning.map { " (\($0.text(in: language)))" } ?? ""
          let value = evaluator.value(.input(index))
          let dimension: Dimension =
            if case .number(let kind, _, _, _) = schema.type, kind == .money || kind == .usd {
              .money
            } else {
              .none
            }
          return value.text(dimension, language) + unit + meaning
        })
    }
  }
}
