package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population
package import Simulation

/// What a result was made from, told at the end of every `summary.json`: what one needs to get the same
/// figures again.
package struct ResultContext: Sendable {
  package let scenario: Scenario
  /// Where the population came from, which an option may have changed.
  package let source: Scenario.PopulationSource
  package let population: Population
  package let warnings: [Diagnostic]

  package init(
    scenario: Scenario, source: Scenario.PopulationSource, population: Population,
    warnings: [Diagnostic]
  ) {
    self.scenario = scenario
    self.source = source
    self.population = population
    self.warnings = warnings
  }

  /// A summary of these members, with warnings, provenance and environment.
  func summary(_ members: [String: JSON]) -> JSON {
    var members = members
    members["warnings"] = .array(warnings.map { .string($0.description(in: .english)) })
    members["provenance"] = provenance
    members["environment"] = Self.environment
    return .object(members)
  }

  var provenance: JSON {
    Self.provenance(of: scenario, source, populationHash: population.hash)
  }

  static func provenance(
    of scenario: Scenario, _ source: Scenario.PopulationSource, populationHash: String
  ) -> JSON {
    var populationMembers: [String: JSON] = ["hash": .string(populationHash)]
    switch source {
    case .directory: populationMembers["source"] = .string("ledger")
    case .synthetic(let assumptions):
      populationMembers["source"] = .string("synthetic")
      populationMembers["seed"] = .integer(assumptions.seed)
      populationMembers["size"] = .integer(assumptions.size)
    }
    let policy = scenario.policy
    return .object([
      "engine": .string("outlay"),
      "engine_version": .string(EngineVersion.current),
      "policy": .object(["id": .string(policy.id), "hash": .string(policy.hash)]),
      "scenario": .object([
        "title": .message(scenario.title),
        "hash": .string(scenario.hash),
        "year": .integer(scenario.year),
        "set": .array(scenario.overrides.map { override($0, scenario) }),
        "assume": .array(
          scenario.assumed.sorted { $0.key < $1.key }.map { assumption($0, $1, policy) }),
        "waived": .array(
          scenario.waivedRules.sorted().map { .string(policy.eligibility[$0].id) }),
      ]),
      "population": .object(populationMembers),
    ])
  }

  private static func override(_ index: Int, _ scenario: Scenario) -> JSON {
    let parameter = scenario.policy.parameters[index]
    return .object([
      "address": .string(parameter.address),
      "value": parameter.json(of: scenario.values[index]),
      "policy_value": parameter.json(of: parameter.value),
    ])
  }

  private static func assumption(_ index: Int, _ amount: Int64, _ policy: Policy) -> JSON {
    .object(["measure": .string(policy.measures[index].id), "amount_yuan": .yuan(amount)])
  }

  static var environment: JSON { BLASEnvironment.current.json }
}
