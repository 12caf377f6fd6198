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
  /// What a measure's own rule makes of a claim, before its conditions.
  private struct Due {
    /// In whole fen.
    var amount: RuleGraph.ID
    /// Of an instalment: what each part pays, which is claimed, and whether that one is due at all.
    var parts: [RuleGraph.ID] = []
    var claimedPart: RuleGraph.ID?
    var isDue: RuleGraph.ID?
  }

  /// Lowers a measure that has an award.
  mutating func lower(
    _ measure: Measure, award: Award, of policy: Policy
  ) throws(Fraction.Overflow) -> MeasureGraph {
    let due = try due(lower(award), measure, policy)
    var conditions: [(holds: RuleGraph.ID, reason: Reason)] = []
    for condition in measure.conditions {
      conditions.append((try lower(condition.expression), Reason(condition.reason)))
    }
    if let isDue = due.isDue { conditions.append((isDue, .conditionNotMet)) }

    let zero = graph.constant(.zero)
    var allHold = graph.truth(true)
    var reason = graph.select(
      graph.compare(.equal, due.amount, zero), code(.belowThreshold), zero)
    for condition in conditions.reversed() {
      allHold = graph.and(condition.holds, allHold)
      reason = graph.select(condition.holds, reason, code(condition.reason))
    }
    let assessed = graph.select(allHold, due.amount, zero)
    let held = try held(by: measure, award: award, policy)
    return MeasureGraph(
      graph: graph, assessed: assessed, reason: reason, held: held, parts: due.parts,
      claimedPart: due.claimedPart)
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

  /// An amount of yuan in fen, of which an instalment pays this year's part.
  private mutating func due(
    _ yuan: RuleGraph.ID, _ measure: Measure, _ policy: Policy
  ) throws(Fraction.Overflow) -> Due {
    guard let instalments = measure.instalments else {
      return Due(amount: try fen(yuan, policy.assessedRounding))
    }
    let zero = graph.constant(.zero)
    let promise = graph.floor(
      try graph.add(
        graph.multiply(yuan, graph.constant(100)), graph.constant(Fraction(1, 2))))
    let promisedYuan = try graph.divide(promise, graph.constant(100))
    var due = Due(amount: zero)
    var rest = promise
    for (index, part) in instalments.parts.enumerated() {
      if index == instalments.parts.count - 1 {
        due.parts.append(graph.maximum(rest, zero))
      } else {
        let share = try fen(
          graph.multiply(promisedYuan, lower(part.share)), policy.assessedRounding)
        due.parts.append(share)
        rest = try graph.subtract(rest, share)
      }
    }
    var claimed = zero
    var isDue = graph.truth(false)
    for (index, part) in instalments.parts.enumerated() {
      let here = try isClaimed(part, index, of: instalments, measure)
      due.amount = graph.select(here, due.parts[index], due.amount)
      claimed = graph.select(here, graph.constant(Fraction(index)), claimed)
      isDue = graph.or(isDue, graph.and(here, try all(part.when)))
    }
    due.claimedPart = claimed
    due.isDue = isDue
    return due
  }

  private mutating func isClaimed(
    _ part: Instalments.Part, _ index: Int, of instalments: Instalments, _ measure: Measure
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    if case .level = measure.inputs[instalments.part].type {
      return try lower(Expression.isOne(of: [part.name], .input(instalments.part)))
    }
    return graph.compare(
      .equal, try lower(Expression.input(instalments.part)), graph.constant(Fraction(index + 1)))
  }

  /// What the level held before is worth: its award, and of an instalment the same part of it.
  private mutating func held(
    by measure: Measure, award: Award, _ policy: Policy
  ) throws(Fraction.Overflow) -> RuleGraph.ID? {
    let zero = graph.constant(.zero)
    switch measure.ladder?.held {
    case nil: return nil
    case .nothing: return zero
    case .amount(let amount):
      return graph.maximum(try due(lower(amount), measure, policy).amount, zero)
    case .level(let level, let prior, let also):
      substitution = [level: prior]
      defer { substitution = [:] }
      var yuan = try lower(award)
      for (name, amount) in also.sorted(by: { $0.key < $1.key }) {
        let here = try lower(Expression.isOne(of: [name], .input(prior)))
        yuan = graph.select(here, try lower(amount), yuan)
      }
      let blank = try lower(Expression.isOne(of: [""], .input(prior)))
      return graph.select(blank, zero, try due(yuan, measure, policy).amount)
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
