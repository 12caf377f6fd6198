internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension Explainer {
  /// From the award through the pool's factor to the payment.
  func explainPayment(
    of book: ReferenceBook, _ index: Int, row: Int, in journal: ClaimJournal
  ) {
    let measure = book.measure(index)
    func add(_ rule: Message, _ amount: BigInt?, _ working: (Language) -> String) {
      journal.add(
        rule, bilingual(working), article: measure.article, item: measure.item, amount: amount)
    }
    let award = book.amounts[index]
    let protectedPart = book.protectedPart(index)
    let openPart = award - protectedPart
    add(Message("award", zh: "应兑现额"), award) { language in
      if protectedPart == 0 { return yuanText(award) }
      return language == .english
        ? "\(yuanText(award)), of which \(yuanText(protectedPart)) is paid first (protected)"
        : "\(yuanText(award)),其中 \(yuanText(protectedPart)) 优先足额兑现"
    }

    guard
      let number = scenario.pools.firstIndex(where: {
        $0.measures.contains(book.claims[index].measure)
      })
    else { preconditionFailure("each measure is in exactly one pool") }
    let pool = settlement.pools[number]
    let budget = pool.budget.map { BigInt($0) }
    let (protected, demand) = (BigInt(pool.protected), BigInt(pool.demand))
    add(Message("pool \(pool.id)", zh: "资金盘子 \(pool.id)"), nil) { language in
      let shown = budget.map(yuanText) ?? (language == .english ? "unlimited" : "不限")
      return language == .english
        ? "budget \(shown), protected \(yuanText(protected)), demand \(yuanText(demand))"
        : "预算 \(shown),优先足额 \(yuanText(protected)),需求 \(yuanText(demand))"
    }
    add(Message("pro-rata factor", zh: "兑现比例"), nil) {
      factorText(pool, budget: budget, protected: protected, demand: demand, $0)
    }

    let paid = BigInt(Int64(settlement.claims.paid[row]))
    func addRounding(of amount: (Language) -> String) {
      guard let unit = book.paymentUnit else { return }
      add(Message("rounding of the payment", zh: "兑现额取整"), paid) { language in
        language == .english
          ? "\(amount(language)) down to whole \(yuanText(unit)) = \(yuanText(paid))"
          : "\(amount(language)) 按 \(yuanText(unit)) 向下取整 = \(yuanText(paid))"
      }
    }
    guard let budget, protected + demand > budget else {
      addRounding { _ in yuanText(award) }
      return
    }
    let whole =
      share(
        of: protectedPart, paying: min(budget, protected), outOf: protected,
        Message("protected part", zh: "优先足额部分"), add)
      + share(
        of: openPart, paying: max(0, budget - protected), outOf: demand,
        Message("part under the factor", zh: "按比例兑现部分"), add)
    if book.paymentUnit != nil {
      // Which claims get a fen more is known of whole pools only, and it hardly ever fills a unit.
      addRounding { language in
        language == .english
          ? "\(yuanText(whole)) and at most 2 fen by largest remainder,"
          : "\(yuanText(whole)),另按最大余数法至多 2 分,"
      }
      return
    }
    add(Message("to the fen", zh: "取整到分"), paid) { language in
      language == .english
        ? "whole fen \(yuanText(whole)), and \(paid - whole) fen by largest remainder"
        : "整分 \(yuanText(whole)),按最大余数法另得 \(paid - whole) 分"
    }
  }

  /// Tells what a part of the award gets of the money for such parts, and returns its whole fen.
  private func share(
    of part: BigInt, paying money: BigInt, outOf total: BigInt, _ rule: Message,
    _ add: (Message, BigInt?, (Language) -> String) -> Void
  ) -> BigInt {
    if part == 0 { return 0 }
    let quota = Rational(part * money, total)
    add(rule, nil) { _ in
      "\(yuanText(part)) × \(yuanText(money)) / \(yuanText(total)) = "
        + (quota / 100).text(minimumPlaces: 2, places: 12)
    }
    return quota.floor
  }

  private func factorText(
    _ pool: PoolOutcome, budget: BigInt?, protected: BigInt, demand: BigInt, _ language: Language
  ) -> String {
    guard let budget else {
      return language == .english ? "1, since nothing bounds the pool" : "1(资金盘子不设上限)"
    }
    if demand == 0 { return language == .english ? "1, since there is no demand" : "1(无需求)" }
    let factor = Rational(pool.factor)
    let working =
      "(\(yuanText(budget)) − \(yuanText(protected))) / \(yuanText(demand)) → "
      + "\(factor.decimals(12)) = \(factor.fractionText)"
    if factor == 1 {
      return working + (language == .english ? ", never above 1" : ",不高于1")
    }
    if protected >= budget {
      return working + (language == .english ? ", never below 0" : ",不低于0")
    }
    return working
  }
}
