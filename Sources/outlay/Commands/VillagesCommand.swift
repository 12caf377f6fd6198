import ArgumentParser
import Diagnostics
import Reporting
import Simulation
import SimulationAPI
import SimulationService
import SwiftProtobuf

struct VillagesCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "villages",
      abstract: spoken(
        "Project village collective income and write the results.", "预测村级集体经济收入并写出结果。"))
  }

  @Argument(help: .spoken("The scenario file.", "情景文件。"))
  var scenario: String

  @Option(
    help: .spoken(
      "Directory with villages.csv, in place of the scenario's villages.",
      "含 villages.csv 的目录,代替情景中的各村。", valueName: "dir"))
  var population: String?

  @OptionGroup var output: ResultOptions

  @Option(
    help: .spoken(
      "How many replicates are drawn, in place of the scenario's number.", "重抽样次数,代替情景中的次数。",
      valueName: "n"))
  var replicates: Int?

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  func validate() throws {
    let most = VillageQuestion.mostReplicates
    if let replicates, !(1...most).contains(replicates) {
      throw ValidationError(
        spoken("--replicates must be from 1 to \(most).", "--replicates 须为 1 至 \(most)。"))
    }
  }

  func run() async throws {
    if try await server.answers(
      [.init(scenario, population: population, as: .villages)],
      .villages(.with { $0.replicates = Int32(replicates ?? 0) }),
      out: (output.out, VillageResults.fileNames))
    {
      return
    }
    var clock = StageClock(isOn: output.timings)
    let directory = try ResultDirectory(at: output.out, known: VillageResults.fileNames)
    var input = try VillageInput.load(scenario, population: population, &clock)
    Console.show(input.warnings)
    if let replicates { input.question.replicates = replicates }
    let model = try VillageModel(input.question, input.villages)
    let projection = try model.project(threads: output.threads)
    let path = model.path()
    clock.finished(Message("project", zh: "预测"))
    let results = VillageResults(
      scenario: input.scenario, question: input.question, villages: input.villages,
      projection: projection, path: path, warnings: input.warnings)
    try directory.commit(results.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(results.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(output.out)\n", "\n结果在 \(output.out)\n"))
  }
}
