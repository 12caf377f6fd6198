internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

/// What one claim is worth by its own measure's rule, in whole fen.
struct ExactAssessment {
  var assessed: BigInt
  /// Why nothing is due, where `assessed` is zero.
  var reason: AssessmentReason?
  /// What the level held before was worth, rounded as `assessed` is; zero off a ladder.
  var held: BigInt
  /// What of the promise falls due in later years.
  var laterParts: [LaterPart]

  struct LaterPart {
    var name: String
    var yearsLater: Int
    var amount: BigInt
  }
}

extension ExactEvaluator {
  /// Assesses the claim by the rule of its measure.
  ///
  /// The award is reckoned without rounding and brought to the policy's unit once, at the end. An
  /// amount, once assessed, is whole fen, and every later step works in whole fen. The amount held
  /// before is reckoned on the same claim with the prior level in the place of the level, without
  /// asking the conditions again, and comes in the same part of an instalment.
  ///
  /// Precondition: the measure is computable.
  func assess(journal: ClaimJournal? = nil) -> ExactAssessment {
    guard let index = measure, let award = policy.measures[index].award else {
      preconditionFailure("only computable measures are assessed")
    }
    let measure = policy.measures[index]
    journal?.list(inputsOf: self)

    var failed: Condition?
    for condition in measure.conditions where failed == nil {
      if !holds(condition.expression) { failed = condition }
      journal?.add(
        Message("condition \(condition.name)", zh: "条件 \(condition.name)"),
        bilingual { truthText(condition.expression, $0) + (failed == nil ? " ✓" : " ✗") })
    }
    if let failed {
      journal?.add(
        Message("assessed amount", zh: "核定额"),
        Message(
          "a condition fails: \(failed.reason.rawValue)", zh: "条件不满足:\(failed.reason.rawValue)"),
        amount: 0)
      return ExactAssessment(assessed: 0, reason: failed.reason, held: 0, laterParts: [])
    }

    let trace = journal.map { _ in AwardTrace() }
    let due = amount(of: award, trace: trace)
    if let trace { journal?.add(trace) }
    let held = measure.ladder.map { heldBefore($0.held, award: award) } ?? 0

    guard let instalments = measure.instalments else {
      let assessed = assessedFen(due)
      noteRounding(of: due, to: assessed, journal)
      return ExactAssessment(
        assessed: assessed, reason: assessed == 0 ? .belowThreshold : nil,
        held: assessedFen(held), laterParts: [])
    }
    return part(of: due, held: held, instalments: instalments, journal)
  }

  /// Yuan rounded as the policy rounds assessed amounts, in fen.
  func assessedFen(_ yuan: Rational) -> BigInt {
    let rounding = policy.assessedRounding
    return max(0, yuan.rounded(to: number(rounding.unit), rounding.direction).fenRoundedDown)
  }

  /// The amount held before, in yuan and not rounded. A blank prior level held nothing.
  private func heldBefore(_ held: Ladder.Held, award: Award) -> Rational {
    switch held {
    case .nothing: return 0
    case .amount(let expression): return max(0, number(expression))
    case .level(let level, let prior, let also):
      let priorLevel = text(.input(prior))
      if priorLevel.isEmpty { return 0 }
      if let stated = also[priorLevel] { return max(0, number(stated)) }
      var before = facts
      before.inputs[level] = .text(priorLevel)
      return ExactEvaluator(policy: policy, values: values, measure: measure, facts: before)
        .amount(of: award)
    }
  }

  func noteRounding(of yuan: Rational, to fen: BigInt, _ journal: ClaimJournal?) {
    guard let journal else { return }
    let rounding = policy.assessedRounding
    let unit = number(rounding.unit)
    journal.add(
      Message("assessed amount", zh: "核定额"),
      bilingual { "\(self.yuan(yuan)) \(rounding.text(unit: unit, $0)) = \(yuanText(fen))" },
      amount: fen)
  }
}
