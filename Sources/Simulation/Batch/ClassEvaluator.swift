import Diagnostics
import PolicyCatalogue
import Population

/// Settles the claims of one class at a tuple of its numbers.
struct ClassEvaluator: Sendable {
  private let plan: Plan
  private let scenario: Scenario
  /// As assessed at the scenario's own numbers.
  private let assessment: Assessment
  /// Measures whose claims have to be assessed anew.
  private let assessed: [Int]
  /// nil where the tuple decides who is eligible.
  private let struck: [UInt64]?
  private let threads: Int

  init(
    _ group: ClaimClass, of whole: Plan, base: Batch.Settled, readers: ParameterReaders,
    threads: Int
  ) {
    plan = whole.restricted(to: group.rows)
    scenario = whole.scenario
    assessment = base.assessment.selecting(group.rows)
    self.threads = threads
    var reach = ParameterReaders.Reach()
    for parameter in group.parameters { reach.formUnion(readers[parameter]) }
    let part = plan
    assessed = reach.assessed.sorted().filter { part.source(of: $0).count > 0 }
    struck = reach.eligibility ? nil : base.settler.struck
  }

  func totals(at point: BatchPoint) throws(DataError) -> ClassTotals {
    let values = point.values(in: scenario)
    var assessment = assessment
    try Assessor(plan: plan, threads: threads).assess(assessed, values, &assessment)
    let settler = try Settler(plan: plan, values: values, threads: threads, struck: struck)
    let state = try settler.award(assessment)
    return ClassTotals(settler, state)
  }
}
