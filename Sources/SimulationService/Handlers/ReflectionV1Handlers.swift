import GRPCCore
import SimulationAPI
import SwiftProtobuf

struct ReflectionV1Handlers: Grpc_Reflection_V1_ServerReflection.SimpleServiceProtocol {
  let index: DescriptorIndex

  func serverReflectionInfo(
    request: RPCAsyncSequence<Grpc_Reflection_V1_ServerReflectionRequest, any Error>,
    response: RPCWriter<Grpc_Reflection_V1_ServerReflectionResponse>, context: ServerContext
  ) async throws {
    for try await message in request { try await response.write(answer(message)) }
  }

  private func answer(
    _ request: Grpc_Reflection_V1_ServerReflectionRequest
  ) -> Grpc_Reflection_V1_ServerReflectionResponse {
    .with { answer in
      answer.validHost = request.host
      answer.originalRequest = request
      switch request.messageRequest {
      case .listServices:
        answer.listServicesResponse.service = index.services.map { name in
          .with { $0.name = name }
        }
        return
      case .fileByFilename(let name):
        if let files = index.closure(ofFile: name) {
          answer.fileDescriptorResponse.fileDescriptorProto = files
          return
        }
      case .fileContainingSymbol(let name):
        if let files = index.closure(ofSymbol: name) {
          answer.fileDescriptorResponse.fileDescriptorProto = files
          return
        }
      default: break
      }
      // There are no extensions.
      answer.errorResponse = .with {
        $0.errorCode = Int32(Status.Code.notFound.rawValue)
        $0.errorMessage = "there is no such file or symbol"
      }
    }
  }
}
