import Diagnostics
import Population
import Simulation

/// One policy case through both engines.
enum CaseRun {
  /// What came out otherwise than the case says; told once where both engines agree.
  static func failures(of policyCase: PolicyCase) throws(DataError) -> [Diagnostic] {
    let fast = try run(policyCase) { (scenario, population) throws(DataError) in
      // A handful of claims is settled sooner than a second thread is started.
      try settle(scenario, population, threads: 1)
    }
    let exact = try run(policyCase) { (scenario, population) throws(DataError) in
      try ReferenceSettlement.settle(scenario: scenario, population: population)
    }
    if fast == exact { return fast }
    return fast.map { named($0, Message("fast engine", zh: "快速引擎")) }
      + exact.map { named($0, Message("exact engine", zh: "精确引擎")) }
  }

  private static func run(
    _ policyCase: PolicyCase,
    _ engine: (Scenario, Population) throws(DataError) -> Settlement
  ) throws(DataError) -> [Diagnostic] {
    do {
      return try policyCase.run(engine).failures
    } catch let error as DataError {
      throw error
    } catch {
      preconditionFailure("an engine throws nothing else: \(error)")
    }
  }

  private static func named(_ diagnostic: Diagnostic, _ engine: Message) -> Diagnostic {
    var named = diagnostic
    named.problem = Message(
      "[\(engine.english)] " + diagnostic.problem.english,
      zh: "[\(engine.chinese)] " + diagnostic.problem.chinese)
    return named
  }
}
