import GRPCCore
import SimulationAPI
import SwiftProtobuf

/// The standard health service: serving from the first call to the request to end.
struct HealthHandlers: Grpc_Health_V1_Health.SimpleServiceProtocol {
  let drain: Drain
  let services: Set<String>

  func check(
    request: Grpc_Health_V1_HealthCheckRequest, context: ServerContext
  ) async throws -> Grpc_Health_V1_HealthCheckResponse {
    guard request.service.isEmpty || services.contains(request.service) else {
      throw RPCError(code: .notFound, message: "there is no service '\(request.service)'")
    }
    return .with { $0.status = drain.hasBegun ? .notServing : .serving }
  }

  func watch(
    request: Grpc_Health_V1_HealthCheckRequest,
    response: RPCWriter<Grpc_Health_V1_HealthCheckResponse>, context: ServerContext
  ) async throws {
    let isKnown = request.service.isEmpty || services.contains(request.service)
    try await response.write(.with { $0.status = isKnown ? .serving : .serviceUnknown })
    try? await context.cancellation.cancelled
    if drain.hasBegun { try await response.write(.with { $0.status = .notServing }) }
  }
}
