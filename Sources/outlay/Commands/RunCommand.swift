import ArgumentParser
import Diagnostics
import Reporting
import Simulation

struct RunCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "run",
      abstract: spoken("Settle a policy year and write the results.", "测算一个政策年度并写出结果。"))
  }

  @OptionGroup var input: ScenarioInput

  @OptionGroup var output: ResultOptions

  @OptionGroup var language: LanguageOption

  func run() throws {
    var clock = StageClock(isOn: output.timings)
    let directory = try ResultDirectory(at: output.out, known: RunResults.fileNames)
    let input = try input.load(&clock)
    Console.show(input.warnings)
    let settlement = try settle(input.scenario, input.population, threads: output.threads)
    clock.finished(Message("settle", zh: "测算"))
    let results = try RunResults(
      scenario: input.scenario, source: input.source, population: input.population,
      settlement: settlement, warnings: input.warnings)
    try directory.commit(results.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(results.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(output.out)\n", "\n结果在 \(output.out)\n"))
  }
}
