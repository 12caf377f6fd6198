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

  @Option(
    help: .spoken(
      "Directory with villages.csv, in place of the scenario's villages.",
      "含 villages.csv 的目录,代替情景中的各村。", valueName: "dir"))
  var villages: String?

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
    return try Opened(scenario, population, villages: villages)
  }

  /// The same, or villages alone as a scenario of no policy.
  func openAny(_ clock: inout StageClock) throws(DataError) -> Opened {
    defer { clock.finished(Message("read scenario and policy", zh: "读取情景与政策")) }
    return try Self.openAny(scenario, population: population, villages: villages)
  }

  static func openAny(
    _ path: String, population: String?, villages: String?
  ) throws(DataError) -> Opened {
    guard try VillageScenario.standsAlone(path: path) else {
      return try Opened(try Scenario.load(path: path), population, villages: villages)
    }
    let alone = Scenario(villagesAlone: try VillageScenario.load(path: path))
    return try Opened(alone, nil, villages: villages ?? population)
  }

  /// Two scenarios; where both name the same population for the same policy, it is had once.
  ///
  /// - Parameter populations: ledgers in place of the one's and the other's population.
  static func loadBoth(
    _ before: String, _ after: String, populations: (before: String?, after: String?),
    _ clock: inout StageClock
  ) throws(DataError) -> (Loaded, Loaded) {
    let scenarios = (try Scenario.load(path: before), try Scenario.load(path: after))
    clock.finished(Message("read scenarios and policies", zh: "读取情景与政策"))
    let first = try Opened(scenarios.0, populations.before)
    let second = try Opened(scenarios.1, populations.after)
    let loaded = try first.load(&clock)
    guard first.scenario.policy.hash == second.scenario.policy.hash,
      first.source.isSame(as: second.source)
    else { return (loaded, try second.load(&clock)) }
    let same = Loaded(
      scenario: second.scenario, source: second.source, population: loaded.population,
      warnings: second.scenario.warnings)
    return (loaded, same)
  }
}

extension ScenarioInput.Opened {
  /// - Parameters:
  ///   - population: a ledger in place of the scenario's population.
  ///   - villages: a directory with `villages.csv` in place of the scenario's villages.
  init(
    _ scenario: Scenario, _ population: String?, villages: String? = nil
  ) throws(DataError) {
    self.scenario = scenario
    if let villages {
      guard scenario.villages != nil else { throw VillageInput.hasNone(scenario.path) }
      self.scenario.villages?.source = .directory(villages)
    }
    source = population.map { .directory($0) } ?? scenario.population
  }

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
