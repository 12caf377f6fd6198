import PolicyCatalogue

/// min(rate · quantity, cap), for the claims that fixed conditions choose and whose quantity keeps
/// some bounds.
struct ClosedRule: Sendable {
  /// Conditions in which nothing moves.
  var filters: [Expression] = []
  /// Of the claim, in natural units; nil where a fixed amount is paid without any bound.
  var quantity: Expression?
  /// nil: the cap is what is paid.
  var rate: ClosedNumber?
  /// In yuan; nil without one.
  var cap: ClosedNumber?
  /// What the quantity must be, compared with a number.
  var bounds: [(comparison: Comparison, number: ClosedNumber)] = []

  func reads(anyOf parameters: Set<Int>) -> Bool {
    ([rate, cap].compactMap { $0 } + bounds.map(\.number)).contains {
      $0.reads(anyOf: parameters)
    }
  }
}

/// Finds the measures whose own rule is of that form while some numbers move.
struct ClosedRuleReader {
  /// Indices of the parameters that move.
  let moving: Set<Int>

  /// A claim is paid by the one rule whose filters and bounds it keeps, or by none; nil where the
  /// measure is of another form.
  func rules(of measure: Measure) -> [ClosedRule]? {
    guard let award = measure.award, measure.instalments == nil, measure.ladder == nil,
      let drafts = drafts(of: award)
    else { return nil }
    var rules: [ClosedRule] = []
    for draft in drafts {
      guard
        let rule = rule(
          from: draft, conditions: draft.conditions + measure.conditions.map(\.expression))
      else { return nil }
      rules.append(rule)
    }
    return rules
  }

  // MARK: awards

  private struct Draft {
    var conditions: [Expression] = []
    var quantity: Expression?
    var rate: ClosedNumber?
    var cap: ClosedNumber?
  }

  private func drafts(of award: Award) -> [Draft]? {
    guard var drafts = drafts(of: award.base) else { return nil }
    for adjustment in award.adjustments {
      let when = adjustment.when.map(\.expression)
      var adjusted: [Draft] = []
      for draft in drafts {
        guard var with = apply(adjustment.kind, to: draft) else { return nil }
        with.conditions += when
        adjusted.append(with)
        if !when.isEmpty {
          var without = draft
          without.conditions.append(.not(.all(when)))
          adjusted.append(without)
        }
      }
      drafts = adjusted
    }
    return drafts
  }

  private func drafts(of base: Award.Base) -> [Draft]? {
    switch base {
    case .amount(let amount):
      if amount.isParametric { return [Draft(cap: .stated(amount))] }
      return isFixed(amount) ? [Draft(quantity: amount, rate: .one)] : nil
    case .rate(let rate, let quantity), .perUnit(let rate, let quantity):
      guard isFixed(quantity) else { return nil }
      if rate.isParametric { return [Draft(quantity: quantity, rate: .stated(rate))] }
      return isFixed(rate) ? [Draft(quantity: .multiply(rate, quantity), rate: .one)] : nil
    case .band(let low, let high, let position, let quantity):
      let rate = Expression.add(low, .multiply(position, .subtract(high, low)))
      return rate.isParametric && isFixed(quantity)
        ? [Draft(quantity: quantity, rate: .stated(rate))] : nil
    case .tiers(let level, let tiers, let otherwise):
      var choices = tiers.map { ([Expression.isOne(of: [$0.name], level)], $0.award) }
      if let otherwise {
        choices.append(([.not(.isOne(of: tiers.map(\.name), level))], otherwise))
      }
      return drafts(ofFirst: choices)
    case .cases(let cases, let otherwise):
      var choices = cases.map { ($0.when.map(\.expression), $0.award) }
      if let otherwise { choices.append(([], otherwise)) }
      return drafts(ofFirst: choices)
    case .perStep, .brackets, .sum, .greatest, .least: return nil
    }
  }

  /// The first choice whose conditions hold pays.
  private func drafts(ofFirst choices: [([Expression], Award)]) -> [Draft]? {
    var result: [Draft] = []
    var earlier: [Expression] = []
    for (conditions, award) in choices {
      guard let inner = drafts(of: award) else { return nil }
      for var draft in inner {
        draft.conditions = earlier + conditions + draft.conditions
        result.append(draft)
      }
      if !conditions.isEmpty { earlier.append(.not(.all(conditions))) }
    }
    return result
  }

  private func apply(_ kind: Award.Adjustment.Kind, to draft: Draft) -> Draft? {
    var draft = draft
    switch kind {
    case .cap(let award):
      guard case .amount(let amount) = award.base, award.adjustments.isEmpty, amount.isParametric
      else { return nil }
      draft.cap = draft.cap.map { .lesser($0, .stated(amount)) } ?? .stated(amount)
    case .multiply(let factor):
      guard factor.isParametric else { return nil }
      draft.rate = draft.rate.map { .product($0, .stated(factor)) }
      draft.cap = draft.cap.map { .product($0, .stated(factor)) }
    case .markup(let share):
      guard share.isParametric else { return nil }
      draft.rate = draft.rate.map { .raised($0, by: share) }
      draft.cap = draft.cap.map { .raised($0, by: share) }
    case .floor, .add, .less, .round: return nil
    }
    return draft
  }

  private func isFixed(_ expression: Expression) -> Bool { !expression.reads(anyOf: moving) }

  // MARK: conditions

  private func rule(from draft: Draft, conditions: [Expression]) -> ClosedRule? {
    var rule = ClosedRule(quantity: draft.quantity, rate: draft.rate, cap: draft.cap)
    for condition in conditions.flatMap(Self.terms) {
      if isFixed(condition) {
        rule.filters.append(condition)
        continue
      }
      guard let bound = bound(condition) else { return nil }
      if rule.quantity == nil { rule.quantity = bound.quantity }
      guard rule.quantity == bound.quantity else { return nil }
      rule.bounds.append((bound.comparison, .stated(bound.number)))
    }
    return rule
  }

  /// What must hold together, each by itself.
  private static func terms(of condition: Expression) -> [Expression] {
    switch condition {
    case .all(let terms): terms.flatMap(Self.terms)
    case .any(let terms) where terms.count == 1: Self.terms(of: terms[0])
    case .not(.all(let terms)) where terms.count == 1: Self.terms(of: .not(terms[0]))
    case .not(.any(let terms)): terms.flatMap { Self.terms(of: .not($0)) }
    case .not(.not(let inner)): Self.terms(of: inner)
    default: [condition]
    }
  }

  /// A quantity of the claim against a number that moves.
  private func bound(
    _ condition: Expression
  ) -> (quantity: Expression, comparison: Comparison, number: Expression)? {
    switch condition {
    case .not(.compare(let comparison, let a, let b)):
      return bound(.compare(comparison.negated, a, b))
    case .compare(.notEqual, _, _): return nil
    case .compare(let comparison, let a, let b):
      if b.isParametric && isFixed(a) { return (a, comparison, b) }
      if a.isParametric && isFixed(b) { return (b, comparison.mirrored, a) }
      return nil
    default: return nil
    }
  }
}

extension Comparison {
  /// The comparison that holds of two numbers where this one does not.
  fileprivate var negated: Comparison {
    switch self {
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .equal: .notEqual
    case .notEqual: .equal
    case .greaterOrEqual: .less
    case .greater: .lessOrEqual
    }
  }
}
