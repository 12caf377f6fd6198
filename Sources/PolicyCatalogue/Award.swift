/// A rule that pays money, in the words of the field: one base, then adjustments in order.
package struct Award: Sendable, Hashable {
  package var base: Base
  package var adjustments: [Adjustment]

  package init(base: Base, adjustments: [Adjustment] = []) {
    self.base = base
    self.adjustments = adjustments
  }

  package indirect enum Base: Sendable, Hashable {
    /// `fixed` and `amount`: the expression in yuan.
    case amount(Expression)
    /// rate × of. Also `match`.
    case rate(Expression, of: Expression)
    /// (low + position × (high − low)) × of.
    case band(low: Expression, high: Expression, position: Expression, of: Expression)
    /// price × of.
    case perUnit(Expression, of: Expression)
    /// amount × max(0, steps(of) − steps(above)).
    case perStep(
      amount: Expression, step: Expression, of: Expression, above: Expression?, started: Bool)
    case brackets([Bracket], of: Expression, mode: BracketMode)
    /// By level: exactly one tier, or `otherwise`, or nothing.
    case tiers(by: Expression, [NamedAward], otherwise: Award?)
    /// The first whose conditions hold.
    case cases([AwardCase], otherwise: Award?)
    case sum([NamedAward])
    case greatest([NamedAward])
    case least([NamedAward])
  }

  package struct Adjustment: Sendable, Hashable {
    package var name: String
    package var kind: Kind
    /// All must hold, else the adjustment is left out.
    package var when: [Condition]

    package init(name: String, kind: Kind, when: [Condition] = []) {
      self.name = name
      self.kind = kind
      self.when = when
    }

    package enum Kind: Sendable, Hashable {
      case cap(Award)
      case floor(Award)
      case multiply(Expression)
      /// × (1 + share).
      case markup(Expression)
      case add(Award)
      case less(Expression)
      case round(Rounding)
    }
  }
}

package struct NamedAward: Sendable, Hashable {
  package var name: String
  package var award: Award

  package init(name: String, award: Award) {
    self.name = name
    self.award = award
  }
}

package struct AwardCase: Sendable, Hashable {
  package var name: String
  package var when: [Condition]
  package var award: Award

  package init(name: String, when: [Condition], award: Award) {
    self.name = name
    self.when = when
    self.award = award
  }
}

package struct Bracket: Sendable, Hashable {
  package var name: String
  /// The lower bound; nil for the first.
  package var bound: Expression?
  /// Whether the quantity at the bound itself falls in (matters in `whole` mode only).
  package var includesBound: Bool
  package var price: Price

  package enum Price: Sendable, Hashable {
    /// `rate` or `per_unit`: times the quantity.
    case proportional(Expression)
    /// `fixed`; `whole` mode only.
    case fixed(Expression)
  }

  package init(name: String, bound: Expression?, includesBound: Bool, price: Price) {
    self.name = name
    self.bound = bound
    self.includesBound = includesBound
    self.price = price
  }
}

package enum BracketMode: String, Sendable, Hashable {
  case marginal, whole
}

package struct Condition: Sendable, Hashable {
  package var name: String
  package var expression: Expression
  /// The reason of a claim that fails it.
  package var reason: AssessmentReason

  package init(name: String, expression: Expression, reason: AssessmentReason) {
    self.name = name
    self.expression = expression
    self.reason = reason
  }
}

package enum AssessmentReason: String, Sendable, Hashable {
  case belowThreshold = "below-threshold"
  case conditionNotMet = "condition-not-met"
}

package struct Rounding: Sendable, Hashable {
  /// In yuan; above zero.
  package var unit: Expression
  package var direction: Direction

  package enum Direction: String, Sendable, Hashable, CaseIterable {
    case halfUp = "half-up"
    case halfEven = "half-even"
    case halfDown = "half-down"
    case up, down
  }

  package init(unit: Expression, direction: Direction) {
    self.unit = unit
    self.direction = direction
  }
}
