internal import BigInt
package import PolicyCatalogue

/// Interprets the rules of a policy for one claim, exactly and one step after the other.
///
/// This is the explaining path: it shares the catalogue with the fast path but no rule code, so that
/// each tests the other. Where a rule can be written in two ways, it is written here in the plainer.
package struct ExactEvaluator: Sendable {
  let policy: Policy
  let values: ParameterValues
  /// Index in the policy of the measure whose inputs `facts` holds; nil for rules that read none.
  let measure: Int?
  let facts: ClaimFacts

  package init(policy: Policy, values: ParameterValues, measure: Int?, facts: ClaimFacts) {
    self.policy = policy
    self.values = values
    self.measure = measure
    self.facts = facts
  }

  /// For rules that read parameters only.
  init(policy: Policy, values: ParameterValues) {
    self.init(
      policy: policy, values: values, measure: nil,
      facts: ClaimFacts(inputs: [], enterprise: [], filedOn: 0))
  }

  package func value(_ expression: Expression) -> ExactValue {
    switch expression {
    case .parameter(let index):
      switch policy.parameters[index].kind {
      case .number: .number(Rational(values[index]))
      case .date: .date(Int(values[index].floor))
      }
    case .input(let index): facts.inputs[index]
    case .enterprise(let index): facts.enterprise[index]
    case .claim(.filedOn): .date(facts.filedOn)
    case .claim(.settleNextYear): .flag(facts.settleNextYear)
    case .flag(let flag): .flag(flag)

    case .add(let a, let b): .number(number(a) + number(b))
    case .subtract(let a, let b): .number(number(a) - number(b))
    case .multiply(let a, let b): .number(number(a) * number(b))
    case .divide(let a, let b): .number(quotient(number(a), number(b)))
    case .minimum(let terms): .number(terms.map(number).min()!)
    case .maximum(let terms): .number(terms.map(number).max()!)
    case .fullSteps(let quantity, let size):
      .number(Rational(quotient(number(quantity), number(size)).floor))
    case .startedSteps(let quantity, let size):
      .number(Rational(quotient(number(quantity), number(size)).ceiling))
    case .lookup(let keys, let rows, let otherwise):
      lookup(keys.map(text), rows: rows, otherwise: otherwise)
    case .conditional(let condition, let then, let otherwise):
      holds(condition) ? value(then) : value(otherwise)

    case .plusMonths(let start, let months):
      .date(
        date(start).map {
          CalendarDate(daysSince1970: $0).adding(
            months: CalendarDate.bounded(months: number(months).floor)
          ).daysSince1970
        })
    case .fullMonths(let from, let to): .number(Rational(fullMonths(from, to)))
    case .fullYears(let from, let to): .number(Rational(fullMonths(from, to) / 12))

    case .compare, .compareGrowth, .isOne, .known, .all, .any, .not, .atLeast:
      .flag(holds(expression))
    }
  }

  package func number(_ expression: Expression) -> Rational {
    guard case .number(let number) = value(expression) else {
      preconditionFailure("the catalogue let through an expression that is no number")
    }
    return number
  }

  func date(_ expression: Expression) -> Int? {
    guard case .date(let date) = value(expression) else {
      preconditionFailure("the catalogue let through an expression that is no date")
    }
    return date
  }

  /// A level, a text, or the digits of a count.
  func text(_ expression: Expression) -> String {
    switch value(expression) {
    case .text(let text): return text
    case .number(let count) where Rational(count.floor) == count: return "\(count.floor)"
    default: preconditionFailure("the catalogue let through a key that tells no values apart")
    }
  }

  /// A division by zero is zero.
  private func quotient(_ a: Rational, _ b: Rational) -> Rational { b.isZero ? 0 : a / b }

  /// From or to a blank date no month is completed.
  private func fullMonths(_ from: Expression, _ to: Expression) -> Int {
    guard let from = date(from), let to = date(to) else { return 0 }
    return CalendarDate(daysSince1970: to).fullMonths(since: CalendarDate(daysSince1970: from))
  }

  /// Without `otherwise` the table lists every level that the key may have. Only a level held before,
  /// put in its place by a ladder, can then be missing: the table gives nothing for it.
  private func lookup(_ keys: [String], rows: [LookupRow], otherwise: Expression?) -> ExactValue {
    if let row = rows.first(where: { $0.keys == keys }) { return value(row.value) }
    if let otherwise { return value(otherwise) }
    if case .date = value(rows[0].value) { return .date(nil) }
    return .number(0)
  }
}
