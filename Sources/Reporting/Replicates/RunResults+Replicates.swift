import PolicyCatalogue
import Simulation

// What replicates say, as files.
extension RunResults {
  /// A figure over all replicates. Only measures that come to anything in one of them are listed.
  func table(of replicates: ReplicateOutcome) -> CSVText {
    var table = CSVText(
      header: "kind,name,figure,mean_yuan,se_yuan,p05_yuan,p50_yuan,p95_yuan")
    func row(_ kind: String, _ name: String, _ figure: String, _ values: [Int64]) {
      let distribution = Distribution(values)
      for text in [kind, name, figure] { table.field(text) }
      table.field(Estimate.yuan(fen: distribution.mean))
      table.field(Estimate.yuan(fen: distribution.standardError))
      for value in [distribution.p05, distribution.p50, distribution.p95] {
        table.field(fen: value)
      }
      table.endRow()
    }
    row("total", "all", "award", replicates.totalAwards)
    row("total", "all", "paid", replicates.totalPaid)
    row("total", "all", "shortfall", replicates.totalShortfalls)
    for (index, pool) in scenario.pools.enumerated() {
      let outcomes = replicates.pools[index]
      row("pool", pool.id, "protected", outcomes.map(\.protected))
      row("pool", pool.id, "demand", outcomes.map(\.demand))
      row("pool", pool.id, "paid", outcomes.map(\.paid))
      row("pool", pool.id, "shortfall", outcomes.map(\.shortfall))
    }
    for (index, measure) in policy.measures.enumerated()
    where replicates.awards[index].contains(where: { $0 > 0 }) {
      row("measure", measure.id, "award", replicates.awards[index])
    }
    return table
  }

  /// The factor of each pool, how probable it is that the pool falls short, and what it takes to be 95 %
  /// sure; at the end the same for all pools together, which can lend each other what they have left.
  func factorsTable(of replicates: ReplicateOutcome) -> CSVText {
    var table = CSVText(
      header:
        "pool,mean_factor,se_factor,p05_factor,p50_factor,p95_factor,probability_short,reserve_yuan"
    )
    for (index, pool) in scenario.pools.enumerated() {
      let factors = replicates.factors(ofPool: index)
      table.field(pool.id)
      table.field(Estimate.decimal(factors.mean, places: 12))
      table.field(Estimate.decimal(factors.standardError, places: 12))
      for factor in [factors.p05, factors.p50, factors.p95] {
        table.field(Decimal.roundedDown(factor, decimals: 12))
      }
      table.field(replicates.probability(replicates.shortCount(ofPool: index)))
      if let reserve = replicates.reserve(ofPool: index) {
        table.field(fen: reserve)
      } else {
        table.blank()
      }
      table.endRow()
    }
    table.field("all")
    for _ in 0..<5 { table.blank() }
    table.field(replicates.probability(replicates.anyShortCount))
    table.field(fen: replicates.reserve)
    table.endRow()
    return table
  }

  static func figures(_ values: [Int64]) -> JSON {
    let distribution = Distribution(values)
    return .object([
      "mean_yuan": .number(Estimate.yuan(fen: distribution.mean)),
      "mean_error_yuan": .number(Estimate.yuan(fen: distribution.errorOfMean)),
      "se_yuan": .number(Estimate.yuan(fen: distribution.standardError)),
      "p05_yuan": .yuan(distribution.p05),
      "p50_yuan": .yuan(distribution.p50),
      "p95_yuan": .yuan(distribution.p95),
    ])
  }

  func summary(of replicates: ReplicateOutcome) -> JSON {
    let settings = replicates.settings
    let pools = scenario.pools.enumerated().map { index, pool -> JSON in
      let factors = replicates.factors(ofPool: index)
      return .object([
        "pool": .string(pool.id),
        "demand": Self.figures(replicates.pools[index].map(\.demand)),
        "paid": Self.figures(replicates.pools[index].map(\.paid)),
        "factor": .object([
          "mean": .number(Estimate.decimal(factors.mean, places: 12)),
          "se": .number(Estimate.decimal(factors.standardError, places: 12)),
          "p05": .string(Decimal.roundedDown(factors.p05, decimals: 12)),
          "p50": .string(Decimal.roundedDown(factors.p50, decimals: 12)),
          "p95": .string(Decimal.roundedDown(factors.p95, decimals: 12)),
        ]),
        "probability_short": .number(
          replicates.probability(replicates.shortCount(ofPool: index))),
        "reserve_yuan": .yuan(replicates.reserve(ofPool: index)),
      ])
    }
    var members: [String: JSON] = [
      "count": .integer(settings.count),
      "seed": .integer(settings.seed),
      "take_up": .exact(settings.takeUp),
      "take_up_of": .object(
        Dictionary(
          uniqueKeysWithValues: settings.takeUpOfMeasures.map {
            (policy.measures[$0.key].id, JSON.exact($0.value))
          })),
      "award": Self.figures(replicates.totalAwards),
      "paid": Self.figures(replicates.totalPaid),
      "shortfall": Self.figures(replicates.totalShortfalls),
      "pools": .array(pools),
      "probability_short": .number(replicates.probability(replicates.anyShortCount)),
      "reserve_yuan": .yuan(replicates.reserve),
    ]
    if let growth = settings.growth {
      members["growth"] = .object([
        "spread": .exact(growth.spread),
        "factors": .array(growth.factors.map { .exact($0.fraction) }),
        "except": .array(growth.except.sorted().map { .string($0) }),
      ])
    }
    return .object(members)
  }
}

extension ReplicateOutcome {
  /// A share of the replicates.
  func probability(_ times: Int) -> String {
    Estimate.decimal(Double(times) / Double(count), places: 4)
  }
}
