import PolicyCatalogue
package import Population
package import Simulation

/// Evaluates points of a sweep into rows of whole numbers, which `SweepLayout` describes.
package struct SweepEvaluator: Sendable {
  private let sweep: Sweep
  private let batch: Batch
  private let population: Population
  private let layout: SweepLayout

  package init(_ sweep: Sweep, _ batch: Batch, _ population: Population, _ layout: SweepLayout) {
    self.sweep = sweep
    self.batch = batch
    self.population = population
    self.layout = layout
  }

  /// The rows of some points, one after the other.
  ///
  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package func rows(_ points: Range<Int>) throws -> [Int64] {
    let changes = points.map { batch.scenario.point($0, of: sweep) }
    var rows: [Int64] = []
    rows.reserveCapacity(points.count * layout.width)
    if layout.groupings.isEmpty {
      for totals in try batch.settle(changes) {
        append(award: totals.award, totals.pools, to: &rows)
      }
      return rows
    }
    // Payments of groups are exact only claim by claim.
    for point in changes {
      let (claims, pools) = try batch.claimsAndPools(at: point)
      let measures = batch.scenario.policy.measures.indices.map {
        Totals(rows: claims.offsets[$0]..<claims.offsets[$0 + 1], claims)
      }
      append(award: measures.reduce(0) { $0 + $1.award }, pools, to: &rows)
      let sums = ClaimantSums(of: population, claims)
      for grouping in layout.groupings {
        let pairs =
          grouping.by.column.map { column in
            GroupTotals(by: population.register.text(column), sums).groups
              .map { ($0.award, $0.paid) }
          } ?? measures.map { ($0.award, $0.paid) }
        try check(pairs, grouping, pools)
        for (award, paid) in pairs { rows += [award, paid] }
      }
    }
    return rows
  }

  private func append(award: Int64, _ pools: [PoolOutcome], to rows: inout [Int64]) {
    rows.append(award)
    rows.append(pools.reduce(0) { $0 + $1.paid })
    for pool in pools {
      rows.append(Int64(pool.factor.numerator))
      rows.append(Int64(pool.factor.denominator))
    }
  }

  /// Groups are added up from claims, pools apart from them.
  private func check(
    _ pairs: [(award: Int64, paid: Int64)], _ grouping: SweepLayout.Grouping,
    _ pools: [PoolOutcome]
  ) throws(InconsistentResults) {
    let paid = pairs.reduce(0) { $0 + $1.paid }
    let expected = pools.reduce(0) { $0 + $1.paid }
    guard pairs.count == grouping.names.count, paid == expected else {
      throw InconsistentResults(
        """
        the payments by \(grouping.by.rawValue) add up to \(Yuan.plain(fen: paid)) in \
        \(pairs.count) groups, those of the pools to \(Yuan.plain(fen: expected))
        """)
    }
  }
}
