package import Diagnostics
package import PolicyCatalogue

/// What became of measures and pools in every replicate. Amounts are exact, in fen.
package struct ReplicateOutcome: Sendable {
  package let settings: ReplicateSettings
  /// By replicate: index of its level of growth.
  package let levels: [Int]
  /// By measure, then by replicate.
  package let awards: [[Int64]]
  /// In the order of the scenario's pools, then by replicate.
  package let pools: [[PoolOutcome]]

  package init(
    settings: ReplicateSettings, levels: [Int], awards: [[Int64]], pools: [[PoolOutcome]]
  ) {
    self.settings = settings
    self.levels = levels
    self.awards = awards
    self.pools = pools
  }

  package var count: Int { levels.count }

  /// By replicate.
  package var totalAwards: [Int64] { total { $0.protected + $0.demand } }
  package var totalPaid: [Int64] { total(\.paid) }
  package var totalShortfalls: [Int64] { total(\.shortfall) }

  private func total(_ figure: (PoolOutcome) -> Int64) -> [Int64] {
    (0..<count).map { replicate in pools.reduce(0) { $0 + figure($1[replicate]) } }
  }

  package func distribution(ofPool pool: Int, _ figure: (PoolOutcome) -> Int64) -> Distribution<
    Int64
  > {
    Distribution(pools[pool].map(figure))
  }

  package func factors(ofPool pool: Int) -> Distribution<Fraction> {
    Distribution(pools[pool].map(\.factor)) { $0.approximation }
  }

  /// In how many replicates a pool falls short.
  package func shortCount(ofPool pool: Int) -> Int { pools[pool].count { $0.shortfall > 0 } }

  /// What has to be added to a pool's budget so that it does not fall short in 95 % of the replicates;
  /// nil where it has none.
  package func reserve(ofPool pool: Int) -> Int64? {
    guard pools[pool].contains(where: { $0.budget != nil }) else { return nil }
    return distribution(ofPool: pool, \.shortfall).p95
  }

  /// In how many replicates any pool falls short.
  package var anyShortCount: Int { totalShortfalls.count { $0 > 0 } }

  /// What all pools together have to have in reserve to fall short in no more than 5 % of the replicates,
  /// if any of them may draw on it.
  package var reserve: Int64 { Distribution(totalShortfalls).p95 }

  /// Where replicates depart from a policy's order of steps: funds come last in them, because only the
  /// weighted sums can fill them.
  package static func warnings(_ policy: Policy) -> [Diagnostic] {
    guard policy.measures.contains(where: { $0.fund != nil }),
      policy.steps.contains(.funds), policy.steps.last != .funds
    else { return [] }
    return [
      Diagnostic(
        .warning, at: SourceLocation(file: policy.path + "/policy.yaml"),
        Message(
          "replicates fill funds after all other rules, though the policy has them earlier",
          zh: "重抽样时专项资金在其他规则之后计算,与政策的步骤次序不同"))
    ]
  }
}
