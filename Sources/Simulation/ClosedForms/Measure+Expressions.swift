import PolicyCatalogue

extension Measure {
  /// What decides what its claims are worth: its award and its conditions.
  var awardExpressions: [Expression] {
    conditions.map(\.expression) + (award?.expressions ?? [])
  }

  /// All other expressions of the measure, which bar its claims or bind them together.
  var otherExpressions: [Expression] {
    var all = Array(exemptions.values)
    for part in instalments?.parts ?? [] { all += [part.share] + part.when.map(\.expression) }
    switch ladder?.held {
    case .amount(let amount)?: all.append(amount)
    case .level(_, _, let also)?: all += also.values
    case .nothing?, nil: break
    }
    all += [best?.claims, limit?.amount, fund?.amount].compactMap { $0 }
    if case .shared(let weight)? = fund?.payment { all.append(weight) }
    return all
  }
}

extension Policy {
  /// The expressions of rules that are no measure's own.
  var commonExpressions: [Expression] {
    var all = eligibility.map(\.when) + [deferral?.when].compactMap { $0 }
    all += bestRules.map(\.best.claims) + limitRules.map(\.limit.amount)
    all += reductions.flatMap { [$0.when, $0.multiply] }
    for protection in protections {
      switch protection.extent {
      case .whole: break
      case .awardsUpTo(let amount), .first(let amount): all.append(amount)
      }
    }
    all += [assessedRounding, awardRounding, paymentRounding].compactMap { $0?.unit }
    return all
  }
}

extension Award {
  /// Every expression in it.
  var expressions: [Expression] {
    base.expressions + adjustments.flatMap { $0.when.map(\.expression) + $0.kind.expressions }
  }
}

extension Award.Base {
  fileprivate var expressions: [Expression] {
    switch self {
    case .amount(let amount): [amount]
    case .rate(let a, let b), .perUnit(let a, let b): [a, b]
    case .band(let low, let high, let position, let quantity): [low, high, position, quantity]
    case .perStep(let amount, let step, let quantity, let above, _):
      [amount, step, quantity] + (above.map { [$0] } ?? [])
    case .brackets(let brackets, let quantity, _):
      [quantity]
        + brackets.flatMap { bracket -> [Expression] in
          let price =
            switch bracket.price {
            case .proportional(let price), .fixed(let price): price
            }
          return [price] + (bracket.bound.map { [$0] } ?? [])
        }
    case .tiers(let level, let tiers, let otherwise):
      [level] + tiers.flatMap(\.award.expressions) + (otherwise?.expressions ?? [])
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
    case .multiply(let number), .markup(let number), .less(let number): [number]
    case .round(let rounding): [rounding.unit]
    }
  }
}
