import GRPCCore
import GRPCNIOTransportHTTP2Posix
import X509

/// Lets nobody in without a token, where tokens are asked for, and nobody do what his role does not
/// allow. Without tokens a client's certificate says who he is, where one is asked for.
struct AccessInterceptor: ServerInterceptor {
  let tokens: Tokens?
  /// Whether the transport lets nobody in without a certificate.
  let asksForCertificates: Bool

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
    if isHealth { return try await next(request, context) }
    let caller = try caller(request.metadata, context)
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

  private func caller(_ metadata: Metadata, _ context: ServerContext) throws -> Caller {
    if let tokens {
      guard let caller = Self.token(metadata).flatMap({ tokens.caller(bearing: $0) }) else {
        throw RPCError(
          code: .unauthenticated, message: "expected metadata 'authorization: Bearer TOKEN'")
      }
      return caller
    }
    guard asksForCertificates else { return .anybody }
    let transport = context.transportSpecific as? HTTP2ServerTransport.Posix.Context
    guard let certificate = transport?.peerCertificate else {
      throw RPCError(code: .unauthenticated, message: "expected a client certificate")
    }
    // Names in files of tokens hold no spaces.
    return Caller(name: "certificate \(certificate.subject)", role: .run)
  }

  private static func token(_ metadata: Metadata) -> Substring? {
    for value in metadata[stringValues: "authorization"] {
      let words = value.split(separator: " ", maxSplits: 1)
      if words.count == 2, words[0].lowercased() == "bearer" { return words[1] }
    }
    return nil
  }
}
