internal import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
package import SimulationAPI
import SwiftProtobuf

/// A server that answers in the place of this process.
package struct Remote: Sendable {
  package struct Failure: Error {
    package enum Kind: Sendable {
      /// What was sent is wrong.
      case data
      /// Nobody answers there.
      case unavailable
      /// Beyond a bound of the server.
      case exhausted
      /// The caller may not.
      case refused
      case other
    }

    package var kind: Kind
    package var message: String
  }

  /// A file of a population that is sent.
  package enum LedgerFile: Sendable {
    case register, villages
    case measure(String)
  }

  /// Where in a question a population stands.
  package enum Place: Sendable {
    case enterprises, villages, enterprisesAfter, villagesAfter
  }

  package struct Ledger: Sendable {
    package var places: [Place]
    /// Id of the policy; empty for villages alone.
    package var policy: String
    package var displayName: String
    package var files: [(file: LedgerFile, path: String)]

    package init(
      at places: [Place], policy: String, displayName: String,
      files: [(file: LedgerFile, path: String)]
    ) {
      self.places = places
      self.policy = policy
      self.displayName = displayName
      self.files = files
    }
  }

  package struct Answer: Sendable {
    package var status: Int32 = 0
    package var output: [UInt8] = []
    /// In the order of the server.
    package var files: [(name: String, bytes: [UInt8])] = []
  }

  package var host: String
  package var port: Int
  package var token: String?
  /// PEM file of the authorities; nil speaks in the clear.
  package var authorities: String?

  package init(host: String, port: Int, token: String?, authorities: String?) {
    self.host = host
    self.port = port
    self.token = token
    self.authorities = authorities
  }

  /// Has a question answered, over ledgers that are sent first and deleted in the end.
  ///
  /// - Parameter errors: given what goes to standard error, as it comes.
  package func answer(
    _ question: Outlay_V1_Question, over ledgers: [Ledger],
    errors: @escaping @Sendable ([UInt8]) -> Void
  ) async throws(Failure) -> Answer {
    do {
      return try await withGRPCClient(transport: try transport()) { client in
        var question = question
        let populations = Outlay_V1_PopulationService.Client(wrapping: client)
        var held: [String] = []
        func forget() async throws {
          for id in held {
            _ = try await populations.deletePopulation(.with { $0.id = id }, metadata: metadata)
          }
        }
        do {
          for ledger in ledgers {
            let id = try await send(ledger, to: populations)
            held.append(id)
            for place in ledger.places {
              question.stand(
                .with { ($0.id, $0.displayName) = (id, ledger.displayName) }, at: place)
            }
          }
          let answer = try await ask(
            question, Outlay_V1_SimulationService.Client(wrapping: client), errors)
          try await forget()
          return answer
        } catch {
          try? await forget()
          throw error
        }
      }
    } catch let error as RPCError {
      throw Failure(kind: Failure.Kind(error.code), message: error.message)
    } catch {
      throw Failure(kind: .other, message: "\(error)")
    }
  }

  private var metadata: Metadata {
    token.map { ["authorization": "Bearer \($0)"] } ?? [:]
  }

  private func transport() throws -> HTTP2ClientTransport.Posix {
    try .http2NIOPosix(
      target: .dns(host: host, port: port),
      transportSecurity: authorities.map { file in
        .tls { $0.trustRoots = .certificates([.file(path: file, format: .pem)]) }
      } ?? .plaintext)
  }

  private func ask(
    _ question: Outlay_V1_Question,
    _ simulation: Outlay_V1_SimulationService.Client<HTTP2ClientTransport.Posix>,
    _ errors: @escaping @Sendable ([UInt8]) -> Void
  ) async throws -> Answer {
    try await simulation.answer(
      .with { $0.question = question }, metadata: metadata,
      // Parts of an answer are a little larger than a megabyte.
      options: .withSize(8 << 20)
    ) { response in
      var answer = Answer()
      for try await part in response.messages {
        switch part.part {
        case .errors(let bytes): errors(Array(bytes))
        case .output(let bytes): answer.output += bytes
        case .file(let block):
          if answer.files.last?.name != block.name { answer.files.append((block.name, [])) }
          answer.files[answer.files.count - 1].bytes += block.data
        case .status(let status): answer.status = status
        case .table:
          throw RPCError(code: .internalError, message: "a table where files were asked for")
        case .progress, nil: break
        }
      }
      return answer
    }
  }

  private func send(
    _ ledger: Ledger,
    to populations: Outlay_V1_PopulationService.Client<HTTP2ClientTransport.Posix>
  ) async throws -> String {
    let response = try await populations.importPopulation(metadata: metadata) { writer in
      try await writer.write(
        .with {
          $0.header = .with {
            $0.policy = ledger.policy
            $0.displayName = ledger.displayName
          }
        })
      for (file, path) in ledger.files {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        var isFirst = true
        while true {
          let data = try handle.read(upToCount: 1 << 20) ?? Data()
          // A file without bytes is sent all the same: it is there.
          if data.isEmpty && !isFirst { break }
          isFirst = false
          try await writer.write(
            .with {
              $0.block.data = data
              switch file {
              case .register: $0.block.register = true
              case .villages: $0.block.villages = true
              case .measure(let id): $0.block.measure = id
              }
            })
        }
      }
    }
    return response.id
  }
}

extension Outlay_V1_Question {
  fileprivate mutating func stand(_ population: Outlay_V1_HeldPopulation, at place: Remote.Place) {
    switch place {
    case .enterprises: self.population = population
    case .villages: villagePopulation = population
    case .enterprisesAfter: compare.afterPopulation = population
    case .villagesAfter: compare.afterVillagePopulation = population
    }
  }
}

extension CallOptions {
  fileprivate static func withSize(_ bytes: Int) -> CallOptions {
    var options = CallOptions.defaults
    options.maxResponseMessageBytes = bytes
    return options
  }
}

extension Remote.Failure.Kind {
  fileprivate init(_ code: RPCError.Code) {
    self =
      switch code {
      case .invalidArgument, .notFound, .failedPrecondition: .data
      case .unavailable, .deadlineExceeded: .unavailable
      case .resourceExhausted: .exhausted
      case .unauthenticated, .permissionDenied: .refused
      default: .other
      }
  }
}
