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
    let opened = try open(&clock)
    return try opened.load(&clock)
  }

  /// The scenario, without its population.
  struct Opened {
    var scenario: Scenario
    var source: Scenario.PopulationSource
  }

  func open(_ clock: inout StageClock) throws(DataError) -> Opened {
    let scenario = try Scenario.load(path: scenario)
    clock.finished(Message("read scenario and policy", zh: "读取情景与政策"))
    let source = population.map { Scenario.PopulationSource.directory($0) } ?? scenario.population
    return Opened(scenario: scenario, source: source)
  }
}

extension ScenarioInput.Opened {
  /// The hash of the population, without making it; nil where making it would fail.
  func populationHash() -> String? {
    switch source {
    case .directory(let directory):
      Population.hash(ofLedger: directory, policy: scenario.policy)
    case .synthetic(let assumptions):
      Population.hash(of: assumptions, policy: scenario.policy)
    }
  }

  func load(_ clock: inout StageClock) throws(DataError) -> ScenarioInput.Loaded {
    defer { clock.finished(Message("read or make the population", zh: "读取或生成申报主体")) }
    let (population, warnings) = try population()
    return ScenarioInput.Loaded(
      scenario: scenario, source: source, population: population,
      warnings: scenario.warnings + warnings)
  }

  /// The population with what is doubtful about it.
  func population() throws(DataError) -> (Population, [Diagnostic]) {
    switch source {
    case .directory(let directory):
      return try Population.read(directory: directory, policy: scenario.policy)
    case .synthetic(let assumptions):
      let (population, report) = try Population.synthesise(assumptions, policy: scenario.policy)
      return (population, report.warnings(scenario.path))
    }
  }
}
