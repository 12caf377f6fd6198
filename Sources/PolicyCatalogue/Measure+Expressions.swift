// Every expression of a rule, so that one can ask what the rule reads.

extension Measure {
  /// The expressions of the measure's own rule, which say what a claim is worth by itself.
  package var assessingExpressions: [Expression] {
    var found = conditions.map(\.expression) + (award?.expressions ?? [])
    for part in instalments?.parts ?? [] {
      found.append(part.share)
      found += part.when.map(\.expression)
    }
    switch ladder?.held {
    case .level(_, _, let also): found += also.values
    case .amount(let amount): found.append(amount)
    case .nothing, nil: break
    }
    return found
  }

  /// The expressions of what holds between its claims, and of what it waives.
  package var settlingExpressions: [Expression] {
    var found = Array(exemptions.values)
    if let best { found.append(best.claims) }
    if let limit { found.append(limit.amount) }
    if let fund {
      found.append(fund.amount)
      if case .shared(let weight) = fund.payment { found.append(weight) }
    }
    return found
  }
}

extension Award {
  package var expressions: [Expression] {
    base.expressions + adjustments.flatMap { $0.kind.expressions + $0.when.map(\.expression) }
  }
}

extension Award.Base {
  fileprivate var expressions: [Expression] {
    switch self {
    case .amount(let amount): [amount]
    case .rate(let rate, let of): [rate, of]
    case .band(let low, let high, let position, let of): [low, high, position, of]
    case .perUnit(let price, let of): [price, of]
    case .perStep(let amount, let step, let of, let above, _):
      [amount, step, of] + (above.map { [$0] } ?? [])
    case .brackets(let brackets, let of, _): [of] + brackets.flatMap(\.expressions)
    case .tiers(let by, let tiers, let otherwise):
      [by] + tiers.flatMap(\.award.expressions) + (otherwise?.expressions ?? [])
    case .cases(let cases, let otherwise):
      cases.flatMap { $0.when.map(\.expression) + $0.award.expressions }
        + (otherwise?.expressions ?? [])
    case .sum(let parts), .greatest(let parts), .least(let parts):
      parts.flatMap(\.award.expressions)
    }
  }
}

extension Award.Adjustment.Kind {
  fileprivate var expressions: [Expression] {
    switch self {
    case .cap(let award), .floor(let award), .add(let award): award.expressions
    case .multiply(let share), .markup(let share), .less(let share): [share]
    case .round(let rounding): [rounding.unit]
    }
  }
}

extension Bracket {
  fileprivate var expressions: [Expression] {
    let bounds = bound.map { [$0] } ?? []
    switch price {
    case .proportional(let price), .fixed(let price): return bounds + [price]
    }
  }
}

extension Expression {
  /// Adds the indices of the parameters that it reads.
  package func insertParameters(into found: inout Set<Int>) {
    if case .parameter(let index) = self { found.insert(index) }
    for operand in operands { operand.insertParameters(into: &found) }
  }
}

extension Sequence<Expression> {
  /// The indices of the parameters that any of them reads.
  package var parameters: Set<Int> {
    reduce(into: []) { $1.insertParameters(into: &$0) }
  }
}
