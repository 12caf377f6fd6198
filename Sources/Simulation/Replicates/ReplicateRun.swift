package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population

/// Draws replicates of a settlement: the same scenario over populations that might as well have been.
///
/// Each subject stands in a replicate as often as its weight says; each claim is filed or not; all
/// amounts are at one level of growth. Claims that meet others are settled anew among those filed; funds,
/// pools and factors are settled anew from the weighted sums. All sums are exact, so that nothing depends
/// on threads.
///
/// - Throws: `DataError` where an amount is too large to be computed exactly.
package func replicate(
  _ scenario: Scenario, _ population: Population, _ settings: ReplicateSettings,
  threads: Int? = nil
) throws(DataError) -> ReplicateOutcome {
  let threads = threads ?? Parallel.availableThreads
  let draws = ReplicateDraws(settings)
  let plan = Plan(scenario: scenario, population: population, threads: threads)
  var levels: [SettledLevel] = []
  for (level, factor) in settings.factors.enumerated() {
    levels.append(
      try SettledLevel(
        plan, draws.slotsOfLevels[level], factor, settings, threads: threads,
        struck: levels.first?.settler.struck))
  }
  let columns = ReplicateColumns(levels[0].settler)
  var sums = ReplicateSums(columns: columns.count, slots: draws.count)
  let thresholds = plan.policy.measures.indices.map {
    ReplicateDraws.threshold(settings.takeUp(of: $0))
  }
  let identities = population.register.subjectIdentities
  if thresholds.contains(where: { $0 < ReplicateDraws.certain }) {
    let ties = Ties(of: plan, throughFunds: false)
    for index in levels.indices where !levels[index].slots.isEmpty {
      let knots = Knots(ties, levels[index], thresholds)
      sums += try knots.sums(draws, columns, identities, threads: threads)
      for row in knots.rows { levels[index].awards[Int(row)] = 0 }
    }
  }
  for level in levels { level.addAssumed(to: &sums, columns) }
  let blocks = ReplicateBlocks(
    plan: plan, levels: levels.map { ($0.awards, $0.slots) }, columns: columns,
    thresholds: thresholds, identities: identities, draws: draws)
  sums += blocks.sums(threads: threads)
  return ReplicatePools(settler: levels[0].settler, columns: columns).outcome(sums, draws, settings)
}

/// The settlement of everything that may be claimed at one level of growth, up to funds, which only the
/// weighted sums can fill.
struct SettledLevel: Sendable {
  let plan: Plan
  let slots: Range<Int>
  let assessment: Assessment
  let settler: Settler
  /// Why a claim gets nothing where all are filed, by row.
  let reasons: [Reason]
  /// By row, in fen.
  var awards: [Double]

  init(
    _ whole: Plan, _ slots: Range<Int>, _ factor: ColumnFactor, _ settings: ReplicateSettings,
    threads: Int, struck: StruckEnterprises?
  ) throws(DataError) {
    self.slots = slots
    if factor.isOne {
      plan = whole
    } else {
      let (policy, except) = (whole.policy, settings.growth?.except ?? [])
      let grown = try whole.population.growing(policy) { measure, place in
        let input = policy.measures[measure].inputs[place]
        return input.isMoney && !except.contains(input.name) ? factor : nil
      }
      plan = Plan(whole, amounts: grown)
    }
    assessment = try Assessor(plan: plan, threads: threads).assess(plan.scenario.values)
    // Who is eligible does not depend on the amounts of claims.
    settler = try Settler(
      plan: plan, values: plan.scenario.values, threads: threads, struck: struck)
    let state = try settler.award(assessment, steps: plan.policy.steps.filter { $0 != .funds })
    awards = Array(state.amounts)
    reasons = Array(state.reasons)
    if awards.reduce(0, +) >= ExactProduct.limit { throw plan.totalOverflow() }
  }

  /// Assumed amounts are no sample: they stand in every replicate once, at every level.
  func addAssumed(to sums: inout ReplicateSums, _ columns: ReplicateColumns) {
    for (measure, row) in plan.assumedRows {
      columns.forEachPart(of: awards[row], measure) { column, amount in
        for slot in slots { sums.add(Int64(amount), column, slot) }
      }
    }
  }
}
