internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension ReferenceBook {
  /// The reductions in order, each on what the one before left, rounded as assessed amounts are. They
  /// look at the enterprise, so an assumed claim has none.
  mutating func reduce() {
    for rule in policy.reductions {
      for index in claims.indices where amounts[index] > 0 && claims[index].claimant != nil {
        if let measures = rule.measures, !measures.contains(claims[index].measure) { continue }
        let evaluator = evaluator(index)
        guard evaluator.holds(rule.when) else { continue }
        let before = amounts[index]
        let product = Rational(before, 100) * evaluator.number(rule.multiply)
        set(index, to: evaluator.assessedFen(product), reason: .reduced)
        note(
          index, Message("reduction: \(rule.id)", zh: "核减:\(rule.id)"), by: rule.article
        ) {
          "\(evaluator.truthText(rule.when, $0)): \(yuanText(before)) × "
            + "\(evaluator.factorText(rule.multiply, $0)) = \(yuanText(amounts[index]))"
        }
      }
    }
  }
}
