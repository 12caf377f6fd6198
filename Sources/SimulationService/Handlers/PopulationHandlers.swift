import Diagnostics
internal import Foundation
import GRPCCore
import PolicyCatalogue
import Population
import RunStore
import Simulation
import SimulationAPI
import SwiftProtobuf

struct PopulationHandlers: Outlay_V1_PopulationService.SimpleServiceProtocol {
  let engine: Engine
  private var owner: String { Caller.current.name }

  func importPopulation(
    request: RPCAsyncSequence<Outlay_V1_ImportPopulationRequest, any Error>, context: ServerContext
  ) async throws -> Outlay_V1_Population {
    try engine.populations.checkRoom(of: owner)
    var header: Outlay_V1_ImportPopulationRequest.Header?
    var policy: Policy?
    let draft = try engine.populations.draft()
    for try await message in request {
      switch (message.part, header) {
      case (.header(let first), nil):
        try UploadedScenario.check(displayName: first.displayName, "header.display_name")
        header = first
        if !first.policy.isEmpty {
          policy = try engine.shelf.policy(first.policy)
          if policy == nil { throw Failures.notFound("policy", first.policy) }
        }
      case (.block(let block), .some):
        try draft.append(block.data, to: try Self.name(block, policy))
      default:
        throw Failures.invalid("part", "expected the header once, first, then blocks")
      }
    }
    guard let header else { throw Failures.invalid("part", "expected a header") }
    return try hold(
      draft, policy.map { (header.policy, $0) }, displayName: header.displayName)
  }

  /// The place of a file, of names that are the server's own.
  private static func name(
    _ block: Outlay_V1_ImportPopulationRequest.FileBlock, _ policy: Policy?
  ) throws -> String {
    switch block.file {
    case .register(true): return "enterprises.csv"
    case .villages(true): return "villages.csv"
    case .measure(let id):
      guard let index = policy?.measure(id) else { throw Failures.notFound("measure", id) }
      return "claims/\(policy!.measures[index].id).csv"
    default: throw Failures.invalid("block.file", "expected a file")
    }
  }

  private func hold(
    _ draft: HeldPopulations.Draft, _ policy: (String, Policy)?, displayName: String
  ) throws -> Outlay_V1_Population {
    let population = try engine.populations.hold(
      draft.id, policy: policy.map { (name: $0.0, policy: $0.1) }, displayName: displayName,
      owner: owner)
    draft.keep()
    return population
  }

  func synthesizePopulation(
    request: Outlay_V1_SynthesizePopulationRequest, context: ServerContext
  ) async throws -> Outlay_V1_Population {
    try engine.populations.checkRoom(of: owner)
    let uploaded = try UploadedScenario(
      request.scenario, "scenario", shelf: engine.shelf, bounds: engine.bounds)
    guard uploaded.policy != nil, !uploaded.namesPopulation else {
      throw Failures.invalid(
        "scenario.yaml", "expected a scenario with a policy and a synthetic population")
    }
    let workspace = try Workspace(under: engine.workPath)
    let name = QuestionNames(workspace).scenario
    try uploaded.place(in: workspace, as: name, shelf: engine.shelf)
    let draft = try engine.populations.draft()
    let policy: Policy
    do {
      let scenario = try Scenario.load(path: "\(workspace.path)/\(name)")
      policy = scenario.policy
      guard case .synthetic(let assumptions) = scenario.population else {
        throw Failures.invalid("scenario.yaml", "expected a synthetic population")
      }
      // About a kilobyte a claimant; what is far beyond the bound is not begun.
      guard assumptions.size <= engine.bounds.populationBytes / 256 else {
        throw Failures.exhausted(
          "\(assumptions.size) claimants would take more than the "
            + "\(engine.bounds.populationBytes) bytes that a population may have here")
      }
      let (population, _) = try Population.synthesise(assumptions, policy: policy)
      try population.writeFiles(into: draft.path, policy: policy)
    } catch let error as DataError {
      throw Failures.invalid("scenario.yaml", error)
    }
    let reference = engine.shelf.names.first {
      (try? engine.shelf.policy($0)?.hash) == policy.hash
    }
    return try hold(
      draft, (reference ?? policy.id, policy), displayName: request.scenario.displayName)
  }

  func getPopulation(
    request: Outlay_V1_GetPopulationRequest, context: ServerContext
  ) async throws -> Outlay_V1_Population {
    let held = try engine.populations.require(request.id, of: owner)
    return try Outlay_V1_Population(serializedBytes: held.details)
  }

  func listPopulations(
    request: Outlay_V1_ListPopulationsRequest, context: ServerContext
  ) async throws -> Outlay_V1_ListPopulationsResponse {
    let held = try engine.store.populations(of: owner)
    return .with { $0.ids = held.map(\.id) }
  }

  func deletePopulation(
    request: Outlay_V1_DeletePopulationRequest, context: ServerContext
  ) async throws -> Outlay_V1_DeletePopulationResponse {
    try engine.populations.delete(try engine.populations.require(request.id, of: owner))
    return Outlay_V1_DeletePopulationResponse()
  }
}
