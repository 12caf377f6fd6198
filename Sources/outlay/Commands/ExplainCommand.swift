import ArgumentParser
import Reporting
import Simulation

struct ExplainCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "explain",
      abstract: spoken(
        "Show every step from a claim's inputs to its payment.", "逐步说明一项申报如何得出兑现额。"))
  }

  @OptionGroup var input: ScenarioInput

  @Option(help: .spoken("The claim.", "申报编号。", valueName: "id"))
  var claim: String

  @Option(help: .spoken("How it is written out.", "输出格式。"))
  var format = ExplanationFormat.text

  @OptionGroup var language: LanguageOption

  enum ExplanationFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  func run() throws {
    let input = try input.load()
    Console.show(input.warnings)
    let settlement = try settle(input.scenario, input.population)
    let explanation = try Explainer(
      scenario: input.scenario, population: input.population, settlement: settlement
    ).explain(claim)
    switch format {
    case .text:
      Console.print(explanation.text(of: input.scenario.policy, in: SpokenLanguage.current))
    case .json: Console.print(explanation.json(of: input.scenario.policy).text)
    }
  }
}
