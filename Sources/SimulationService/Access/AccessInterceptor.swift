import GRPCCore

/// Lets nobody in without a token, where tokens are asked for, and nobody do what his role does not
/// allow.
struct AccessInterceptor: ServerInterceptor {
  let tokens: Tokens?

  /// What needs more than reading.
  private static let needingRun: Set<String> = [
    "Run", "Sweep", "Answer", "SubmitBatch", "CancelBatch", "ImportPopulation",
    "SynthesizePopulation", "DeletePopulation",
  ]

  func intercept<Input: Sendable, Output: Sendable>(
    request: StreamingServerRequest<Input>, context: ServerContext,
    next:
      @Sendable (StreamingServerRequest<Input>, ServerContext) async throws
      -> StreamingServerResponse<Output>
  ) async throws -> StreamingServerResponse<Output> {
    let isHealth = context.descriptor.service.fullyQualifiedService == "grpc.health.v1.Health"
    guard let tokens, !isHealth else { return try await next(request, context) }
    guard let caller = Self.token(request.metadata).flatMap({ tokens.caller(bearing: $0) }) else {
      throw RPCError(
        code: .unauthenticated, message: "expected metadata 'authorization: Bearer TOKEN'")
    }
    if Self.needingRun.contains(context.descriptor.method), caller.role < .run {
      throw RPCError(
        code: .permissionDenied, message: "the role '\(caller.role)' does not allow this")
    }
    var response = try await Caller.$current.withValue(caller) {
      try await next(request, context)
    }
    // What is streamed is made later, outside of this call.
    if case .success(var contents) = response.accepted {
      let producer = contents.producer
      contents.producer = { writer in
        try await Caller.$current.withValue(caller) { try await producer(writer) }
      }
      response.accepted = .success(contents)
    }
    return response
  }

  private static func token(_ metadata: Metadata) -> Substring? {
    for value in metadata[stringValues: "authorization"] {
      let words = value.split(separator: " ", maxSplits: 1)
      if words.count == 2, words[0].lowercased() == "bearer" { return words[1] }
    }
    return nil
  }
}
