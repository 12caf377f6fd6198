internal import Diagnostics
internal import PolicyCatalogue

extension ExactEvaluator {
  /// What an adjustment whose conditions hold makes of the amount.
  func adjust(
    _ amount: Rational, by adjustment: Award.Adjustment, _ trace: AwardTrace?
  ) -> Rational {
    let after: Rational
    let working: (Language) -> String
    switch adjustment.kind {
    case .cap(let award):
      let cap = inner(award, trace)
      after = min(amount, cap)
      working = { $0 == .english ? "at most \(yuan(cap))" : "最高 \(yuan(cap))" }
    case .floor(let award):
      let floor = inner(award, trace)
      after = max(amount, floor)
      working = { $0 == .english ? "at least \(yuan(floor))" : "最低 \(yuan(floor))" }
    case .multiply(let factor):
      after = amount * number(factor)
      working = { "\(yuan(amount)) × \(factorText(factor, $0))" }
    case .markup(let share):
      after = amount * (1 + number(share))
      working = { "\(yuan(amount)) × (1 + \(factorText(share, $0)))" }
    case .add(let award):
      let more = inner(award, trace)
      after = amount + more
      working = { _ in "\(yuan(amount)) + \(yuan(more))" }
    case .less(let expression):
      after = amount - number(expression)
      working = { "\(yuan(amount)) − \(factorText(expression, $0))" }
    case .round(let rounding):
      after = amount.rounded(to: number(rounding.unit), rounding.direction)
      working = { rounding.text(unit: number(rounding.unit), $0) }
    }
    trace?.add(adjustment.rule, bilingual { "\(working($0)): \(yuan(after))" }, after)
    return after
  }
}

extension Award.Adjustment {
  /// What the adjustment is, with the name that the policy gives it.
  var rule: Message {
    let kind =
      switch kind {
      case .cap: Message("cap", zh: "最高限额")
      case .floor: Message("floor", zh: "最低额")
      case .multiply: Message("multiply", zh: "乘以")
      case .markup: Message("markup", zh: "上浮")
      case .add: Message("add", zh: "加")
      case .less: Message("less", zh: "减")
      case .round: Message("round", zh: "取整")
      }
    if name.isEmpty || name == kind.english { return kind }
    return Message("\(kind.english) (\(name))", zh: "\(kind.chinese)(\(name))")
  }
}

extension Rounding {
  func text(unit: Rational, _ language: Language) -> String {
    let way =
      switch direction {
      case .halfUp: Message("half up", zh: "四舍五入")
      case .halfEven: Message("half to even", zh: "四舍六入五成双")
      case .halfDown: Message("half down", zh: "五舍六入")
      case .up: Message("up", zh: "进位")
      case .down: Message("down", zh: "舍去")
      }
    return language == .english
      ? "rounded \(way.english) to \(unit.text(.money))"
      : "按 \(unit.text(.money)) 元\(way.chinese)"
  }
}
