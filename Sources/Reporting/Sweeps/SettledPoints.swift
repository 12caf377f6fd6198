import PolicyCatalogue
import Population
import Simulation

/// Points of a sweep as runs of their own would settle them. A batch does it for many at once, except
/// where spending answers the numbers: then every point has amounts of its own.
struct SettledPoints: Sendable {
  private let scenario: Scenario
  private let population: Population
  private let batch: Batch
  private let threads: Int?
  private let answered = PointAnswers<PointTotals>(most: 1 << 14)

  struct Claims {
    var population: Population
    var claims: ClaimOutcomes
    var pools: [PoolOutcome]
  }

  init(_ scenario: Scenario, _ population: Population, threads: Int?) throws {
    self.scenario = scenario
    self.population = population
    self.threads = threads
    batch = try Batch(scenario, population, threads: threads)
  }

  func totals(at points: [BatchPoint]) throws -> [PointTotals] {
    if scenario.response == nil { return try batch.settle(points) }
    return try points.map { point in
      try answered.answer(at: point, reading: \.movesPayments) { tuple in
        let (applied, population) = try answering(tuple)
        return try Batch(applied, population, threads: threads).settle([BatchPoint()])[0]
      }
    }
  }

  func claims(at point: BatchPoint) throws -> Claims {
    let (applied, population) = try answering(point)
    let (claims, pools) =
      scenario.response == nil
      ? try batch.claimsAndPools(at: point)
      : try Batch(applied, population, threads: threads).claimsAndPools(at: BatchPoint())
    return Claims(population: population, claims: claims, pools: pools)
  }

  /// Drawn alike at every point, so that points differ by their numbers alone.
  ///
  /// Precondition: the scenario has replicates.
  func replicates(at point: BatchPoint) throws -> ReplicateOutcome {
    let (applied, population) = try answering(point)
    return try replicate(applied, population, scenario.replicates!, threads: threads)
  }

  /// What is paid in each of the years after the policy year.
  ///
  /// Precondition: the scenario says how they grow.
  func laterPayments(at point: BatchPoint) throws -> [Int64] {
    let (applied, population) = try answering(point)
    var own = applied
    // Villages get money of another purse.
    own.villages = nil
    let years = try YearProjection(
      own, applied.growth!, population, first: try settle(own, population, threads: threads),
      last: scenario.lastYear, threads: threads)
    return years.lines.dropFirst().map { pools in pools.reduce(0) { $0 + $1.outcome.paid } }
  }

  /// The scenario at a point, and the population with spending that answers it.
  private func answering(_ point: BatchPoint) throws -> (Scenario, Population) {
    let applied = point.applied(to: scenario)
    guard let response = applied.response else { return (applied, population) }
    return (applied, try respond(applied, population, response, threads: threads).population)
  }
}
