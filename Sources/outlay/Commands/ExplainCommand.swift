import ArgumentParser
import Diagnostics
import PolicyCatalogue
import Population
import Reporting
import Simulation
import SimulationAPI
import SimulationService
import SwiftProtobuf

struct ExplainCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "explain",
      abstract: spoken(
        "Show every step from a claim's inputs to its payment, or a village's path to its income.",
        "逐步说明一项申报如何得出兑现额,或一个村的收入如何形成。"))
  }

  @OptionGroup var input: ScenarioInput

  @Option(help: .spoken("The claim.", "申报编号。", valueName: "id"))
  var claim: String?

  @Option(help: .spoken("The village.", "村编号。", valueName: "id"))
  var village: String?

  @Option(help: .spoken("How it is written out.", "输出格式。"))
  var format = ExplanationFormat.text

  @OptionGroup var server: ServerOption

  @OptionGroup var language: LanguageOption

  enum ExplanationFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  func validate() throws {
    if (claim == nil) == (village == nil) {
      throw ValidationError(
        spoken(
          "Give either --claim <id> or --village <id>.", "请写 --claim <id> 或 --village <id> 之一。"))
    }
  }

  func run() async throws {
    if try await server.answers(
      [village == nil ? input.source : .init(input.scenario, population: directory, as: .villages)],
      .explain(question), out: nil)
    {
      return
    }
    if let village { try show(village: village) }
    if let claim { try show(claim: claim) }
  }

  private var question: Outlay_V1_ExplainQuestion {
    .with {
      if let village { $0.village = village }
      if let claim { $0.claim = claim }
      $0.json = format == .json
    }
  }

  /// Where a village's row stands, if not where the scenario says.
  private var directory: String? { input.villages ?? input.population }

  private func show(village: String) throws {
    var clock = StageClock(isOn: false)
    let input = try VillageInput.load(input.scenario, population: directory, &clock)
    Console.show(input.warnings)
    let explanation = try VillageExplanation(village, input.question, input.villages)
    switch format {
    case .text: Console.print(explanation.text(in: SpokenLanguage.current))
    case .json: Console.print(explanation.json.text)
    }
  }

  private func show(claim: String) throws {
    var input = try self.input.load()
    Console.show(input.warnings)
    // A claim as a run settles it: with the spending that answers.
    if let response = input.scenario.response {
      input.population = try respond(input.scenario, input.population, response).population
    }
    let settlement = try settle(input.scenario, input.population)
    let explanation = try explain(claim, input, settlement)
    switch format {
    case .text:
      Console.print(explanation.text(of: input.scenario.policy, in: SpokenLanguage.current))
    case .json: Console.print(explanation.json(of: input.scenario.policy).text)
    }
  }

  /// A claim that is not there is the user's error. That the claim is there and yet cannot be explained
  /// means that the two paths disagree, which is ours.
  private func explain(
    _ claim: String, _ input: ScenarioInput.Loaded, _ settlement: Settlement
  ) throws -> Explanation {
    do {
      return try Explainer(
        scenario: input.scenario, population: input.population, settlement: settlement
      ).explain(claim)
    } catch {
      if input.has(claim) { throw InternalDisagreement(error) }
      throw error
    }
  }
}

/// The fast and the exact path come to different amounts: a fault of the program, never of the data.
struct InternalDisagreement: Error {
  var diagnostics: [Diagnostic]

  init(_ error: DataError) { diagnostics = error.diagnostics }
}

extension ScenarioInput.Loaded {
  /// Whether there is such a claim, filed or assumed.
  fileprivate func has(_ claim: String) -> Bool {
    if population.order.find(claim) != nil { return true }
    let prefix = "assumed:"
    guard claim.hasPrefix(prefix),
      let measure = scenario.policy.measure(String(claim.dropFirst(prefix.count)))
    else { return false }
    return scenario.assumed[measure] != nil
  }
}
