import ArgumentParser
import Diagnostics
import PolicyCatalogue
import Population
import Reporting
import Simulation
import SimulationAPI
import SimulationService
import SwiftProtobuf

internal import struct Foundation.Data

/// A command that a server carries out: what it reads is sent, what it writes comes back.
struct RemoteWork {
  let remote: Remote

  /// Nothing is written in place before the whole answer is there, as when it is computed here.
  ///
  /// - Parameters:
  ///   - out: the result directory and the names of the files that results consist of; nil where there
  ///     are none.
  ///   - ofVillages: the question reads villages, not enterprises.
  func answer(
    _ scenario: String, _ kind: Outlay_V1_Question.OneOf_Kind, population: String?,
    out: (path: String, known: Set<String>)?, ofVillages: Bool = false
  ) async throws {
    let directory = try out.map { try ResultDirectory(at: $0.path, known: $0.known) }
    let (message, ledger) = try prepare(scenario, population: population, ofVillages: ofVillages)
    let question = Outlay_V1_Question.with {
      $0.scenario = message
      $0.kind = kind
      $0.outputDisplayName = out?.path ?? ""
      $0.language = SpokenLanguage.current.rawValue
    }
    let answer: Remote.Answer
    do throws(Remote.Failure) {
      answer = try await remote.answer(question, over: ledger) { bytes in
        Console.complain(String(decoding: bytes, as: UTF8.self), end: "")
      }
    } catch {
      // Not all that is wrong in a ledger fits into what a server says of it.
      if error.kind == .data, let ledger, !ofVillages {
        _ = try Population.read(
          directory: ledger.displayName, policy: try Scenario.load(path: scenario).policy)
      }
      throw error
    }
    // A target that is never met is an answer as well.
    if let directory, !answer.files.isEmpty {
      try directory.commit(answer.files.map { ResultFile($0.name, $0.bytes) })
    }
    Console.print(String(decoding: answer.output, as: UTF8.self))
    if answer.status != 0 { throw ExitCode(answer.status) }
  }

  /// What a scenario is sent as.
  static func message(_ path: String) throws -> Outlay_V1_Scenario {
    let file = try YAMLSourceFile.read(path)
    let mapping = file.root.asMapping
    return try .with {
      $0.yaml = Data(file.bytes)
      $0.displayName = path
      if mapping?.has("policy") == true {
        $0.policyHash = try Scenario.load(path: path).policy.hash
      }
      $0.assumptionsHash = try assumptionsHash(of: mapping, beside: path)
    }
  }

  private static func assumptionsHash(
    of mapping: YAMLMapping?, beside path: String
  ) throws -> String {
    let population = mapping?["population"]?.asMapping?["synthetic"]?.asMapping
    guard let name = population?["from"]?.asText else { return "" }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return try YAMLSourceFile.read(name.hasPrefix("/") ? name : folder + name).hash
  }

  private func prepare(
    _ path: String, population: String?, ofVillages: Bool
  ) throws -> (Outlay_V1_Scenario, Remote.Ledger?) {
    if ofVillages {
      var question = try VillageScenario.load(path: path).villages
      if let population { question.source = .directory(population) }
      guard case .directory(let directory) = question.source else {
        return (try Self.message(path), nil)
      }
      let ledger = Remote.Ledger(
        policy: "", displayName: directory,
        files: [(.villages, try Self.file("\(directory)/villages.csv"))])
      return (try Self.message(path), ledger)
    }
    let scenario = try Scenario.load(path: path)
    let opened = ScenarioInput.Opened(scenario, population)
    guard case .directory(let directory) = opened.source else {
      return (try Self.message(path), nil)
    }
    return (try Self.message(path), try Self.ledger(directory, scenario.policy))
  }

  private static func ledger(_ directory: String, _ policy: Policy) throws -> Remote.Ledger {
    var files: [(file: Remote.LedgerFile, path: String)] = [
      (.register, try file("\(directory)/enterprises.csv"))
    ]
    for name in InputPath.entries(of: "\(directory)/claims") {
      guard name.hasSuffix(".csv"), let measure = policy.measure(String(name.dropLast(4))),
        policy.measures[measure].isComputable
      else {
        // Nothing of the kind can be sent; reading it says what is wrong.
        _ = try Population.read(directory: directory, policy: policy)
        continue
      }
      files.append((.measure(policy.measures[measure].id), "\(directory)/claims/\(name)"))
    }
    let folder = policy.path.split(separator: "/").last.map(String.init) ?? policy.id
    return Remote.Ledger(policy: folder, displayName: directory, files: files)
  }

  private static func file(_ path: String) throws(DataError) -> String {
    if InputPath.isFile(path) { return path }
    throw DataError(
      Diagnostic(at: SourceLocation(file: path), Message("there is no such file", zh: "文件不存在")))
  }
}

extension ServerOption {
  /// Has a server carry out a command; false where this process is to do it.
  func answers(
    _ scenario: String, _ kind: @autoclosure () throws -> Outlay_V1_Question.OneOf_Kind,
    population: String?, out: (path: String, known: Set<String>)?, ofVillages: Bool = false
  ) async throws -> Bool {
    guard let remote = try remote() else { return false }
    try await RemoteWork(remote: remote).answer(
      scenario, try kind(), population: population, out: out, ofVillages: ofVillages)
    return true
  }
}
