package import Diagnostics
package import PolicyCatalogue
package import Population
package import Simulation

/// One settled policy year with the totals that people ask for.
package struct RunResults: Sendable {
  package let scenario: Scenario
  /// Where the population came from, which an option may have changed.
  package let source: Scenario.PopulationSource
  package let population: Population
  package let settlement: Settlement
  package let warnings: [Diagnostic]
  /// By index of the measure.
  package let measures: [Totals]
  /// By index of the measure: index of its pool.
  package let pools: [Int]
  /// By index of the measure: its rows in the order of the UTF-8 bytes of the claim ids, so that
  /// results do not show in which order a ledger's rows stood; empty where they stand in it.
  let orders: [[Int32]]
  /// How sure the figures are, where it was asked.
  package let replicates: ReplicateOutcome?
  /// What they were before spending answered, where it does.
  package let response: ResponseOutcome?

  package init(
    scenario: Scenario, source: Scenario.PopulationSource, population: Population,
    settlement: Settlement, warnings: [Diagnostic], replicates: ReplicateOutcome? = nil,
    response: ResponseOutcome? = nil
  ) throws(InconsistentResults) {
    self.scenario = scenario
    self.source = source
    self.population = population
    self.settlement = settlement
    self.warnings = warnings
    self.replicates = replicates
    self.response = response
    let outcomes = settlement.claims
    measures = scenario.policy.measures.indices.map { measure in
      var totals = Totals(rows: outcomes.offsets[measure]..<outcomes.offsets[measure + 1], outcomes)
      totals.low = settlement.lowAwards[measure]
      totals.high = settlement.highAwards[measure]
      return totals
    }
    var pools = [Int](repeating: -1, count: measures.count)
    for (index, pool) in scenario.pools.enumerated() {
      for measure in pool.measures { pools[measure] = index }
    }
    self.pools = pools
    orders = concurrentMap(population.claims, sizes: population.claims.map(\.count)) {
      $0.ids.order
    }
    try checkPools()
  }

  package var policy: Policy { scenario.policy }

  package var total: Totals { measures.reduce(into: Totals()) { $0 += $1 } }

  package func total(ofChapter chapter: Int) -> Totals {
    policy.measures.indices.reduce(into: Totals()) { totals, measure in
      if policy.measures[measure].chapter == chapter { totals += measures[measure] }
    }
  }

  /// The claims and the pools are added up on different ways; figures that do not agree must not
  /// leave the house.
  private func checkPools() throws(InconsistentResults) {
    for (index, pool) in settlement.pools.enumerated() {
      let totals = scenario.pools[index].measures.reduce(into: Totals()) { $0 += measures[$1] }
      if totals.award != pool.protected + pool.demand || totals.paid != pool.paid {
        throw InconsistentResults(
          """
          pool \(pool.id): its claims add up to \(Yuan.plain(fen: totals.award)) awarded and \
          \(Yuan.plain(fen: totals.paid)) paid, the pool to \
          \(Yuan.plain(fen: pool.protected + pool.demand)) and \(Yuan.plain(fen: pool.paid))
          """)
      }
    }
  }
}

/// Sums over some claims; amounts in fen.
package struct Totals: Sendable, Hashable {
  package var claims = 0
  /// Claims with an award above zero.
  package var awarded = 0
  package var award: Int64 = 0
  package var paid: Int64 = 0
  /// Awards with every band at its low and at its high end.
  package var low: Int64 = 0
  package var high: Int64 = 0

  package init() {}

  init(rows: Range<Int>, _ outcomes: ClaimOutcomes) {
    claims = rows.count
    for row in rows {
      awarded += outcomes.awards[row] > 0 ? 1 : 0
      award += Int64(outcomes.awards[row])
      paid += Int64(outcomes.paid[row])
    }
  }

  package static func += (a: inout Totals, b: Totals) {
    a.claims += b.claims
    a.awarded += b.awarded
    a.award += b.award
    a.paid += b.paid
    a.low += b.low
    a.high += b.high
  }
}

/// Two ways to one figure disagree: a fault of the program, never of the data.
package struct InconsistentResults: Error, Sendable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }
}
