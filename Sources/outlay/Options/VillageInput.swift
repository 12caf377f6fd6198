import Diagnostics
import Population
import Simulation

/// A scenario's villages and, where wanted, a ledger's in their place.
struct VillageInput {
  var scenario: VillageScenario
  var question: VillageQuestion
  var villages: Villages
  var warnings: [Diagnostic]

  /// A directory was given for a scenario that does not ask about villages.
  static func hasNone(_ path: String) -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: path),
        Message(
          "the scenario has no villages in whose place others could stand", zh: "情景中没有村,无从代替"),
        expected: Message("a scenario with villages", zh: "含 villages 的情景")))
  }

  /// - Parameter population: a directory with `villages.csv`, in place of the scenario's villages.
  static func load(
    _ path: String, population: String?, _ clock: inout StageClock
  ) throws(DataError) -> VillageInput {
    let scenario = try VillageScenario.load(path: path)
    clock.finished(Message("read scenario", zh: "读取情景"))
    var question = scenario.villages
    if let population { question.source = .directory(population) }
    let (villages, warnings) = try question.load()
    clock.finished(Message("read or make the villages", zh: "读取或生成各村"))
    return VillageInput(
      scenario: scenario, question: question, villages: villages,
      warnings: scenario.warnings + warnings)
  }
}
