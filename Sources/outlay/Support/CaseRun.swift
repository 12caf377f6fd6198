import Diagnostics
import Population
import Reporting
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
      let result = try policyCase.run(engine)
      return zip(result.failures, result.claims.filter { !$0.passed }).map(withReasonsInWords)
    } catch let error as DataError {
      throw error
    } catch {
      preconditionFailure("an engine throws nothing else: \(error)")
    }
  }

  /// The codes are what cases and files hold; who reads Chinese is told what they mean as well.
  private static func withReasonsInWords(
    _ failure: Diagnostic, of claim: ClaimCaseResult
  ) -> Diagnostic {
    func inWords(_ message: Message, _ code: String) -> Message {
      guard !code.isEmpty else { return message }
      return Message(
        message.english,
        zh: Template.replacing(
          "原因 \(code)", in: message.chinese,
          by: "原因 " + ReasonText(language: .chinese).text(code)))
    }
    var failure = failure
    failure.problem = inWords(failure.problem, claim.reason)
    failure.expected = failure.expected.map { inWords($0, claim.expected.reason ?? "") }
    return failure
  }

  private static func named(_ diagnostic: Diagnostic, _ engine: Message) -> Diagnostic {
    var named = diagnostic
    named.problem = Message(
      "[\(engine.english)] " + diagnostic.problem.english,
      zh: "[\(engine.chinese)] " + diagnostic.problem.chinese)
    return named
  }
}
