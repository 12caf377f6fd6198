import ArgumentParser
import Diagnostics
import Population
import Reporting
import Simulation

/// A scenario and, where wanted, a ledger in the place of the population that it names.
struct ScenarioInput: ParsableArguments {
  @Argument(help: .spoken("The scenario file.", "情景文件。"))
  var scenario: String

  @Option(
    help: .spoken(
      "Directory of a ledger, in place of the scenario's population.", "申报台账目录,代替情景中的申报主体。",
      valueName: "dir"))
  var population: String?

  struct Loaded {
    var scenario: Scenario
    var source: Scenario.PopulationSource
    var population: Population
    var warnings: [Diagnostic]
  }

  func load() throws(DataError) -> Loaded {
    var clock = StageClock(isOn: false)
    return try load(&clock)
  }

  func load(_ clock: inout StageClock) throws(DataError) -> Loaded {
    let scenario = try Scenario.load(path: scenario)
    clock.finished(Message("read scenario and policy", zh: "读取情景与政策"))
    defer { clock.finished(Message("read or make the population", zh: "读取或生成申报主体")) }
    let source = population.map { Scenario.PopulationSource.directory($0) } ?? scenario.population
    switch source {
    case .directory(let directory):
      let (population, warnings) = try Population.read(
        directory: directory, policy: scenario.policy)
      return Loaded(
        scenario: scenario, source: source, population: population,
        warnings: scenario.warnings + warnings)
    case .synthetic(let assumptions):
      let (population, report) = try Population.synthesise(assumptions, policy: scenario.policy)
      return Loaded(
        scenario: scenario, source: source, population: population,
        warnings: scenario.warnings + report.warnings(scenario.path))
    }
  }
}
