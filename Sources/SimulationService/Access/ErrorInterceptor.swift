import Diagnostics
import GRPCCore
import GRPCProtobuf
import Logging
import RunStore

/// Turns errors that no handler expected into ones that tell a caller nothing of the server, and logs
/// calls without anything that they hold.
struct ErrorInterceptor: ServerInterceptor {
  let logger: Logger

  func intercept<Input: Sendable, Output: Sendable>(
    request: StreamingServerRequest<Input>, context: ServerContext,
    next:
      @Sendable (StreamingServerRequest<Input>, ServerContext) async throws
      -> StreamingServerResponse<Output>
  ) async throws -> StreamingServerResponse<Output> {
    do {
      var response = try await next(request, context)
      if case .success(var contents) = response.accepted {
        let producer = contents.producer
        contents.producer = { writer in
          do { return try await producer(writer) } catch { throw known(error, context) }
        }
        response.accepted = .success(contents)
      }
      return response
    } catch {
      throw known(error, context)
    }
  }

  private func known(_ error: any Error, _ context: ServerContext) -> any Error {
    switch error {
    case is RPCError, is any RPCErrorConvertible: return error
    case let error as DataError: return Failures.invalid("request", error)
    case is CancellationError: return Failures.cancelled
    // Nothing went wrong: who called is gone, and what was written to him found no channel.
    case _ where context.cancellation.isCancelled: return Failures.cancelled
    default:
      logger.error(
        "call failed",
        metadata: [
          "method": "\(context.descriptor.fullyQualifiedMethod)",
          "error": "\(type(of: error))",
        ])
      return RPCError(code: .internalError, message: "the server could not answer")
    }
  }
}
