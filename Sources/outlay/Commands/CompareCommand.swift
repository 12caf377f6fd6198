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

  @OptionGroup var output: ResultOptions

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  func run() async throws {
    let populations = (beforePopulation ?? population, afterPopulation ?? population)
    if try await server.answers(
      [
        .init(before, population: populations.0, as: .enterprises),
        .init(after, population: populations.1, as: .enterprisesAfter),
      ],
      .compare(.with { $0.after = try RemoteWork.message(after) }),
      out: (output.out, ScenarioComparison.fileNames))
    {
      return
    }
    var clock = StageClock(isOn: output.timings)
    let directory = try ResultDirectory(at: output.out, known: ScenarioComparison.fileNames)
    let (first, second) = try ScenarioInput.loadBoth(
      before, after, populations: populations, &clock)
    Console.show(first.warnings)
    Console.show(second.warnings.filter { !first.warnings.contains($0) })
    let threads = output.threads
    let comparison = ScenarioComparison(
      before: try first.settled(threads: threads, &clock),
      after: try second.settled(threads: threads, &clock))
    clock.finished(Message("compare", zh: "比较"))
    try directory.commit(comparison.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(comparison.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(output.out)\n", "\n结果在 \(output.out)\n"))
  }
}
