import ArgumentParser
import Diagnostics
import PolicyCatalogue
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
    return try Self.populated(scenario, population)
  }

  /// Two scenarios; where both name the same population for the same policy, it is had once.
  ///
  /// - Parameter population: a ledger in place of both populations.
  static func loadBoth(
    _ before: String, _ after: String, population: String?, _ clock: inout StageClock
  ) throws(DataError) -> (Loaded, Loaded) {
    let scenarios = (try Scenario.load(path: before), try Scenario.load(path: after))
    clock.finished(Message("read scenarios and policies", zh: "读取情景与政策"))
    defer { clock.finished(Message("read or make the populations", zh: "读取或生成申报主体")) }
    let first = try populated(scenarios.0, population)
    let source = source(of: scenarios.1, population)
    guard scenarios.0.policy.hash == scenarios.1.policy.hash, first.source.isSame(as: source) else {
      return (first, try populated(scenarios.1, population))
    }
    let second = Loaded(
      scenario: scenarios.1, source: source, population: first.population,
      warnings: scenarios.1.warnings)
    return (first, second)
  }

  private static func source(
    of scenario: Scenario, _ population: String?
  ) -> Scenario.PopulationSource {
    population.map { .directory($0) } ?? scenario.population
  }

  private static func populated(
    _ scenario: Scenario, _ population: String?
  ) throws(DataError) -> Loaded {
    let source = source(of: scenario, population)
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

extension Scenario.PopulationSource {
  /// Whether both are the same population of one policy, as far as can be told without making them.
  fileprivate func isSame(as other: Self) -> Bool {
    switch (self, other) {
    case (.directory(let a), .directory(let b)):
      InputPath.resolved(a) != nil && InputPath.resolved(a) == InputPath.resolved(b)
    case (.synthetic(let a), .synthetic(let b)):
      (a.seed, a.size, a.fingerprint) == (b.seed, b.size, b.fingerprint)
    default: false
    }
  }
}
