import CoreMetrics
import GRPCCore
import GRPCNIOTransportHTTP2Posix
package import Logging
import NIOCertificateReloading
import ServiceLifecycle
import UnixSignals

/// Where a server listens, and who may speak to it.
package struct ServerSettings: Sendable {
  package struct TLS: Sendable {
    /// PEM files.
    package var certificates: String
    package var key: String
    /// Of the authorities whose clients are let in; nil asks for no certificate.
    package var clientAuthorities: String?

    package init(certificates: String, key: String, clientAuthorities: String?) {
      self.certificates = certificates
      self.key = key
      self.clientAuthorities = clientAuthorities
    }
  }

  package var host = "127.0.0.1"
  package var port = 7717
  package var tls: TLS?
  package var tokens: Tokens?
  /// How often certificates are looked at for changes.
  package var reloadInterval = Duration.seconds(2)
  /// How often the log tells the metrics; nil for never.
  package var metricsInterval: Duration?

  package init() {}

  /// Whether nobody from elsewhere can reach it.
  package var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") || host == "localhost" }
}

package enum Server {
  /// Serves until the process is asked to end, and then for the time of grace.
  ///
  /// - Parameter listening: told the port once it listens.
  package static func run(
    _ settings: ServerSettings, _ engine: Engine, logger: Logger,
    listening: @escaping @Sendable (Int) -> Void
  ) async throws {
    var services: [any Service] = []
    var security = HTTP2ServerTransport.Posix.TransportSecurity.plaintext
    if let tls = settings.tls {
      let reloader = try TimedCertificateReloader.makeReloaderValidatingSources(
        refreshInterval: settings.reloadInterval,
        certificateSource: .init(location: .file(path: tls.certificates), format: .pem),
        privateKeySource: .init(location: .file(path: tls.key), format: .pem))
      services.append(reloader)
      if let authorities = tls.clientAuthorities {
        security = try .mTLS(certificateReloader: reloader) {
          $0.trustRoots = .certificates([.file(path: authorities, format: .pem)])
        }
      } else {
        security = try .tls(certificateReloader: reloader)
      }
    }
    if let interval = settings.metricsInterval {
      let metrics = LoggedMetrics()
      MetricsSystem.bootstrap(metrics)
      services.append(MetricsLog(metrics: metrics, interval: interval, logger: logger))
    }
    let queue = BatchQueue(engine, logger: logger)
    let index = DescriptorIndex()
    let host = settings.host == "localhost" ? "127.0.0.1" : settings.host
    let server = GRPCServer(
      transport: .http2NIOPosix(
        address: host.contains(":")
          ? .ipv6(host: host, port: settings.port) : .ipv4(host: host, port: settings.port),
        transportSecurity: security,
        config: .defaults {
          let most = engine.bounds.requestBytes
          $0.rpc.maxRequestPayloadSize = most
          $0.channelDebuggingCallbacks.onAcceptHTTP2Stream = {
            RequestBoundHandler.add(to: $0, most: most)
          }
          $0.connection.flushCoalescing = nil
        }),
      services: [
        CatalogueHandlers(engine: engine), PopulationHandlers(engine: engine),
        SimulationHandlers(engine: engine), BatchHandlers(engine: engine, queue: queue),
        HealthHandlers(drain: engine.drain, services: Set(index.services)),
        ReflectionV1Handlers(index: index), ReflectionV1alphaHandlers(index: index),
      ],
      interceptors: [
        MetricsInterceptor(), ErrorInterceptor(logger: logger),
        AccessInterceptor(
          tokens: settings.tokens, asksForCertificates: settings.tls?.clientAuthorities != nil),
      ])
    let endpoint = Endpoint(server: server, engine: engine, logger: logger, listening: listening)
    services += [queue, endpoint]
    var configuration = ServiceGroupConfiguration(
      services: services.map {
        .init(
          service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .gracefullyShutdownGroup)
      }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(engine.bounds.graceSeconds + 5)
    try await ServiceGroup(configuration: configuration).run()
  }
}

private struct Endpoint: Service {
  let server: GRPCServer<HTTP2ServerTransport.Posix>
  let engine: Engine
  let logger: Logger
  let listening: @Sendable (Int) -> Void

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.serve() }
        if let port = try await server.listeningAddress?.port { listening(port) }
        try await group.waitForAll()
      }
    } onGracefulShutdown: {
      // In this order, so that calls know why they are told to end.
      engine.drain.begin(grace: .seconds(engine.bounds.graceSeconds))
      server.beginGracefulShutdown()
    }
  }
}

extension SocketAddress {
  fileprivate var port: Int? { ipv4?.port ?? ipv6?.port }
}
