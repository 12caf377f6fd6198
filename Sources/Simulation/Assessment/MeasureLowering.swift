import PolicyCatalogue

/// The questions that settlement asks of a measure's rule, as outputs of one graph.
struct MeasureGraph: Sendable {
  var graph: RuleGraph
  /// In whole fen.
  var assessed: RuleGraph.ID
  /// Raw value of the `Reason` why the assessed amount is zero; 0 where it is not.
  var reason: RuleGraph.ID
  /// What the level held before is worth, in whole fen; nil without a ladder.
  var held: RuleGraph.ID?
  /// What each part of an instalment pays, in whole fen, and which part is claimed, from 0.
  var parts: [RuleGraph.ID] = []
  var claimedPart: RuleGraph.ID?
}

extension RuleLowering {
  /// Lowers a measure that has an award.
  mutating func lower(
    _ measure: Measure, award: Award, of policy: Policy
  ) throws(Fraction.Overflow) -> MeasureGraph {
    var fen = try self.fen(lower(award), policy.assessedRounding)
    var conditions: [(holds: RuleGraph.ID, reason: Reason)] = []
    for condition in measure.conditions {
      conditions.append((try lower(condition.expression), Reason(condition.reason)))
    }
    var parts: [RuleGraph.ID] = []
    var claimedPart: RuleGraph.ID?
    if let instalments = measure.instalments {
      let part = try lower(instalments, promise: fen, measure, policy)
      fen = part.amount
      parts = part.amounts
      claimedPart = part.claimed
      conditions.append((part.isDue, .conditionNotMet))
    }

    let zero = graph.constant(.zero)
    var due = graph.truth(true)
    var reason = graph.select(
      graph.compare(.equal, fen, zero), code(.belowThreshold), zero)
    for condition in conditions.reversed() {
      due = graph.and(condition.holds, due)
      reason = graph.select(condition.holds, reason, code(condition.reason))
    }
    var result = MeasureGraph(
      graph: graph, assessed: graph.select(due, fen, zero), reason: reason)
    result.held = try held(by: measure, award: award, policy)
    result.parts = parts
    result.claimedPart = claimedPart
    result.graph = graph
    return result
  }

  private mutating func code(_ reason: Reason) -> RuleGraph.ID {
    graph.constant(Fraction(reason.rawValue))
  }

  /// Yuan to whole fen, as the policy rounds at the end of a measure's rule.
  private mutating func fen(
    _ yuan: RuleGraph.ID, _ rounding: Rounding
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    try graph.multiply(round(yuan, rounding), graph.constant(100))
  }

  private mutating func lower(
    _ instalments: Instalments, promise: RuleGraph.ID, _ measure: Measure, _ policy: Policy
  ) throws(Fraction.Overflow) -> (
    amount: RuleGraph.ID, amounts: [RuleGraph.ID], claimed: RuleGraph.ID, isDue: RuleGraph.ID
  ) {
    let zero = graph.constant(.zero)
    let yuan = try graph.divide(promise, graph.constant(100))
    var rest = promise
    var amounts: [RuleGraph.ID] = []
    for (index, part) in instalments.parts.enumerated() {
      if index == instalments.parts.count - 1 {
        amounts.append(graph.maximum(rest, zero))
      } else {
        let share = try fen(graph.multiply(yuan, lower(part.share)), policy.assessedRounding)
        amounts.append(share)
        rest = try graph.subtract(rest, share)
      }
    }
    var amount = zero
    var claimed = zero
    var isDue = graph.truth(false)
    for (index, part) in instalments.parts.enumerated() {
      let here: RuleGraph.ID
      if case .level = measure.inputs[instalments.part].type {
        here = try lower(Expression.isOne(of: [part.name], .input(instalments.part)))
      } else {
        here = graph.compare(
          .equal, try lower(Expression.input(instalments.part)),
          graph.constant(Fraction(index + 1)))
      }
      amount = graph.select(here, amounts[index], amount)
      claimed = graph.select(here, graph.constant(Fraction(index)), claimed)
      isDue = graph.or(isDue, graph.and(here, try all(part.when)))
    }
    return (amount, amounts, claimed, isDue)
  }

  private mutating func held(
    by measure: Measure, award: Award, _ policy: Policy
  ) throws(Fraction.Overflow) -> RuleGraph.ID? {
    let zero = graph.constant(.zero)
    switch measure.ladder?.held {
    case nil: return nil
    case .nothing: return zero
    case .amount(let amount):
      return graph.maximum(try fen(lower(amount), policy.assessedRounding), zero)
    case .level(let level, let prior, let also):
      substitution = [level: prior]
      defer { substitution = [:] }
      var result = try fen(lower(award), policy.assessedRounding)
      for (name, amount) in also.sorted(by: { $0.key < $1.key }) {
        let here = try lower(Expression.isOne(of: [name], .input(prior)))
        result = graph.select(here, try fen(lower(amount), policy.assessedRounding), result)
      }
      return graph.select(
        try lower(Expression.isOne(of: [""], .input(prior))), zero, result)
    }
  }
}

extension Reason {
  init(_ reason: AssessmentReason) {
    switch reason {
    case .belowThreshold: self = .belowThreshold
    case .conditionNotMet: self = .conditionNotMet
    }
  }
}
