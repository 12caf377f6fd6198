import PolicyCatalogue

extension Policy {
  /// An expression in prefix form, with the addresses and values of its numbers.
  func shown(_ expression: Expression, measure: Int = 0) -> String {
    func list(_ name: String, _ parts: [Expression]) -> String {
      "(" + ([name] + parts.map { shown($0, measure: measure) }).joined(separator: " ") + ")"
    }
    switch expression {
    case .parameter(let index):
      return parameters[index].kind == .date
        ? CalendarDate(daysSince1970: Int(parameters[index].value.numerator)).description
        : parameters[index].value.decimal
    case .input(let index): return measures[measure].inputs[index].name
    case .enterprise(let index): return "enterprise." + registerColumns[index].name
    case .claim(let field): return "claim." + field.rawValue
    case .flag(let flag): return "\(flag)"
    case .add(let a, let b): return list("+", [a, b])
    case .subtract(let a, let b): return list("-", [a, b])
    case .multiply(let a, let b): return list("*", [a, b])
    case .divide(let a, let b): return list("/", [a, b])
    case .minimum(let parts): return list("min", parts)
    case .maximum(let parts): return list("max", parts)
    case .fullSteps(let a, let b): return list("full-steps", [a, b])
    case .startedSteps(let a, let b): return list("started-steps", [a, b])
    case .lookup(let keys, let rows, let otherwise):
      var parts = ["(lookup", keys.map { shown($0, measure: measure) }.joined(separator: "/")]
      for row in rows {
        parts.append(row.keys.joined(separator: "/") + ":" + shown(row.value, measure: measure))
      }
      if let otherwise { parts.append("else:" + shown(otherwise, measure: measure)) }
      return parts.joined(separator: " ") + ")"
    case .conditional(let a, let b, let c): return list("if", [a, b, c])
    case .plusMonths(let a, let b): return list("plus-months", [a, b])
    case .fullMonths(let a, let b): return list("full-months", [a, b])
    case .fullYears(let a, let b): return list("full-years", [a, b])
    case .compare(let comparison, let a, let b): return list(comparison.rawValue, [a, b])
    case .compareGrowth(let comparison, let now, let before, let bound):
      return list("growth" + comparison.rawValue, [now, before, bound])
    case .isOne(let levels, let subject):
      let quoted = levels.map { "'\($0)'" }.joined(separator: " ")
      return "(in \(shown(subject, measure: measure)) [\(quoted)])"
    case .known(let inner): return list("known", [inner])
    case .all(let parts): return list("and", parts)
    case .any(let parts): return list("or", parts)
    case .not(let inner): return list("not", [inner])
    case .atLeast(let count, let parts): return list("at-least", [count] + parts)
    }
  }
}
