import PolicyCatalogue

extension RuleLowering {
  /// The award in yuan, unrounded, never below zero.
  mutating func lower(_ award: Award) throws(Fraction.Overflow) -> RuleGraph.ID {
    var result = try lower(award.base)
    for adjustment in award.adjustments {
      let adjusted = try apply(adjustment.kind, to: result)
      result = graph.select(try all(adjustment.when), adjusted, result)
    }
    return graph.maximum(result, graph.constant(.zero))
  }

  private mutating func lower(_ base: Award.Base) throws(Fraction.Overflow) -> RuleGraph.ID {
    switch base {
    case .amount(let amount):
      return try lower(amount)
    case .rate(let rate, let quantity), .perUnit(let rate, let quantity):
      return try graph.multiply(lower(rate), lower(quantity))
    case .band(let low, let high, let position, let quantity):
      let (least, most) = (try lower(low), try lower(high))
      let rate = try graph.add(
        least, graph.multiply(lower(position), graph.subtract(most, least)))
      return try graph.multiply(rate, lower(quantity))
    case .perStep(let amount, let step, let quantity, let above, let started):
      var steps = try self.steps(quantity, step, started: started)
      if let above {
        steps = try graph.subtract(steps, self.steps(above, step, started: started))
      }
      return try graph.multiply(
        lower(amount), graph.maximum(steps, graph.constant(.zero)))
    case .brackets(let brackets, let quantity, .whole):
      return try whole(brackets, of: quantity)
    case .brackets(let brackets, let quantity, .marginal):
      return try marginal(brackets, of: quantity)
    case .tiers(let level, let tiers, let otherwise):
      var result = try lowerOptional(otherwise)
      for tier in tiers.reversed() {
        let here = try lower(Expression.isOne(of: [tier.name], level))
        result = graph.select(here, try lower(tier.award), result)
      }
      return result
    case .cases(let cases, let otherwise):
      var result = try lowerOptional(otherwise)
      for possibility in cases.reversed() {
        result = graph.select(
          try all(possibility.when), try lower(possibility.award), result)
      }
      return result
    case .sum(let parts):
      var result = graph.constant(.zero)
      for part in parts { result = try graph.add(result, lower(part.award)) }
      return result
    case .greatest(let parts):
      return try fold(parts) { graph, a, b in graph.maximum(a, b) }
    case .least(let parts):
      return try fold(parts) { graph, a, b in graph.minimum(a, b) }
    }
  }

  private mutating func apply(
    _ kind: Award.Adjustment.Kind, to amount: RuleGraph.ID
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    switch kind {
    case .cap(let cap): return graph.minimum(amount, try lower(cap))
    case .floor(let floor): return graph.maximum(amount, try lower(floor))
    case .multiply(let factor): return try graph.multiply(amount, lower(factor))
    case .markup(let share):
      return try graph.multiply(amount, graph.add(graph.constant(.one), lower(share)))
    case .add(let bonus): return try graph.add(amount, lower(bonus))
    case .less(let deduction): return try graph.subtract(amount, lower(deduction))
    case .round(let rounding): return try round(amount, rounding)
    }
  }

  private mutating func lowerOptional(_ award: Award?) throws(Fraction.Overflow) -> RuleGraph.ID {
    if let award { try lower(award) } else { graph.constant(.zero) }
  }

  private mutating func fold(
    _ parts: [NamedAward],
    _ combine: (inout RuleGraph, RuleGraph.ID, RuleGraph.ID) -> RuleGraph.ID
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    var result = try lower(parts[0].award)
    for part in parts.dropFirst() {
      let next = try lower(part.award)
      result = combine(&graph, result, next)
    }
    return result
  }

  private mutating func steps(
    _ quantity: Expression, _ size: Expression, started: Bool
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    try lower(started ? .startedSteps(quantity, size) : .fullSteps(quantity, size))
  }

  /// The whole quantity at the price of the last bracket whose bound it reaches.
  private mutating func whole(
    _ brackets: [Bracket], of quantity: Expression
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    let amount = try lower(quantity)
    var result = graph.constant(.zero)
    for bracket in brackets {
      let paid =
        switch bracket.price {
        case .proportional(let price): try graph.multiply(amount, lower(price))
        case .fixed(let sum): try lower(sum)
        }
      guard let bound = bracket.bound else {
        result = paid
        continue
      }
      let reached = graph.compare(
        bracket.includesBound ? .greaterOrEqual : .greater, amount, try lower(bound))
      result = graph.select(reached, paid, result)
    }
    return result
  }

  /// Σ price × the part of the quantity between the bracket's bound and the next one's.
  private mutating func marginal(
    _ brackets: [Bracket], of quantity: Expression
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    let amount = try lower(quantity)
    let zero = graph.constant(.zero)
    var result = zero
    for (index, bracket) in brackets.enumerated() {
      guard case .proportional(let price) = bracket.price else {
        preconditionFailure("a marginal bracket has a price")
      }
      var part = amount
      if index + 1 < brackets.count, let next = brackets[index + 1].bound {
        part = graph.minimum(part, try lower(next))
      }
      if let bound = bracket.bound { part = try graph.subtract(part, lower(bound)) }
      part = graph.maximum(part, zero)
      result = try graph.add(result, graph.multiply(part, lower(price)))
    }
    return result
  }

  /// To whole units, in the stated direction; ties only where half a unit remains.
  mutating func round(
    _ amount: RuleGraph.ID, _ rounding: Rounding
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    let unit = try lower(rounding.unit)
    return try graph.multiply(
      units(of: amount, unit: unit, rounding.direction), unit)
  }

  private mutating func units(
    of amount: RuleGraph.ID, unit: RuleGraph.ID, _ direction: Rounding.Direction
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    let exact = try graph.divide(amount, unit)
    let half = graph.constant(Fraction(1, 2))
    switch direction {
    case .down: return graph.floor(exact)
    case .up: return try ceiling(exact)
    case .halfUp: return graph.floor(try graph.add(exact, half))
    case .halfDown: return try ceiling(graph.subtract(exact, half))
    case .halfEven:
      let raised = try graph.add(exact, half)
      let nearest = graph.floor(raised)
      let isTie = graph.compare(.equal, nearest, raised)
      let halved = try graph.multiply(nearest, half)
      let isOdd = graph.not(graph.compare(.equal, graph.floor(halved), halved))
      return graph.select(
        graph.and(isTie, isOdd), try graph.subtract(nearest, graph.constant(.one)), nearest)
    }
  }
}
