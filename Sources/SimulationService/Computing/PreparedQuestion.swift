internal import Foundation
import GRPCCore
import GRPCProtobuf
import RunStore
import SimulationAPI
import SwiftProtobuf

/// A question that was found answerable, ready in a workspace.
struct PreparedQuestion {
  private let question: Outlay_V1_Question
  private let workspace: Workspace
  private let names: QuestionNames
  private let process: WorkerProcess
  private let held: QuestionPopulations

  init(_ question: Outlay_V1_Question, of owner: String, in engine: Engine) throws {
    self.question = question
    let (shelf, bounds) = (engine.shelf, engine.bounds)
    try UploadedScenario.check(
      displayName: question.outputDisplayName, "question.output_display_name")
    var scenarios = [
      try UploadedScenario(question.scenario, "question.scenario", shelf: shelf, bounds: bounds)
    ]
    if case .compare(let compare) = question.kind {
      scenarios.append(
        try UploadedScenario(
          compare.after, "question.compare.after", shelf: shelf, bounds: bounds))
    }
    held = try QuestionPopulations(question, scenarios, of: owner, in: engine.populations)
    workspace = try Workspace(under: engine.workPath)
    names = QuestionNames(workspace)
    for (scenario, name) in zip(scenarios, [names.scenario, names.after]) {
      try scenario.place(in: workspace, as: name, shelf: shelf)
    }
    process = WorkerProcess(
      arguments: try question.arguments(
        names, held, store: engine.storePath,
        threads: engine.threads),
      workspace: workspace, memoryBytes: bounds.memoryBytes)
  }

  /// Nil where it was stopped.
  func answer(
    softly: Bool = false, isStopped: @escaping @Sendable () -> Bool,
    report: (Int64, Int64) async throws -> Void
  ) async throws -> AnswerParts? {
    switch try await process.run(softly: softly, isStopped: isStopped, report: report) {
    case .stopped: return nil
    case .outOfMemory:
      throw Failures.exhausted("the answer takes more memory than this server gives to one")
    case .crashed(let signal):
      throw RPCError(
        code: .internalError, message: "the process of the answer was ended by signal \(signal)")
    case .exited(let status): return AnswerParts(self, status: status)
    }
  }

  fileprivate func text(_ name: String) -> Data { renamed(process.contents(name)) }

  fileprivate var fileNames: [String] {
    ((try? FileManager.default.contentsOfDirectory(
      atPath: "\(workspace.path)/\(names.output)")) ?? []).sorted()
  }

  fileprivate var isAsColumns: Bool { question.asColumns }

  fileprivate func table(_ name: String) throws -> TableBlocks {
    try TableBlocks(name, at: "\(workspace.path)/\(names.output)/\(name)")
  }

  fileprivate func file(_ name: String) -> Data {
    let data = process.contents("\(names.output)/\(name)")
    // The only file of a result that names files is its summary, by its warnings.
    return name == "summary.json" ? renamed(data) : data
  }

  /// With the caller's names in the place of the workspace's.
  private func renamed(_ data: Data) -> Data {
    var after = ""
    if case .compare(let compare) = question.kind { after = compare.after.displayName }
    var pairs = [
      (names.scenario, question.scenario.displayName), (names.after, after),
      (names.output, question.outputDisplayName),
    ]
    for population in held.all { pairs.append((population.path, population.displayName)) }
    var result = data
    for (name, displayName) in pairs {
      let pattern = Data(name.utf8)
      var searched = result.startIndex
      while let range = result.range(of: pattern, in: searched..<result.endIndex) {
        result.replaceSubrange(range, with: Data(displayName.utf8))
        searched = range.lowerBound + displayName.utf8.count
      }
    }
    return result
  }
}

/// An answer in parts that fit into messages.
struct AnswerParts {
  private static let size = 1 << 20
  private let question: PreparedQuestion
  private let status: Int32

  fileprivate init(_ question: PreparedQuestion, status: Int32) {
    self.question = question
    self.status = status
  }

  /// Whether the data was found wrong, or the computation went wrong.
  var isFailure: Bool { status != 0 && status != 1 }

  /// The first error, for who only wants to know why.
  var failure: String { String(decoding: question.text(WorkerProcess.errorsName), as: UTF8.self) }

  /// Hands over one part after the other, none of which is made before the last one was taken.
  func deliver(to take: (Outlay_V1_AnswerPart) async throws -> Void) async throws {
    try await take(.with { $0.errors = question.text(WorkerProcess.errorsName) })
    try await take(.with { $0.output = question.text(WorkerProcess.outputName) })
    for name in question.fileNames {
      if question.isAsColumns && name.hasSuffix(".csv") {
        var blocks = try question.table(name)
        while let block = try blocks.next() { try await take(.with { $0.table = block }) }
      } else {
        try await forEachBlock(of: name, take)
      }
    }
    try await take(.with { $0.status = status })
  }

  private func forEachBlock(
    of name: String, _ take: (Outlay_V1_AnswerPart) async throws -> Void
  ) async throws {
    let data = question.file(name)
    for start in stride(from: 0, to: max(1, data.count), by: Self.size) {
      try await take(
        .with {
          $0.file = .with {
            $0.name = name
            $0.data = data.subdata(in: start..<min(start + Self.size, data.count))
          }
        })
    }
  }
}
