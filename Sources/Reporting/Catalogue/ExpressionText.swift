import Diagnostics
import PolicyCatalogue

/// Expressions as a person reads them, with the values that are in force in place of the addresses.
struct ExpressionText {
  var policy: Policy
  /// The measure whose inputs are read; nil for rules of the whole policy.
  var measure: Measure?
  var values: ParameterValues
  var language: Language

  /// How tightly an operator binds; an operand that binds less is put in brackets.
  private enum Binding: Int { case or, and, not, comparison, sum, product, leaf }

  func text(_ expression: Expression) -> String { render(expression).text }

  /// As `text`, with a plain number in per cent.
  func share(_ expression: Expression) -> String {
    guard case .parameter(let index) = expression, policy.parameters[index].kind == .number(.none)
    else { return text(expression) }
    return QuantityText(language: language).share(values[index])
  }

  /// The conditions one after another; all must hold.
  func text(_ conditions: [Condition]) -> String {
    text(.all(conditions.map(\.expression)))
  }

  private func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  private func render(_ expression: Expression) -> (text: String, binding: Binding) {
    switch expression {
    case .parameter(let index):
      return (
        QuantityText(language: language).text(values[index], policy.parameters[index].kind), .leaf
      )
    case .input(let index): return (measure?.inputs[index].name ?? "?", .leaf)
    case .enterprise(let index): return ("enterprise." + policy.registerColumns[index].name, .leaf)
    case .claim(let field): return ("claim." + field.rawValue, .leaf)
    case .flag(let value): return (value ? word("yes", "是") : word("no", "否"), .leaf)
    case .add(let a, let b): return joined([a, b], " + ", .sum)
    case .subtract(let a, let b):
      return ("\(operand(a, .sum)) − \(operand(b, .product))", .sum)
    case .multiply(let a, let b): return joined([a, b], " × ", .product)
    case .divide(let a, let b): return ("\(operand(a, .product)) ÷ \(operand(b, .leaf))", .product)
    case .minimum(let operands): return (call(word("lesser of", "较小者"), operands), .leaf)
    case .maximum(let operands): return (call(word("greater of", "较大者"), operands), .leaf)
    case .fullSteps(let a, let b): return (call(word("full steps", "满额档数"), [a, b]), .leaf)
    case .startedSteps(let a, let b): return (call(word("steps begun", "起算档数"), [a, b]), .leaf)
    case .lookup(let keys, let rows, let otherwise):
      return (lookup(keys, rows, otherwise), .leaf)
    case .conditional(let condition, let a, let b):
      return (
        "(\(text(a)) \(word("if", "若")) \(text(condition)) \(word("else", "否则")) \(text(b)))", .leaf
      )
    case .plusMonths(let date, let months):
      return ("\(operand(date, .sum)) + \(duration(months))", .sum)
    case .fullMonths(let from, let to):
      return (call(word("full months", "满月数"), [from, to]), .leaf)
    case .fullYears(let from, let to): return (call(word("full years", "满年数"), [from, to]), .leaf)
    case .compare(let comparison, let a, let b):
      return ("\(operand(a, .sum)) \(comparison.symbol) \(operand(b, .sum))", .comparison)
    case .compareGrowth(let comparison, let now, let before, let bound):
      let growth = call(word("growth", "增长"), [now, before])
      return ("\(growth) \(comparison.symbol) \(share(bound))", .comparison)
    case .isOne(let names, let value):
      return (membership(value, names), .comparison)
    case .known(let value): return (word("known ", "已填 ") + text(value), .leaf)
    case .all(let operands): return joined(operands, word(" and ", " 且 "), .and)
    case .any(let operands): return joined(operands, word(" or ", " 或 "), .or)
    case .not(let operand): return (word("not ", "非 ") + self.operand(operand, .leaf), .not)
    case .atLeast(let count, let operands):
      return (call(word("at least ", "至少满足 ") + text(count) + word(" of", " 项"), operands), .leaf)
    }
  }

  private func operand(_ expression: Expression, _ binding: Binding) -> String {
    let rendered = render(expression)
    return rendered.binding.rawValue < binding.rawValue ? "(\(rendered.text))" : rendered.text
  }

  private func joined(
    _ operands: [Expression], _ separator: String, _ binding: Binding
  ) -> (text: String, binding: Binding) {
    if operands.count == 1 { return render(operands[0]) }
    return (operands.map { operand($0, binding) }.joined(separator: separator), binding)
  }

  private func call(_ name: String, _ operands: [Expression]) -> String {
    "\(name) (\(operands.map(text).joined(separator: ", ")))"
  }

  /// Years are twelve equal terms of months.
  private func duration(_ months: Expression) -> String {
    let terms = months.terms
    return terms.count == 12 && terms.allSatisfy { $0 == terms[0] }
      ? "\(operand(terms[0], .product)) \(word("years", "年"))"
      : "\(operand(months, .product)) \(word("months", "个月"))"
  }

  private func membership(_ value: Expression, _ names: [String]) -> String {
    let shown = names.map { $0.isEmpty ? word("blank", "空") : $0 }
    return shown.count == 1
      ? "\(text(value)) = \(shown[0])"
      : "\(text(value)) \(word("one of", "属于")) (\(shown.joined(separator: ", ")))"
  }

  private func lookup(
    _ keys: [Expression], _ rows: [LookupRow], _ otherwise: Expression?
  ) -> String {
    var parts = rows.map { row in
      "\(row.keys.map { $0.isEmpty ? word("blank", "空") : $0 }.joined(separator: " / ")): \(text(row.value))"
    }
    if let otherwise { parts.append("\(word("otherwise", "其他")): \(text(otherwise))") }
    return word("by ", "按 ") + keys.map(text).joined(separator: ", ")
      + " (\(parts.joined(separator: "; ")))"
  }
}

extension Comparison {
  fileprivate var symbol: String {
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

extension Expression {
  /// What is added up.
  fileprivate var terms: [Expression] {
    if case .add(let a, let b) = self { a.terms + b.terms } else { [self] }
  }
}
