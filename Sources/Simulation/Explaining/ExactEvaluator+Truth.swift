package import PolicyCatalogue

extension ExactEvaluator {
  /// Whether an expression that is true or false holds.
  package func holds(_ expression: Expression) -> Bool {
    switch expression {
    case .compare(let comparison, let a, let b):
      compare(value(a), comparison, value(b))
    case .compareGrowth(let comparison, let now, let before, let bound):
      compareGrowth(comparison, now: number(now), before: number(before), bound: number(bound))
    case .isOne(let levels, let key): levels.contains(text(key))
    case .known(let cell): isKnown(value(cell))
    case .all(let terms): terms.allSatisfy(holds)
    case .any(let terms): terms.contains(where: holds)
    case .not(let term): !holds(term)
    case .atLeast(let least, let terms): Rational(terms.count(where: holds)) >= number(least)
    default:
      if case .flag(let flag) = value(expression) {
        flag
      } else {
        preconditionFailure("the catalogue let through a condition that is no flag")
      }
    }
  }

  /// The first condition that fails; nil where all hold.
  func firstFailure(of conditions: [Condition]) -> Condition? {
    conditions.first { !holds($0.expression) }
  }

  private func compare(_ a: ExactValue, _ comparison: Comparison, _ b: ExactValue) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): return comparison.isMet(a, b)
    case (.date(let a), .date(let b)):
      // A comparison with a blank is false, whichever way it goes.
      guard let a, let b else { return false }
      return comparison.isMet(a, b)
    case (.flag(let a), .flag(let b)): return comparison.isMet(a ? 1 : 0, b ? 1 : 0)
    default: preconditionFailure("the catalogue let through a comparison of unlike things")
    }
  }

  /// Growth from zero to above zero is above every bound. From zero to anything else it is zero, as
  /// any division by zero.
  private func compareGrowth(
    _ comparison: Comparison, now: Rational, before: Rational, bound: Rational
  ) -> Bool {
    if before.isZero {
      if now > 0 { return comparison == .greater || comparison == .greaterOrEqual }
      return comparison.isMet(0, bound)
    }
    return comparison.isMet((now - before) / before, bound)
  }

  /// A blank number is 0 and a blank flag is no: these are always known.
  private func isKnown(_ value: ExactValue) -> Bool {
    switch value {
    case .date(let date): date != nil
    case .text(let text): !text.isEmpty
    case .number, .flag: true
    }
  }
}

extension Comparison {
  fileprivate func isMet<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .equal: a == b
    case .notEqual: a != b
    case .greaterOrEqual: a >= b
    case .greater: a > b
    }
  }
}
