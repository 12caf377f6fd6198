import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import SimulationAPI
import SwiftProtobuf

/// A server of the built program as a process of its own, which holds 5,000 enterprises, and a
/// client of it over loopback.
final class ServedEngine: Sendable {
  typealias Transport = HTTP2ClientTransport.Posix

  let simulation: Outlay_V1_SimulationService.Client<Transport>
  /// As it is asked.
  let scenario: Outlay_V1_Scenario
  /// Id of the held population.
  let population: String
  /// What the server took to answer that it is in health, from its start, in seconds.
  let secondsToStart: Double
  private let process: Process
  private let client: GRPCClient<Transport>
  private let connections: Task<Void, any Error>

  /// The server's process, whose work counts as well.
  var processID: Int32 { process.processIdentifier }

  init(in place: Workload.Place) async throws {
    let process = Process()
    let start = ContinuousClock.now
    let port = try Self.serve(process, in: place)
    let client = try GRPCClient(
      transport: .http2NIOPosix(
        target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: .plaintext))
    (self.process, self.client) = (process, client)
    connections = Task { try await client.runConnections() }
    simulation = Outlay_V1_SimulationService.Client(wrapping: client)
    do {
      let catalogue = Outlay_V1_CatalogueService.Client(wrapping: client)
      _ = try await catalogue.listPolicies(.init())
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      secondsToStart = Double(seconds) + Double(attoseconds) * 1e-18
      let yaml = try Data(
        contentsOf: URL(fileURLWithPath: "\(place.root)/Scenarios/tight-budget.yaml"))
      let scenario = Outlay_V1_Scenario.with {
        $0.yaml = yaml
        $0.displayName = "tight-budget.yaml"
      }
      self.scenario = scenario
      population = try await Outlay_V1_PopulationService.Client(wrapping: client)
        .synthesizePopulation(.with { $0.scenario = scenario }).id
    } catch {
      process.terminate()
      throw error
    }
  }

  deinit {
    client.beginGracefulShutdown()
    process.terminate()
    process.waitUntilExit()
  }

  /// Starts the program; the port at which it listens.
  private static func serve(_ process: Process, in place: Workload.Place) throws -> Int {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: place.program)
    process.arguments = [
      "serve", "--port=0", "--lang=en", "--data=\(place.scratch)/served",
      "--policies=\(place.root)/Scenarios/policies",
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var said = ""
    while !said.contains("\n") {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      said += String(decoding: data, as: UTF8.self)
    }
    guard let colon = said.lastIndex(of: ":"),
      let port = Int(said[said.index(after: colon)...].prefix { $0.isNumber })
    else {
      throw WorkloadError("\(place.program) serve does not listen: \(said)")
    }
    return port
  }
}
