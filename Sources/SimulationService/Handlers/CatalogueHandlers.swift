import Diagnostics
import GRPCCore
import PolicyCatalogue
import Simulation
import SimulationAPI
import SwiftProtobuf

struct CatalogueHandlers: Outlay_V1_CatalogueService.SimpleServiceProtocol {
  let engine: Engine

  func listPolicies(
    request: Outlay_V1_ListPoliciesRequest, context: ServerContext
  ) async throws -> Outlay_V1_ListPoliciesResponse {
    var response = Outlay_V1_ListPoliciesResponse()
    for name in engine.shelf.names {
      if let policy = try policy(name) { response.policies.append(policy.summary(name)) }
    }
    return response
  }

  func getPolicy(
    request: Outlay_V1_GetPolicyRequest, context: ServerContext
  ) async throws -> Outlay_V1_Policy {
    guard let policy = try policy(request.id) else {
      throw Failures.notFound("policy", request.id)
    }
    var response = Outlay_V1_Policy()
    response.summary = policy.summary(request.id)
    response.measures = policy.measures.map { measure in
      .with {
        $0.id = measure.id
        $0.article = Int32(measure.article)
        $0.item = Int32(measure.item)
        $0.titleZh = measure.title.chinese
        $0.titleEn = measure.title.english
        $0.shape = measure.shape.rawValue
        $0.computable = measure.isComputable
        $0.chapter = policy.chapters[measure.chapter].id
      }
    }
    response.parameters = policy.parameters.map { parameter in
      .with {
        $0.address = parameter.address
        $0.value = Self.text(parameter.value)
        $0.step = Self.text(parameter.step)
      }
    }
    return response
  }

  func validateScenario(
    request: Outlay_V1_ValidateScenarioRequest, context: ServerContext
  ) async throws -> Outlay_V1_ValidateScenarioResponse {
    let uploaded = try UploadedScenario(
      request.scenario, "scenario", shelf: engine.shelf, bounds: engine.bounds)
    let workspace = try Workspace(under: engine.workPath)
    let name = QuestionNames(workspace).scenario
    try uploaded.place(in: workspace, as: name, shelf: engine.shelf)
    var response = Outlay_V1_ValidateScenarioResponse()
    let path = "\(workspace.path)/\(name)"
    let language = Language(rawValue: request.language) ?? .english
    func add(_ diagnostics: [Diagnostic]) {
      response.findings += diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        if diagnostic.location.file == path {
          diagnostic.location.file = request.scenario.displayName
        }
        return .with {
          $0.isError = diagnostic.severity == .error
          $0.text = diagnostic.description(in: language)
        }
      }
    }
    do throws(DataError) {
      add(
        uploaded.policy == nil
          ? try VillageScenario.load(path: path).warnings
          : try Scenario.load(path: path).warnings)
      response.valid = true
    } catch {
      add(error.diagnostics)
    }
    return response
  }

  private func policy(_ name: String) throws -> Policy? {
    do throws(DataError) {
      return try engine.shelf.policy(name)
    } catch {
      throw RPCError(code: .failedPrecondition, message: "the server's policy is broken")
    }
  }

  private static func text(_ value: Fraction) -> String {
    value.denominator == 1 ? "\(value.numerator)" : "\(value.numerator)/\(value.denominator)"
  }
}

extension Policy {
  fileprivate func summary(_ name: String) -> Outlay_V1_PolicySummary {
    .with {
      $0.id = name
      $0.hash = hash
      $0.measureCount = Int32(measures.count)
      $0.parameterCount = Int32(parameters.count)
    }
  }
}
