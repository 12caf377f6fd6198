package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population

/// A scenario and a population made ready once, and settled at many points.
///
/// Only what a point's changed numbers can touch is evaluated: the claims that read the same ones of
/// them form a class, and each class is settled once for each distinct tuple of values. A grid of
/// 10 × 10 × 10 over three measures that never meet takes thirty evaluations, not a thousand.
package final class Batch: Sendable {
  package let scenario: Scenario
  let plan: Plan
  private let threads: Int
  private let base: Settled
  private let readers: ParameterReaders
  private let ties: Ties

  /// The scenario at its own numbers.
  struct Settled: Sendable {
    let assessment: Assessment
    let settler: Settler
    let state: ClaimState
    let totals: ClassTotals
  }

  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    _ scenario: Scenario, _ population: Population, threads: Int? = nil
  ) throws(DataError) {
    self.scenario = scenario
    self.threads = threads ?? Parallel.availableThreads
    plan = Plan(scenario: scenario, population: population)
    readers = ParameterReaders(of: scenario.policy)
    ties = Ties(of: plan)
    base = try Self.settled(plan, scenario.values, self.threads)
  }

  private static func settled(
    _ plan: Plan, _ values: ParameterValues, _ threads: Int
  ) throws(DataError) -> Settled {
    let assessment = try Assessor(plan: plan, threads: threads).assess(values)
    let settler = try Settler(plan: plan, values: values, threads: threads)
    let state = try settler.award(assessment)
    return Settled(
      assessment: assessment, settler: settler, state: state, totals: ClassTotals(settler, state))
  }

  /// The totals at each point: to the fen what settling it by itself gives.
  ///
  /// - Throws: `DataError` where an amount is too large to be computed exactly at a point.
  package func settle(_ points: [BatchPoint]) throws(DataError) -> [PointTotals] {
    let work = BatchWork(points, of: scenario, readers)
    let classes = ClaimClass.classes(
      changing: work.parameters, plan: plan, ties: ties, readers: readers)
    var totals = [ClassTotals](repeating: base.totals, count: points.count)
    for group in classes {
      try add(group, at: points, work, to: &totals)
    }
    var results: [PointTotals] = []
    results.reserveCapacity(points.count)
    for (index, point) in points.enumerated() {
      if work.needsEveryClaim[index] {
        results.append(try settleEveryClaim(at: point))
      } else {
        results.append(try pointTotals(totals[index], at: point))
      }
    }
    return results
  }

  /// Every claim at one point.
  package func claims(at point: BatchPoint) throws(DataError) -> ClaimOutcomes {
    try claimsAndPools(at: point).claims
  }

  /// Every claim and every pool at one point.
  package func claimsAndPools(
    at point: BatchPoint
  ) throws(DataError) -> (claims: ClaimOutcomes, pools: [PoolOutcome]) {
    let settled = try Self.settled(plan, point.values(in: scenario), threads)
    let (paid, pools) = settled.settler.pay(settled.state) { [scenario] pool in
      point.budget(ofPool: pool, in: scenario)
    }
    let claims = ClaimOutcomes(
      offsets: plan.offsets, assessed: settled.assessment.assessed,
      awards: Array(settled.state.amounts), paid: paid, reasons: Array(settled.state.reasons),
      excluders: settled.state.excluders)
    return (claims, pools)
  }

  private func settleEveryClaim(at point: BatchPoint) throws(DataError) -> PointTotals {
    let (claims, pools) = try claimsAndPools(at: point)
    let awards = scenario.policy.measures.indices.map { measure in
      Int64(claims.awards[plan.rows(of: measure)].reduce(0, +))
    }
    return PointTotals(awards: awards, pools: pools)
  }

  private func pointTotals(
    _ totals: ClassTotals, at point: BatchPoint
  ) throws(DataError) -> PointTotals {
    let pools = scenario.pools.map { pool in
      let protected = pool.measures.reduce(0) { $0 + totals.protected[$1] }
      let award = pool.measures.reduce(0) { $0 + totals.awards[$1] }
      return PoolOutcome(
        id: pool.id, budget: point.budget(ofPool: pool.id, in: scenario), protected: protected,
        demand: award - protected)
    }
    let result = PointTotals(awards: totals.awards, pools: pools)
    if result.award >= Int64(ExactProduct.limit) { throw plan.totalOverflow() }
    return result
  }

  /// Replaces what a class comes to at the scenario's own numbers by what it comes to at each point.
  private func add(
    _ group: ClaimClass, at points: [BatchPoint], _ work: BatchWork, to totals: inout [ClassTotals]
  ) throws(DataError) {
    let (tuples, tupleOfPoint) = work.tuples(of: group, at: points)
    if tuples.isEmpty { return }
    let before = ClassTotals(base.settler, base.state, rows: group.rows)
    let evaluator = ClassEvaluator(
      group, of: plan, base: base, readers: readers,
      // One evaluation a thread where there are many, all threads on one where there are few.
      threads: tuples.count >= threads ? 1 : threads)
    let results = ConcurrentResults<ClassTotals>(count: tuples.count)
    Parallel.forEach(tuples.count, threads: threads) { index in
      results.run(index) { () throws(DataError) in try evaluator.totals(at: tuples[index]) }
    }
    let after = try results.values()
    for (point, tuple) in tupleOfPoint.enumerated() {
      guard let tuple else { continue }
      totals[point] -= before
      totals[point] += after[tuple]
    }
  }
}
