import ArgumentParser
import Diagnostics
import Population
import Reporting
import Simulation

struct SynthesizeCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "synthesize",
      abstract: spoken(
        "Write a scenario's synthetic population as a ledger.", "把情景的合成申报主体写成台账。"))
  }

  @Argument(help: .spoken("The scenario file.", "情景文件。"))
  var scenario: String

  @Option(
    help: .spoken(
      "Directory for the register and the ledger; new or empty.", "名录和台账的目录,须不存在或为空。",
      valueName: "dir"))
  var out: String

  @OptionGroup var language: LanguageOption

  func run() throws {
    let scenario = try Scenario.load(path: scenario)
    guard case .synthetic(let assumptions) = scenario.population else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path),
          Message("the population of this scenario is a ledger", zh: "此情景的申报主体来自台账"),
          expected: Message("a synthetic population", zh: "合成的申报主体")))
    }
    let directory = try NewDirectory(at: out)
    let (population, report) = try Population.synthesise(assumptions, policy: scenario.policy)
    try directory.commit { try population.writeFiles(into: $0, policy: scenario.policy) }
    Console.print(report.text(in: SpokenLanguage.current))
    Console.print(spoken("\nThe ledger is in \(out)\n", "\n台账在 \(out)\n"))
  }
}
