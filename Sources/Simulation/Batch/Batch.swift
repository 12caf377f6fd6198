package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population
import Synchronization

/// A scenario and a population made ready once, and settled at many points.
///
/// Only what a point's changed numbers can touch is evaluated: the claims that read the same ones of
/// them form a class, and each class is settled once for each distinct tuple of values. A grid of
/// 10 × 10 × 10 over three measures that never meet takes thirty evaluations, not a thousand.
package final class Batch: Sendable {
  package let scenario: Scenario
  let plan: Plan
  private let threads: Int
  private let readers: ParameterReaders
  private let ties: Ties
  private let assessment: Assessment
  private let settler: Settler
  private let state: ClaimState
  private let totals: ClassTotals
  /// The classes that were asked for last, by the numbers that change.
  private let prepared = Mutex<[(parameters: [Int], classes: [PreparedClass])]>([])

  /// A sweep changes one set of numbers, callers who ask in turn a few.
  private static let mostPrepared = 16

  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    _ scenario: Scenario, _ population: Population, threads: Int? = nil
  ) throws(DataError) {
    self.scenario = scenario
    self.threads = threads ?? Parallel.availableThreads
    plan = Plan(scenario: scenario, population: population, threads: self.threads)
    readers = ParameterReaders(of: scenario.policy)
    ties = Ties(of: plan)
    assessment = try Assessor(plan: plan, threads: self.threads).assess(scenario.values)
    settler = try Settler(plan: plan, values: scenario.values, threads: self.threads)
    state = try settler.award(assessment)
    totals = try settler.totals(state)
  }

  /// The totals at each point: to the fen what settling it by itself gives.
  ///
  /// - Parameter threads: as many as the batch was made ready with by default.
  /// - Throws: `DataError` where an amount is too large to be computed exactly at a point.
  package func settle(
    _ points: [BatchPoint], threads: Int? = nil
  ) throws(DataError) -> [PointTotals] {
    let needsEveryClaim = points.map(needsEveryClaim)
    let quick = points.enumerated().filter { !needsEveryClaim[$0.offset] }.map(\.element)
    var totals = try totals(at: quick, threads: threads ?? self.threads)[...]
    var results: [PointTotals] = []
    results.reserveCapacity(points.count)
    for (index, point) in points.enumerated() {
      results.append(
        needsEveryClaim[index]
          ? try settleEveryClaim(at: point) : try pointTotals(totals.removeFirst(), at: point))
    }
    return results
  }

  /// Forgets what classes have answered, so that the next points are evaluated anew.
  package func forgetAnswers() {
    prepared.withLock { prepared in
      for (_, classes) in prepared { for group in classes { group.forgetAnswers() } }
    }
  }

  /// Every claim at one point.
  package func claims(at point: BatchPoint) throws(DataError) -> ClaimOutcomes {
    try claimsAndPools(at: point).claims
  }

  /// Every claim and every pool at one point.
  package func claimsAndPools(
    at point: BatchPoint
  ) throws(DataError) -> (claims: ClaimOutcomes, pools: [PoolOutcome]) {
    let values = point.values(in: scenario)
    let assessment = try Assessor(plan: plan, threads: threads).assess(values)
    let settler = try Settler(plan: plan, values: values, threads: threads)
    let state = try settler.award(assessment)
    let totals = try settler.totals(state)
    var pools: [PoolOutcome] = []
    let paid = [Double](count: plan.count) { paid in
      pools = settler.pay(state, totals, into: paid) { point.budget(ofPool: $0, in: scenario) }
    }
    let claims = ClaimOutcomes(
      offsets: plan.offsets, assessed: assessment.assessed, awards: Array(state.amounts),
      paid: paid, reasons: Array(state.reasons), excluders: Array(state.excluders))
    return (claims, pools)
  }

  private func totals(
    at points: [BatchPoint], threads: Int
  ) throws(DataError) -> [ClassTotals] {
    try classes(changing: points.changedParameters)
      .totals(at: points, from: totals, of: scenario, threads: threads)
  }

  private func classes(changing parameters: [Int]) throws(DataError) -> [PreparedClass] {
    let known = prepared.withLock { prepared in
      prepared.first { $0.parameters == parameters }?.classes
    }
    if let known { return known }
    let classes = try assessment.assessed.withUnsafeBufferPointer { assessed throws(DataError) in
      try assessment.held.withUnsafeBufferPointer { held throws(DataError) in
        try BaseSettlement(
          settler: settler, state: state, totals: totals, assessed: assessed, held: held
        ).classes(changing: parameters, readers, ties)
      }
    }
    prepared.withLock { prepared in
      if prepared.count == Self.mostPrepared { prepared.removeFirst() }
      prepared.append((parameters, classes))
    }
    return classes
  }

  /// Whether the totals of a point can only be had claim by claim: what is rounded claim by claim
  /// does not follow from what the claims come to.
  private func needsEveryClaim(_ point: BatchPoint) -> Bool {
    if scenario.policy.paymentRounding != nil { return true }
    return point.changes.keys.contains { number in
      if case .parameter(let index) = number { readers[index].everyClaim } else { false }
    }
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
    if totals.award >= Int64(ExactProduct.limit) { throw plan.totalOverflow() }
    let pools = scenario.pools.map { pool in
      PoolOutcome(pool, totals, budget: point.budget(ofPool: pool.id, in: scenario))
    }
    return PointTotals(awards: totals.awards, pools: pools)
  }
}

extension PoolOutcome {
  /// What a pool pays on awards that come to these totals.
  init(_ pool: Pool, _ totals: ClassTotals, budget: Int64?) {
    let protected = pool.measures.reduce(0) { $0 + totals.protected[$1] }
    let award = pool.measures.reduce(0) { $0 + totals.awards[$1] }
    self.init(id: pool.id, budget: budget, protected: protected, demand: award - protected)
  }
}
