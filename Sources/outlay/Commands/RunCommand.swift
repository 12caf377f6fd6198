import ArgumentParser
import Diagnostics
import Reporting
import Simulation
import SimulationAPI
import SwiftProtobuf

struct RunCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "run",
      abstract: spoken("Settle a policy year and write the results.", "测算一个政策年度并写出结果。"))
  }

  @OptionGroup var input: ScenarioInput

  @OptionGroup var output: ResultOptions

  @Option(
    help: .spoken(
      "How many replicates tell how sure the figures are; in place of the scenario's number.",
      "重抽样次数,用以说明结果的把握;代替情景中的次数。", valueName: "n"))
  var replicates: Int?

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  func validate() throws {
    if let replicates, !ReplicateSettings.counts.contains(replicates) {
      let (least, most) = (ReplicateSettings.counts.lowerBound, ReplicateSettings.counts.upperBound)
      throw ValidationError(
        spoken(
          "--replicates must be from \(least) to \(most).",
          "--replicates 须为 \(least) 至 \(most)。"))
    }
  }

  func run() async throws {
    if try await server.answers(
      [input.source],
      .run(.with { $0.replicates = Int32(replicates ?? 0) }),
      out: (output.out, RunResults.fileNames))
    {
      return
    }
    var clock = StageClock(isOn: output.timings)
    let directory = try ResultDirectory(at: output.out, known: RunResults.fileNames)
    let input = try input.load(&clock)
    Console.show(input.warnings)
    let results = try input.settled(replicates: replicates, threads: output.threads, &clock)
    let years = try input.scenario.growth.map {
      try YearProjection(
        input.scenario, $0, results.population, first: results.settlement,
        threads: output.threads)
    }
    if years != nil { clock.finished(Message("project the years after", zh: "预测以后各年")) }
    try directory.commit(results.files(years: years))
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(results.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(output.out)\n", "\n结果在 \(output.out)\n"))
  }
}
