package import Diagnostics
package import PolicyCatalogue
package import Population

/// What a change of the policy's numbers does at unchanged spending, and what it does besides because
/// spending answers it.
package struct ResponseOutcome: Sendable {
  /// One measure whose spending answers.
  package struct Measured: Sendable, Hashable {
    package var measure: Int
    package var answer: ResponseSettings.Answer
    /// Sum of the spending as claimed, in the input's smallest unit.
    package var spending: Int64
    /// Assessed amounts at the policy's own numbers and at the scenario's, on the spending as claimed, in
    /// fen. Over the spending they are the effective rates.
    package var assessedBefore: Int64
    package var assessedAfter: Int64
    package var factor: ColumnFactor
    /// Whether the factor would have passed a bound.
    package var isBounded: Bool
  }

  /// Awards and payments in fen.
  package struct Amounts: Sendable, Hashable {
    /// By measure.
    package var awards: [Int64]
    package var paid: Int64

    package var award: Int64 { awards.reduce(0, +) }

    init(_ settlement: Settlement) {
      let claims = settlement.claims
      awards = (0..<claims.offsets.count - 1).map { measure in
        Int64(claims.awards[claims.offsets[measure]..<claims.offsets[measure + 1]].reduce(0, +))
      }
      paid = settlement.pools.reduce(0) { $0 + $1.paid }
    }
  }

  package let measures: [Measured]
  /// At the policy's own numbers, on the spending as claimed.
  package let before: Amounts
  /// At the scenario's numbers, on the spending as claimed: what differs from before is mechanical.
  package let mechanical: Amounts
  /// The claims with the spending that answers; settling them shows the behavioural change besides.
  package let population: Population

  /// Where a bound was reached.
  package func warnings(_ policy: Policy) -> [Diagnostic] {
    measures.filter(\.isBounded).map { measured in
      Diagnostic(
        .warning, at: measured.answer.location,
        Message(
          "the response of '\(policy.measures[measured.measure].id)' reaches its bound",
          zh: "“\(policy.measures[measured.measure].id)”的反应达到界限"))
    }
  }
}

/// Lets spending answer the scenario's numbers.
///
/// The effective rate of a measure is what its claims are assessed at over what they spend, all together.
/// With an elasticity ε the spending is multiplied by 1 + ε × (relative change of the effective rate from
/// the policy's own numbers to the scenario's), both rates taken on the spending as claimed: a constant
/// elasticity at the point, as the literature on investment incentives states it (the elasticity of
/// investment with respect to a subsidy's rate; C. House and M. Shapiro, American Economic Review 98,
/// 2008). Where nothing was assessed before, there is no rate that could change, and nothing answers.
///
/// - Throws: `DataError` where an amount is too large to be computed exactly.
package func respond(
  _ scenario: Scenario, _ population: Population, _ settings: ResponseSettings,
  threads: Int? = nil
) throws(DataError) -> ResponseOutcome {
  var own = scenario
  own.values = ParameterValues(of: scenario.policy)
  let before = try settle(own, population, threads: threads)
  let mechanical = try settle(scenario, population, threads: threads)
  func assessed(_ settlement: Settlement, _ measure: Int) -> Int64 {
    let claims = settlement.claims
    return Int64(
      claims.assessed[claims.offsets[measure]..<claims.offsets[measure + 1]].reduce(0, +))
  }
  let measures = settings.answers.sorted { $0.key < $1.key }.map { measure, answer in
    let (was, becomes) = (assessed(before, measure), assessed(mechanical, measure))
    let (least, most) = (settings.least.approximation, settings.most.approximation)
    let factor =
      was == 0
      ? 1 : 1 + answer.elasticity.approximation * (Double(becomes - was) / Double(was))
    return ResponseOutcome.Measured(
      measure: measure, answer: answer,
      spending: population.claims[measure].sum(ofInput: answer.input), assessedBefore: was,
      assessedAfter: becomes, factor: ColumnFactor(nearest: min(most, max(least, factor))),
      isBounded: factor < least || factor > most)
  }
  let answering = try population.growing(scenario.policy) { measure, input in
    measures.first { $0.measure == measure && $0.answer.input == input }?.factor
  }
  return ResponseOutcome(
    measures: measures, before: ResponseOutcome.Amounts(before),
    mechanical: ResponseOutcome.Amounts(mechanical), population: answering)
}

extension ClaimTable {
  fileprivate func sum(ofInput input: Int) -> Int64 {
    guard count > 0, case .numbers(let cells) = inputs[input] else { return 0 }
    return Int64(cells.reduce(0, +))
  }
}
