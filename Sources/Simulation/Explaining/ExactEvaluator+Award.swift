internal import Diagnostics
package import PolicyCatalogue

extension ExactEvaluator {
  /// What an award pays, in yuan and not rounded: its base, then its adjustments in order, in the end
  /// never less than zero. In between it may be: what a `less` takes too much, a later `floor` or
  /// `add` works on.
  package func amount(of award: Award) -> Rational { amount(of: award, trace: nil) }

  func amount(of award: Award, trace: AwardTrace?) -> Rational {
    var amount = base(award.base, trace)
    for adjustment in award.adjustments {
      if let failed = firstFailure(of: adjustment.when) {
        trace?.add(
          adjustment.rule,
          bilingual {
            ($0 == .english ? "left out, since this fails: " : "不适用,因不满足:")
              + truthText(failed.expression, $0)
          }, amount)
        continue
      }
      amount = adjust(amount, by: adjustment, trace)
    }
    if amount.isNegative {
      amount = 0
      trace?.add(
        Message("never below zero", zh: "不低于零"), Message("0.00", zh: "0.00"), amount)
    }
    return amount
  }

  private func base(_ base: Award.Base, _ trace: AwardTrace?) -> Rational {
    switch base {
    case .amount(let expression):
      let amount = number(expression)
      trace?.add(
        Message("amount", zh: "金额"), bilingual { working(expression, $0) }, amount)
      return amount

    case .rate(let rate, let quantity):
      return product(rate, quantity, Message("rate", zh: "比例"), trace)

    case .perUnit(let price, let quantity):
      return product(price, quantity, Message("price per unit", zh: "单价"), trace)

    case .band(let low, let high, let position, let quantity):
      let rate = number(low) + number(position) * (number(high) - number(low))
      let amount = rate * number(quantity)
      trace?.add(
        Message("band", zh: "幅度"),
        bilingual {
          "(\(formula(low, $0)) + \(formula(position, $0)) × (\(formula(high, $0)) − "
            + "\(formula(low, $0)))) × (\(formula(quantity, $0))) = \(rate.text(.none)) × "
            + "\(valueText(quantity, $0)) = \(yuan(amount))"
        }, amount)
      return amount

    case .perStep(let amountEach, let step, let quantity, let above, let started):
      return perStep(amountEach, step, quantity, above: above, started: started, trace)

    case .brackets(let brackets, let quantity, let mode):
      return switch mode {
      case .marginal: marginal(brackets, quantity, trace)
      case .whole: whole(brackets, quantity, trace)
      }

    case .tiers(let key, let tiers, let otherwise):
      let level = text(key)
      let tier = tiers.first { $0.name == level }
      return chosen(
        tier?.award ?? otherwise, rule: Message("tier", zh: "分级"), name: tier?.name,
        why: { formula(key, $0) }, trace)

    case .cases(let cases, let otherwise):
      let first = cases.first { firstFailure(of: $0.when) == nil }
      return chosen(
        first?.award ?? otherwise, rule: Message("case", zh: "情形"), name: first?.name,
        why: { language in
          (first?.when ?? []).map { truthText($0.expression, language) }.joined(separator: "; ")
        }, trace)

    case .sum(let parts):
      return together(parts, Message("sum", zh: "合计"), trace) { $0.reduce(0, +) }
    case .greatest(let parts):
      return together(parts, Message("the largest", zh: "取最高"), trace) { $0.max()! }
    case .least(let parts):
      return together(parts, Message("the smallest", zh: "取最低"), trace) { $0.min()! }
    }
  }

  private func product(
    _ factor: Expression, _ quantity: Expression, _ rule: Message, _ trace: AwardTrace?
  ) -> Rational {
    let amount = number(factor) * number(quantity)
    trace?.add(
      rule,
      bilingual {
        "\(factorText(factor, $0)) × \(factorText(quantity, $0)) = \(yuan(amount))"
      }, amount)
    return amount
  }

  /// amount × max(0, steps in the quantity − steps already in `above`).
  private func perStep(
    _ each: Expression, _ step: Expression, _ quantity: Expression, above: Expression?,
    started: Bool, _ trace: AwardTrace?
  ) -> Rational {
    func steps(in quantity: Expression) -> Rational {
      number(started ? .startedSteps(quantity, step) : .fullSteps(quantity, step))
    }
    let reached = steps(in: quantity)
    let before = above.map(steps) ?? 0
    let count = max(0, reached - before)
    let amount = number(each) * count
    trace?.add(
      started
        ? Message("per step begun", zh: "每档(不足一档按一档)")
        : Message("per full step", zh: "每满一档"),
      bilingual { language in
        var line = "\(formula(quantity, language)) ÷ \(formula(step, language)) → \(reached.text())"
        if let above {
          line += ", \(formula(above, language)) ÷ \(formula(step, language)) → \(before.text())"
        }
        return line + "; \(factorText(each, language)) × \(count.text()) = \(yuan(amount))"
      }, amount)
    return amount
  }

  /// Each part of the quantity at the price of its own bracket.
  private func marginal(
    _ brackets: [Bracket], _ quantity: Expression, _ trace: AwardTrace?
  ) -> Rational {
    let whole = number(quantity)
    var total = Rational.zero
    for (index, bracket) in brackets.enumerated() {
      guard case .proportional(let price) = bracket.price else {
        preconditionFailure("the catalogue let through a fixed amount in marginal brackets")
      }
      let lower = bracket.bound.map(number) ?? 0
      let upper = index + 1 < brackets.count ? brackets[index + 1].bound.map(number) : nil
      let part = max(0, (upper.map { min(whole, $0) } ?? whole) - lower)
      let amount = number(price) * part
      total = total + amount
      trace?.add(
        Message("bracket \(bracket.name)", zh: "分段 \(bracket.name)"),
        bilingual {
          "\(factorText(price, $0)) × \(part.text(dimension(of: quantity))) = \(yuan(amount))"
        }, total)
    }
    return total
  }

  /// The whole quantity at the price of the bracket that it falls in: the last whose bound it meets.
  private func whole(
    _ brackets: [Bracket], _ quantity: Expression, _ trace: AwardTrace?
  ) -> Rational {
    let whole = number(quantity)
    let bracket =
      brackets.last { bracket in
        guard let bound = bracket.bound.map(number) else { return true }
        return bracket.includesBound ? whole >= bound : whole > bound
      } ?? brackets[0]
    let rule = Message("bracket \(bracket.name)", zh: "分段 \(bracket.name)")
    switch bracket.price {
    case .proportional(let price): return product(price, quantity, rule, trace)
    case .fixed(let expression):
      let amount = number(expression)
      trace?.add(
        rule, bilingual { "\(formula(quantity, $0)) → \(working(expression, $0))" }, amount)
      return amount
    }
  }

  /// The award of a tier or case, `otherwise`, or nothing.
  private func chosen(
    _ award: Award?, rule: Message, name: String?, why: (Language) -> String, _ trace: AwardTrace?
  ) -> Rational {
    let amount = award.map { inner($0, trace) } ?? 0
    trace?.add(
      rule,
      bilingual { language in
        let chosen =
          name
          ?? (award == nil
            ? (language == .english ? "none, so nothing" : "均不符合,为零")
            : (language == .english ? "otherwise" : "其他"))
        let why = why(language)
        return (why.isEmpty ? "" : why + " → ") + "\(chosen): \(yuan(amount))"
      }, amount)
    return amount
  }

  private func together(
    _ parts: [NamedAward], _ rule: Message, _ trace: AwardTrace?,
    _ combine: ([Rational]) -> Rational
  ) -> Rational {
    let amounts = parts.map { inner($0.award, trace) }
    let amount = combine(amounts)
    trace?.add(
      rule,
      bilingual { _ in
        zip(parts, amounts).map { "\($0.name) \(yuan($1))" }.joined(separator: ", ")
          + " → \(yuan(amount))"
      }, amount)
    return amount
  }

  /// What an award inside another pays. A bare number is shown where it is used, and only there.
  func inner(_ award: Award, _ trace: AwardTrace?) -> Rational {
    var isBareNumber = false
    if case .amount(.parameter) = award.base { isBareNumber = award.adjustments.isEmpty }
    guard let trace, !isBareNumber else { return amount(of: award, trace: nil) }
    return trace.inside { amount(of: award, trace: trace) }
  }

  /// A formula that stands beside a multiplication sign.
  func factorText(_ expression: Expression, _ language: Language) -> String {
    switch expression {
    case .add, .subtract, .multiply, .divide: "(\(working(expression, language)))"
    default: formula(expression, language)
    }
  }

  /// Yuan that are not yet rounded.
  func yuan(_ amount: Rational) -> String { amount.text(.money) }
}
