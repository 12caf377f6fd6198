import PolicyCatalogue
import Population
import Simulation
import Testing

/// Holds what a batch comes to at each point against a settlement of its own.
func expect(
  _ totals: [PointTotals], toBeSettledAloneAt points: [BatchPoint], _ scenario: Scenario,
  _ population: Population, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for (point, total) in zip(points, totals) {
    let alone = try settle(point.applied(to: scenario), population)
    let changes = point.changes.map { "\(scenario.parameter($0.key).address)=\($0.value)" }
    let awards = scenario.policy.measures.indices.map { measure in
      Int64(
        alone.claims.awards[alone.claims.offsets[measure]..<alone.claims.offsets[measure + 1]]
          .reduce(0, +))
    }
    #expect(total.awards == awards, "\(changes)", sourceLocation: sourceLocation)
    #expect(total.pools == alone.pools, "\(changes)", sourceLocation: sourceLocation)
    #expect(total.award == awards.reduce(0, +), sourceLocation: sourceLocation)
    #expect(
      total.paid == Int64(alone.claims.paid.reduce(0, +)), sourceLocation: sourceLocation)
  }
}
