import ArgumentParser
import Diagnostics
import Reporting
import Simulation
import SimulationAPI
import SimulationService
import SwiftProtobuf

struct CompareCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "compare",
      abstract: spoken(
        "Settle two scenarios and tell what changes, and for whom.", "测算两个情景,比较增减与受益面。"))
  }

  @Argument(help: .spoken("The scenario file to start from.", "调整前的情景文件。"))
  var before: String

  @Argument(help: .spoken("The scenario file to set beside it.", "调整后的情景文件。"))
  var after: String

  @Option(
    help: .spoken(
      "Directory of a ledger, in place of both scenarios' populations.", "申报台账目录,代替两个情景中的申报主体。",
      valueName: "dir"))
  var population: String?

  @Option(
    help: .spoken(
      "Directory of a ledger, in place of the first scenario's population.",
      "申报台账目录,只代替第一个情景中的申报主体。", valueName: "dir"))
  var beforePopulation: String?

  @Option(
    help: .spoken(
      "Directory of a ledger, in place of the second scenario's population.",
      "申报台账目录,只代替第二个情景中的申报主体。", valueName: "dir"))
  var afterPopulation: String?

  @Option(
    help: .spoken(
      "Directory with villages.csv, in place of both scenarios' villages.",
      "含 villages.csv 的目录,代替两个情景中的各村。", valueName: "dir"))
  var villages: String?

  @Option(
    help: .spoken(
      "Directory with villages.csv, in place of the first scenario's villages.",
      "含 villages.csv 的目录,只代替第一个情景中的各村。", valueName: "dir"))
  var beforeVillages: String?

  @Option(
    help: .spoken(
      "Directory with villages.csv, in place of the second scenario's villages.",
      "含 villages.csv 的目录,只代替第二个情景中的各村。", valueName: "dir"))
  var afterVillages: String?

  @OptionGroup var output: ResultOptions

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  func run() async throws {
    let populations = (beforePopulation ?? population, afterPopulation ?? population)
    let villagesOfSides = (beforeVillages ?? villages, afterVillages ?? villages)
    if try await server.answers(
      [
        .init(
          before, population: populations.0, villages: villagesOfSides.0, as: .enterprises),
        .init(
          after, population: populations.1, villages: villagesOfSides.1, as: .enterprisesAfter),
      ],
      .compare(.with { $0.after = try RemoteWork.message(after) }),
      out: (output.out, ScenarioComparison.fileNames))
    {
      return
    }
    var clock = StageClock(isOn: output.timings)
    let directory = try ResultDirectory(at: output.out, known: ScenarioComparison.fileNames)
    let villages = try compareVillages(villagesOfSides, populations, &clock)
    if let villages, try VillageScenario.standsAlone(path: before) {
      try finish(villages, directory, &clock)
      return
    }
    let (first, second) = try ScenarioInput.loadBoth(
      before, after, populations: populations, &clock)
    Console.show(first.warnings)
    Console.show(second.warnings.filter { !first.warnings.contains($0) })
    let threads = output.threads
    let comparison = ScenarioComparison(
      before: try first.settled(threads: threads, &clock),
      after: try second.settled(threads: threads, &clock), villages: villages)
    clock.finished(Message("compare", zh: "比较"))
    try finish(comparison, directory, &clock)
  }

  private func finish(
    _ answer: some AnswerFiles, _ directory: ResultDirectory, _ clock: inout StageClock
  ) throws {
    try directory.commit(answer.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(answer.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(output.out)\n", "\n结果在 \(output.out)\n"))
  }

  /// Nil unless both scenarios have villages.
  ///
  /// - Throws: `DataError` where one is of villages alone and the other has none.
  private func compareVillages(
    _ directories: (String?, String?), _ populations: (String?, String?),
    _ clock: inout StageClock
  ) throws -> VillageComparison? {
    let alone = (
      try VillageScenario.standsAlone(path: before), try VillageScenario.standsAlone(path: after)
    )
    guard alone.0 == alone.1 else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: alone.0 ? before : after),
          Message(
            "holds villages alone, and the other scenario a policy", zh: "只有村级部分,而另一情景有政策"),
          expected: Message("two scenarios of one kind", zh: "两个同类情景")))
    }
    let isAsked = (
      try VillageScenario.isAsked(path: before), try VillageScenario.isAsked(path: after)
    )
    if directories.0 != nil && !isAsked.0 { throw VillageInput.hasNone(before) }
    if directories.1 != nil && !isAsked.1 { throw VillageInput.hasNone(after) }
    guard isAsked.0 && isAsked.1 else { return nil }
    func side(
      _ path: String, _ directory: String?, _ population: String?
    ) throws -> VillageComparison.Side {
      let input = try VillageInput.load(
        path, population: directory ?? (alone.0 ? population : nil), &clock)
      if alone.0 { Console.show(input.warnings) }
      return try VillageComparison.Side(
        input.scenario.title, input.question, input.villages, scenarioHash: input.scenario.hash)
    }
    defer { clock.finished(Message("project the villages", zh: "预测各村")) }
    return VillageComparison(
      before: try side(before, directories.0, populations.0),
      after: try side(after, directories.1, populations.1))
  }
}
