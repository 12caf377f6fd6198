/// What comes of settling one point.
package struct PointTotals: Sendable, Hashable {
  /// By measure, in fen.
  package var awards: [Int64]
  /// In the order of the scenario's pools.
  package var pools: [PoolOutcome]

  package init(awards: [Int64], pools: [PoolOutcome]) {
    self.awards = awards
    self.pools = pools
  }

  package var award: Int64 { awards.reduce(0, +) }
  package var paid: Int64 { pools.reduce(0) { $0 + $1.paid } }
}
