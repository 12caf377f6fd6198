import LinearAlgebra
import PolicyCatalogue
import Simulation

/// What one needs to get a result again; the same in every `summary.json`.
struct Provenance {
  private let scenario: Scenario
  private let source: Scenario.PopulationSource
  private let populationHash: String

  private var policy: Policy { scenario.policy }

  /// - Parameter source: where the population came from, which an option may have changed.
  init(_ scenario: Scenario, _ source: Scenario.PopulationSource, populationHash: String) {
    self.scenario = scenario
    self.source = source
    self.populationHash = populationHash
  }

  var json: JSON {
    var populationMembers: [String: JSON] = ["hash": .string(populationHash)]
    switch source {
    case .directory: populationMembers["source"] = .string("ledger")
    case .synthetic(let assumptions):
      populationMembers["source"] = .string("synthetic")
      populationMembers["seed"] = .integer(assumptions.seed)
      populationMembers["size"] = .integer(assumptions.size)
    }
    return .object([
      "engine": .string("outlay"),
      "engine_version": .string(EngineVersion.current),
      "policy": .object(["id": .string(policy.id), "hash": .string(policy.hash)]),
      "scenario": .object([
        "title": .message(scenario.title),
        "hash": .string(scenario.hash),
        "year": .integer(scenario.year),
        "set": .array(scenario.overrides.map(override)),
        "assume": .array(scenario.assumed.sorted { $0.key < $1.key }.map(assumption)),
        "waived": .array(
          scenario.waivedRules.sorted().map { .string(policy.eligibility[$0].id) }),
      ]),
      "population": .object(populationMembers),
    ])
  }

  private func override(_ index: Int) -> JSON {
    let parameter = policy.parameters[index]
    return .object([
      "address": .string(parameter.address),
      "value": parameter.json(of: scenario.values[index]),
      "policy_value": parameter.json(of: parameter.value),
    ])
  }

  private func assumption(_ index: Int, _ amount: Int64) -> JSON {
    .object(["measure": .string(policy.measures[index].id), "amount_yuan": .yuan(amount)])
  }

  /// The kernels that this process runs on.
  static var environment: JSON {
    let blas = BLASEnvironment.current
    return environment(
      core: blas.core, configuration: blas.configuration, threads: blas.threads)
  }

  static func environment(core: String, configuration: String, threads: Int) -> JSON {
    .object([
      "openblas_core": .string(core),
      "openblas_configuration": .string(configuration),
      "openblas_threads": .integer(threads),
    ])
  }
}
