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

  @Option(
    help: .spoken(
      "Directory for the results. Earlier results there are replaced when the run has succeeded.",
      "结果目录。测算成功后才替换其中原有的结果。", valueName: "dir"))
  var out: String

  @Option(
    help: .spoken(
      "How many threads work; the figures do not depend on it.", "计算线程数;不影响结果。",
      valueName: "n"))
  var threads: Int?

  @Flag(
    help: .spoken("Tell on standard error how long each stage took.", "在标准错误输出各阶段用时。"))
  var timings = false

  @OptionGroup var language: LanguageOption

  func validate() throws {
    try checkThreads(threads)
  }

  func run() throws {
    var clock = StageClock(isOn: timings)
    let directory = try ResultDirectory(at: out, known: RunResults.fileNames)
    let input = try input.load(&clock)
    Console.show(input.warnings)
    let settlement = try settle(input.scenario, input.population, threads: threads)
    clock.finished(Message("settle", zh: "测算"))
    let results = try RunResults(
      scenario: input.scenario, source: input.source, population: input.population,
      settlement: settlement, warnings: input.warnings)
    try directory.commit(results.files())
    clock.finished(Message("write results", zh: "写出结果"))
    Console.print(results.text(in: SpokenLanguage.current))
    Console.print(spoken("\nResults are in \(out)\n", "\n结果在 \(out)\n"))
  }
}
