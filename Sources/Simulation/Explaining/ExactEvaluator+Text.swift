internal import Diagnostics
internal import PolicyCatalogue

/// The same working in both languages.
func bilingual(_ text: (Language) -> String) -> Message {
  Message(text(.english), zh: text(.chinese))
}

extension ExactEvaluator {
  /// The expression as written, with the value of each name beside it:
  /// `machines_yuan (6,000,000.00) − 1,000,000.00`.
  func formula(_ expression: Expression, _ language: Language) -> String {
    func formula(_ part: Expression) -> String { self.formula(part, language) }
    func factor(_ part: Expression) -> String {
      switch part {
      case .add, .subtract, .multiply, .divide: "(\(formula(part)))"
      default: formula(part)
      }
    }
    func list(_ parts: [Expression]) -> String { parts.map(formula).joined(separator: ", ") }
    func shown(_ english: String, _ chinese: String) -> String {
      language == .english ? english : chinese
    }

    switch expression {
    case .parameter: return valueText(expression, language)
    case .input(let index):
      return "\(name(ofInput: index, language)) (\(valueText(expression, language)))"
    case .enterprise(let index):
      return "\(policy.registerColumns[index].name) (\(valueText(expression, language)))"
    case .claim(let field): return "\(field.rawValue) (\(valueText(expression, language)))"
    case .flag: return valueText(expression, language)
    case .add(let a, let b): return "\(formula(a)) + \(formula(b))"
    case .subtract(let a, let b): return "\(formula(a)) − \(factor(b))"
    case .multiply(let a, let b): return "\(factor(a)) × \(factor(b))"
    case .divide(let a, let b): return "\(factor(a)) ÷ \(factor(b))"
    case .minimum(let terms): return shown("least", "取小") + "(\(list(terms)))"
    case .maximum(let terms): return shown("greatest", "取大") + "(\(list(terms)))"
    case .fullSteps(let a, let b): return shown("full steps", "满档数") + "(\(list([a, b])))"
    case .startedSteps(let a, let b): return shown("steps begun", "起档数") + "(\(list([a, b])))"
    case .lookup(let keys, _, _):
      return "\(valueText(expression, language)) [\(list(keys))]"
    case .conditional(let condition, let then, let otherwise):
      return "\(formula(holds(condition) ? then : otherwise)) [\(truthText(condition, language))]"
    case .plusMonths(let date, let months):
      return shown("months later", "数月后") + "(\(list([date, months])))"
    case .fullMonths(let from, let to): return shown("full months", "满月数") + "(\(list([from, to])))"
    case .fullYears(let from, let to): return shown("full years", "满年数") + "(\(list([from, to])))"
    case .compare, .compareGrowth, .isOne, .known, .all, .any, .not, .atLeast:
      return truthText(expression, language)
    }
  }

  /// The formula and, unless it is its own value, what it comes to.
  func working(_ expression: Expression, _ language: Language) -> String {
    switch expression {
    case .add, .subtract, .multiply, .divide, .minimum, .maximum, .fullSteps, .startedSteps,
      .plusMonths, .fullMonths, .fullYears:
      "\(formula(expression, language)) = \(valueText(expression, language))"
    default: formula(expression, language)
    }
  }

  /// A condition with the numbers on both its sides.
  func truthText(_ expression: Expression, _ language: Language) -> String {
    func mark(_ part: Expression) -> String {
      truthText(part, language) + (holds(part) ? " ✓" : " ✗")
    }
    func shown(_ english: String, _ chinese: String) -> String {
      language == .english ? english : chinese
    }

    switch expression {
    case .compare(let comparison, let a, let b):
      return "\(working(a, language)) \(comparison.sign) \(working(b, language))"
    case .compareGrowth(let comparison, let now, let before, let bound):
      let growth = growthText(now: number(now), before: number(before), language)
      return shown("growth from ", "增长率:由 ") + working(before, language)
        + shown(" to ", " 至 ") + working(now, language)
        + " = \(growth) \(comparison.sign) \(working(bound, language))"
    case .isOne(let levels, let key):
      let listed = levels.map { $0.isEmpty ? shown("blank", "空") : $0 }
      return "\(formula(key, language)) " + shown("is ", "为 ")
        + listed.joined(separator: shown(" or ", " 或 "))
    case .known(let cell):
      return "\(formula(cell, language)) " + shown("is known", "已填")
    case .all(let terms): return terms.map(mark).joined(separator: shown(" and ", " 且 "))
    case .any(let terms): return terms.map(mark).joined(separator: shown(" or ", " 或 "))
    case .not(let term): return shown("not ", "非 ") + "(\(truthText(term, language)))"
    case .atLeast(let least, let terms):
      return shown("at least ", "至少 ") + formula(least, language) + shown(" of: ", " 项:")
        + terms.map(mark).joined(separator: "; ")
    default: return formula(expression, language)
    }
  }

  /// What the expression comes to, with its unit.
  func valueText(_ expression: Expression, _ language: Language) -> String {
    value(expression).text(dimension(of: expression), language)
  }

  private func growthText(now: Rational, before: Rational, _ language: Language) -> String {
    if before.isZero {
      return now > 0 ? (language == .english ? "above every bound" : "高于任何比例") : "0%"
    }
    return ((now - before) / before * 100).text(places: 6) + "%"
  }

  /// In Chinese what the column means, if the policy says so; else its name.
  func name(ofInput index: Int, _ language: Language) -> String {
    guard let schema = schema(ofInput: index) else { return "#\(index)" }
    if language == .chinese, let meaning = schema.meaning { return meaning.chinese }
    return schema.name
  }
}

extension ExactValue {
  func text(_ dimension: Dimension, _ language: Language) -> String {
    switch self {
    case .number(let number): number.text(dimension)
    case .flag(let flag):
      language == .english ? (flag ? "yes" : "no") : (flag ? "是" : "否")
    case .date(let days?): CalendarDate(daysSince1970: days).description
    case .date(nil): language == .english ? "blank" : "空"
    case .text(let text): text.isEmpty ? (language == .english ? "blank" : "空") : text
    }
  }
}

extension Rational {
  /// Money with its fen, a plain number between 0 and 1 as a percentage, anything else with its unit.
  func text(_ dimension: Dimension) -> String {
    if dimension == .money { return text(minimumPlaces: 2) }
    if dimension == .none {
      let isShare = self > 0 && self < 1
      return isShare ? (self * 100).text() + "%" : text()
    }
    return "\(text()) \(dimension.symbol)"
  }
}

extension Comparison {
  fileprivate var sign: String {
    switch self {
    case .less: "<"
    case .lessOrEqual: "≤"
    case .equal: "="
    case .notEqual: "≠"
    case .greaterOrEqual: "≥"
    case .greater: ">"
    }
  }
}
