internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension ReferenceBook {
  /// The funds in the order of the measures. A fund is whole fen, rounded down.
  mutating func divideFunds() {
    for (measureIndex, measure) in policy.measures.enumerated() {
      guard let fund = measure.fund else { continue }
      let taking = claims.indices.filter {
        claims[$0].measure == measureIndex && amounts[$0] > 0
      }
      if taking.isEmpty { continue }
      let total = max(
        0,
        ExactEvaluator(policy: policy, values: values).number(fund.amount).fenRoundedDown)
      let asked = taking.map { amounts[$0] }
      let order = taking.indices.sorted { byID(taking[$0], taking[$1]) }

      let weights: [Rational]
      switch fund.payment {
      case .asAsked:
        // Within the fund everyone gets what is asked, which dividing just that sum comes to.
        weights = asked.map { Rational($0) }
      case .shared(let weight):
        weights = taking.map { max(0, evaluator($0).number(weight)) }
      }
      let sum = asked.reduce(0, +)
      let divided = fund.payment == .asAsked ? min(total, sum) : total
      let granted = apportion(divided, by: weights, tiesInOrder: order)

      for (position, index) in taking.enumerated() {
        set(index, to: granted[position], reason: .fund)
        note(index, Message("fund", zh: "专项资金"), by: measure.article, item: measure.item) {
          let share = "\(weights[position].text()) / \(weights.reduce(0, +).text())"
          return switch (fund.payment, $0) {
          case (.asAsked, .english):
            "asked of the fund \(yuanText(sum)), it holds \(yuanText(total)): "
              + "\(yuanText(asked[position])) → \(yuanText(granted[position]))"
          case (.asAsked, .chinese):
            "合计申请 \(yuanText(sum)),资金总额 \(yuanText(total)):"
              + "\(yuanText(asked[position])) → \(yuanText(granted[position]))"
          case (.shared, .english):
            "\(yuanText(total)) × \(share) by weight = \(yuanText(granted[position]))"
          case (.shared, .chinese):
            "\(yuanText(total)) × \(share)(按权重)= \(yuanText(granted[position]))"
          }
        }
      }
    }
  }
}
