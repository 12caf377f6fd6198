package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
import Population
import Simulation

/// `summary.json`: targets, outlay, every assumption, and what one needs to get the same figures again.
extension VillageResults {
  package func summary() -> JSON {
    .object([
      "villages": .integer(villages.count),
      "years": .array(totals.map(year)),
      "targets": .array(projection.targets.map(target)),
      "assumptions": .array(question.assumptionsJSON),
      "warnings": .array(warnings.map { .string($0.description(in: .english)) }),
      "provenance": provenance(),
      "environment": BLASEnvironment.current.json,
    ])
  }

  private func year(_ year: Year) -> JSON {
    var members: [String: JSON] = [
      "year": .integer(year.year),
      "income_yuan": .yuan(Estimate.fen(year.central.income)),
      "assets_yuan": .yuan(Estimate.fen(year.central.assets)),
      "debt_yuan": .yuan(Estimate.fen(year.central.debt)),
      "villages_below_1m": .integer(Int(year.central.below)),
    ]
    if !year.isBase {
      let index = year.year - question.baseYear - 1
      func outlay(_ figure: KeyPath<VillageTotals, Double>) -> JSON {
        .object([
          "central_yuan": .yuan(Estimate.fen(year.central[keyPath: figure])),
          "mean_yuan": .yuan(Estimate.fen(projection.mean(of: figure, year: index))),
        ])
      }
      members["city_outlay"] = outlay(\.city)
      members["town_outlay"] = outlay(\.town)
    }
    return .object(members)
  }

  private func target(_ target: VillageTarget) -> JSON {
    .object([
      "target": .string(target.kind.rawValue),
      "title": .message(target.title),
      "comparison": .string(target.comparison.rawValue),
      "required": .number(target.written(target.required)),
      "central": target.central.isFinite ? .number(target.written(target.central)) : .null,
      "met_centrally": .bool(target.isMetCentrally),
      "probability": .number(Estimate.decimal(target.probability)),
    ])
  }

  private func provenance() -> JSON {
    var source: [String: JSON] = ["hash": .string(villages.hash)]
    switch question.source {
    case .directory: source["source"] = .string("ledger")
    case .synthetic(let assumptions):
      source["source"] = .string("synthetic")
      source["seed"] = .integer(assumptions.seed)
      source["size"] = .integer(assumptions.size)
    }
    return .object([
      "engine": .string("outlay"),
      "engine_version": .string(EngineVersion.current),
      "scenario": .object([
        "title": .message(scenario.title),
        "hash": .string(scenario.hash),
        "set": .array(scenario.overrides.map { .string($0) }),
      ]),
      "classes": .string(question.classes.rawValue),
      "replicates": .integer(question.replicates),
      "seed": .integer(question.seed),
      "villages": .object(source),
    ])
  }
}

extension VillageTarget {
  package var title: Message {
    switch kind {
    case .income: Message("usable income, yuan", zh: "年可用收入(元)")
    case .incomeGrowth: Message("average growth of income", zh: "收入年均增长")
    case .assets: Message("assets, yuan", zh: "集体资产(元)")
    case .assetsGrowth: Message("average growth of assets", zh: "资产年均增长")
    case .noneBelow: Message("villages with too little income", zh: "收入不足的村")
    case .noNewDebt: Message("times that a village's debt grew", zh: "债务增加的村次")
    case .lessDebt: Message("years in which debt fell", zh: "债务减少的年数")
    }
  }
}
