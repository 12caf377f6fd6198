import Diagnostics
import Reporting
import Simulation

extension ScenarioInput.Loaded {
  /// Settles the scenario with all that it asks for besides: spending that answers, and replicates.
  ///
  /// - Parameter count: of replicates, in place of the scenario's.
  func settled(
    replicates count: Int? = nil, threads: Int?, _ clock: inout StageClock
  ) throws -> RunResults {
    var population = population
    var warnings = warnings
    func warn(_ more: [Diagnostic]) {
      Console.show(more)
      warnings += more
    }
    let response = try scenario.response.map {
      try respond(scenario, population, $0, threads: threads)
    }
    if let response {
      population = response.population
      warn(response.warnings(scenario.policy))
      clock.finished(Message("let spending answer", zh: "计算行为反应"))
    }
    let settlement = try settle(scenario, population, threads: threads)
    clock.finished(Message("settle", zh: "测算"))
    var settings = scenario.replicates
    if let count {
      settings = settings ?? ReplicateSettings(count: count)
      settings!.count = count
    }
    let replicates = try settings.map {
      try replicate(scenario, population, $0, threads: threads)
    }
    if replicates != nil {
      warn(ReplicateOutcome.warnings(scenario.policy))
      clock.finished(Message("replicates", zh: "重抽样"))
    }
    return try RunResults(
      scenario: scenario, source: source, population: population, settlement: settlement,
      warnings: warnings, replicates: replicates, response: response)
  }
}
