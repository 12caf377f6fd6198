import PolicyCatalogue
package import Population
package import Simulation

/// Evaluates points of a sweep into rows of whole numbers, which `SweepLayout` describes.
package struct SweepEvaluator: Sendable {
  private let scenario: Scenario
  private let sweep: Sweep
  private let settled: SettledPoints?
  private let villages: VillageBatch?
  private let layout: SweepLayout
  // Where numbers that they do not depend on are swept too, most points have them in common.
  private let quantiles = PointAnswers<[Int64]>(most: 1 << 17)
  private let laterPayments = PointAnswers<[Int64]>(most: 1 << 17)

  /// - Parameters:
  ///   - population: nil for villages alone.
  ///   - villages: where numbers of the villages are swept.
  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    _ scenario: Scenario, _ sweep: Sweep, _ population: Population?, _ villages: VillageBatch?,
    _ layout: SweepLayout, threads: Int?
  ) throws {
    self.scenario = scenario
    self.sweep = sweep
    self.villages = villages
    self.layout = layout
    settled = try population.map { try SettledPoints(scenario, $0, threads: threads) }
  }

  /// The rows of some points, one after the other.
  ///
  /// - Throws: `DataError` where an amount is too large to be computed exactly, or numbers of the
  ///   villages contradict each other.
  package func rows(_ points: Range<Int>) throws -> [Int64] {
    let changes = points.map { scenario.point($0, of: sweep) }
    var rows: [Int64] = []
    rows.reserveCapacity(points.count * layout.width)
    let totals = try layout.groupings.isEmpty ? settled?.totals(at: changes) : nil
    for (index, point) in changes.enumerated() {
      if let totals {
        append(award: totals[index].award, totals[index].pools, to: &rows)
      } else if let settled {
        try append(try settled.claims(at: point), to: &rows)
      } else {
        rows += [0, 0]
      }
      if layout.hasQuantiles, let settled {
        rows += try quantiles.answer(at: point, reading: \.movesPayments) { tuple in
          let outcome = try settled.replicates(at: tuple)
          return [outcome.totalAwards, outcome.totalPaid].flatMap { amounts in
            let distribution = Distribution(amounts)
            return [distribution.p05, distribution.p50, distribution.p95]
          }
        }
      }
      if !layout.years.isEmpty, let settled {
        rows += try laterPayments.answer(at: point, reading: \.movesLaterPayments) {
          try settled.laterPayments(at: $0)
        }
      }
      if let villages { append(try villages.figures(at: point), to: &rows) }
    }
    return rows
  }

  private func append(_ figures: VillageFigures, to rows: inout [Int64]) {
    for figure in [figures.income, figures.growth, figures.below] + figures.probabilities {
      rows.append(Int64(bitPattern: figure.bitPattern))
    }
  }

  /// Payments of groups are exact only claim by claim.
  private func append(_ point: SettledPoints.Claims, to rows: inout [Int64]) throws {
    let claims = point.claims
    let measures = scenario.policy.measures.indices.map {
      Totals(rows: claims.offsets[$0]..<claims.offsets[$0 + 1], claims)
    }
    append(award: measures.reduce(0) { $0 + $1.award }, point.pools, to: &rows)
    let sums = ClaimantSums(of: point.population, claims)
    for grouping in layout.groupings {
      let pairs =
        grouping.by.column.map { column in
          GroupTotals(by: point.population.register.text(column), sums).groups
            .map { ($0.award, $0.paid) }
        } ?? measures.map { ($0.award, $0.paid) }
      try check(pairs, grouping, point.pools)
      for (award, paid) in pairs { rows += [award, paid] }
    }
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
