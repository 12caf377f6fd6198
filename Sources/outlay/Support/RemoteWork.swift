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

  /// A scenario that a question reads, and what stands in the place of its populations.
  struct Source {
    var scenario: String
    var population: String?
    var villages: String?
    var place: Remote.Place

    init(
      _ scenario: String, population: String?, villages: String? = nil, as place: Remote.Place
    ) {
      self.scenario = scenario
      self.population = population
      self.villages = villages
      self.place = place
    }
  }

  /// Nothing is written in place before the whole answer is there, as when it is computed here.
  ///
  /// - Parameters:
  ///   - sources: the first is the question's scenario.
  ///   - out: the result directory and the names of the files that results consist of; nil where there
  ///     are none.
  func answer(
    _ sources: [Source], _ kind: Outlay_V1_Question.OneOf_Kind,
    out: (path: String, known: Set<String>)?
  ) async throws {
    let directory = try out.map { try ResultDirectory(at: $0.path, known: $0.known) }
    var ledgers: [Remote.Ledger] = []
    for source in sources {
      for ledger in try Self.ledgers(of: source) {
        // One that both scenarios read is sent once.
        let same = ledgers.firstIndex {
          ($0.policy, $0.displayName) == (ledger.policy, ledger.displayName)
            && $0.files.map(\.path) == ledger.files.map(\.path)
        }
        if let same {
          ledgers[same].places += ledger.places
        } else {
          ledgers.append(ledger)
        }
      }
    }
    let question = try Outlay_V1_Question.with {
      $0.scenario = try Self.message(sources[0].scenario)
      $0.kind = kind
      $0.outputDisplayName = out?.path ?? ""
      $0.language = SpokenLanguage.current.rawValue
    }
    let answer: Remote.Answer
    do throws(Remote.Failure) {
      answer = try await remote.answer(question, over: ledgers) { bytes in
        Console.complain(String(decoding: bytes, as: UTF8.self), end: "")
      }
    } catch {
      // Not all that is wrong in a ledger fits into what a server says of it.
      if error.kind == .data { try Self.read(sources) }
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

  /// The ledgers that a server cannot read by itself.
  private static func ledgers(of source: Source) throws -> [Remote.Ledger] {
    if source.place == .villages {
      var question = try VillageScenario.load(path: source.scenario).villages
      if let population = source.population { question.source = .directory(population) }
      return try villages(question, at: .villages).map { [$0] } ?? []
    }
    let opened = try opened(source)
    var ledgers: [Remote.Ledger] = []
    if case .directory(let directory) = opened.source, !opened.scenario.isOfVillagesAlone {
      ledgers.append(try ledger(directory, opened.scenario.policy, at: source.place))
    }
    let isAfter = source.place == .enterprisesAfter
    if let question = opened.scenario.villages,
      let ledger = try villages(question, at: isAfter ? .villagesAfter : .villages)
    {
      ledgers.append(ledger)
    }
    return ledgers
  }

  private static func opened(_ source: Source) throws(DataError) -> ScenarioInput.Opened {
    try ScenarioInput.openAny(
      source.scenario, population: source.population, villages: source.villages)
  }

  /// Says all that is wrong in ledgers, if anything is.
  private static func read(_ sources: [Source]) throws(DataError) {
    for source in sources where source.place != .villages {
      let opened = try opened(source)
      guard case .directory(let directory) = opened.source, !opened.scenario.isOfVillagesAlone
      else { continue }
      _ = try Population.read(directory: directory, policy: opened.scenario.policy)
    }
  }

  private static func villages(
    _ question: VillageQuestion, at place: Remote.Place
  ) throws -> Remote.Ledger? {
    guard case .directory(let directory) = question.source else { return nil }
    return Remote.Ledger(
      at: [place], policy: "", displayName: directory,
      files: [(.villages, try file("\(directory)/villages.csv"))])
  }

  private static func ledger(
    _ directory: String, _ policy: Policy, at place: Remote.Place
  ) throws -> Remote.Ledger {
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
    return Remote.Ledger(at: [place], policy: folder, displayName: directory, files: files)
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
    _ sources: @autoclosure () -> [RemoteWork.Source],
    _ kind: @autoclosure () throws -> Outlay_V1_Question.OneOf_Kind,
    out: (path: String, known: Set<String>)?
  ) async throws -> Bool {
    guard let remote = try remote() else { return false }
    try await RemoteWork(remote: remote).answer(sources(), try kind(), out: out)
    return true
  }
}

extension ScenarioInput {
  var source: RemoteWork.Source {
    RemoteWork.Source(scenario, population: population, villages: villages, as: .enterprises)
  }
}
