internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

// What a company may have across its claims: the best few, and no more than a limit. A measure's own
// rule comes first, in the order of the measures, then the policy's rules in theirs.
extension ReferenceBook {
  mutating func keepBest() {
    for (index, measure) in policy.measures.enumerated() {
      guard let best = measure.best else { continue }
      keep(
        best, of: [index], Message("best claims", zh: "择优项数"), article: measure.article,
        item: measure.item)
    }
    for rule in policy.bestRules {
      keep(
        rule.best, of: rule.measures,
        Message("best claims: \(rule.id)", zh: "择优项数:\(rule.id)"), article: rule.article,
        item: nil)
    }
  }

  /// The highest claims stay, ties by id. Part of a claim does not count.
  private mutating func keep(
    _ best: BestClaims, of measures: [Int], _ name: Message, article: Int?, item: Int?
  ) {
    for group in groups(of: measures, by: best.scope) {
      let ranked = group.sorted(by: byAmountThenID)
      let count = max(0, commonNumber(best.claims, of: group).floor)
      let before = listed(ranked)
      for (rank, index) in ranked.enumerated() {
        if rank >= count { set(index, to: 0, reason: .beyondBest) }
        note(index, name, by: article, item: item) {
          $0 == .english
            ? "number \(rank + 1) of the \(count) that count: \(before)"
            : "排第 \(rank + 1),取前 \(count) 项:\(before)"
        }
      }
    }
  }

  mutating func limitCompanies() {
    for (index, measure) in policy.measures.enumerated() {
      guard let limit = measure.limit else { continue }
      apply(
        limit, of: [index], Message("limit", zh: "企业限额"), article: measure.article,
        item: measure.item)
    }
    for rule in policy.limitRules {
      apply(
        rule.limit, of: rule.measures, Message("limit: \(rule.id)", zh: "限额:\(rule.id)"),
        article: rule.article, item: nil)
    }
  }

  /// Claims are filled one after the other until the limit (whole fen, rounded down) is reached, or
  /// all are cut in proportion by largest remainder.
  private mutating func apply(
    _ limit: CompanyLimit, of measures: [Int], _ name: Message, article: Int?, item: Int?
  ) {
    for group in groups(of: measures, by: limit.scope) {
      let total = max(0, commonNumber(limit.amount, of: group).fenRoundedDown)
      let filling = order(group, limit.order, measures: measures)
      let before = listed(filling)
      let asked = filling.map { amounts[$0] }
      let granted: [BigInt]
      if limit.order == .proportional {
        granted =
          asked.reduce(0, +) <= total
          ? asked
          : apportion(total, by: asked.map { Rational($0) }, tiesInOrder: Array(asked.indices))
      } else {
        var left = total
        granted = asked.map { amount in
          let part = min(amount, left)
          left -= part
          return part
        }
      }
      for (index, amount) in zip(filling, granted) {
        set(index, to: amount, reason: .companyCap)
        note(index, name, by: article, item: item) { language in
          let way = limit.order.text(in: language)
          return language == .english
            ? "at most \(yuanText(total)), \(way): \(before) → \(yuanText(amount))"
            : "合计最高 \(yuanText(total)),\(way):\(before) → \(yuanText(amount))"
        }
      }
    }
  }

  private func order(_ group: [Int], _ order: CompanyLimit.Order, measures: [Int]) -> [Int] {
    group.sorted { a, b in
      switch order {
      case .claim, .proportional: return byID(a, b)
      case .largest: return byAmountThenID(a, b)
      case .smallest:
        return amounts[a] != amounts[b] ? amounts[a] < amounts[b] : byID(a, b)
      case .listed:
        let x = measures.firstIndex(of: claims[a].measure)!
        let y = measures.firstIndex(of: claims[b].measure)!
        return x != y ? x < y : byID(a, b)
      }
    }
  }

  /// A number of a rule over several claims. It is the same for all of them unless it looks at the
  /// claim; then that of the lowest id speaks.
  private func commonNumber(_ expression: Expression, of group: [Int]) -> Rational {
    evaluator(group.min(by: byID)!).number(expression)
  }
}

extension CompanyLimit.Order {
  fileprivate func text(in language: Language) -> String {
    let message =
      switch self {
      case .claim: Message("filled by claim id", zh: "按申报编号依次核拨")
      case .largest: Message("filled from the largest", zh: "由高到低核拨")
      case .smallest: Message("filled from the smallest", zh: "由低到高核拨")
      case .proportional: Message("cut in proportion", zh: "按比例核减")
      case .listed: Message("filled by measure as listed", zh: "按所列条款依次核拨")
      }
    return message.text(in: language)
  }
}
