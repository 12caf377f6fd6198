import GRPCCore
import GRPCProtobuf
import Metrics

/// Counts calls by method and status, and times them until their last message.
struct MetricsInterceptor: ServerInterceptor {
  func intercept<Input: Sendable, Output: Sendable>(
    request: StreamingServerRequest<Input>, context: ServerContext,
    next:
      @Sendable (StreamingServerRequest<Input>, ServerContext) async throws
      -> StreamingServerResponse<Output>
  ) async throws -> StreamingServerResponse<Output> {
    let start = ContinuousClock.now
    let method = context.descriptor.fullyQualifiedMethod
    do {
      var response = try await next(request, context)
      switch response.accepted {
      case .success(var contents):
        let producer = contents.producer
        contents.producer = { writer in
          do {
            let metadata = try await producer(writer)
            Self.record(method, "OK", since: start)
            return metadata
          } catch {
            Self.record(method, Self.code(of: error), since: start)
            throw error
          }
        }
        response.accepted = .success(contents)
      case .failure(let error): Self.record(method, Self.code(of: error), since: start)
      }
      return response
    } catch {
      Self.record(method, Self.code(of: error), since: start)
      throw error
    }
  }

  private static func code(of error: any Error) -> String {
    let code = (error as? RPCError)?.code ?? (error as? any RPCErrorConvertible)?.rpcErrorCode
    return code.map { "\($0)" } ?? "unknown"
  }

  private static func record(
    _ method: String, _ code: String, since start: ContinuousClock.Instant
  ) {
    Counter(label: "outlay_calls", dimensions: [("method", method), ("code", code)]).increment()
    Metrics.Timer(label: "outlay_call_duration", dimensions: [("method", method)])
      .record(duration: ContinuousClock.now - start)
  }
}
