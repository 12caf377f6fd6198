import Diagnostics
import PolicyCatalogue
import Population

/// Settles the claims of one class at a tuple of its numbers.
struct ClassEvaluator: Sendable {
  private let plan: Plan
  private let scenario: Scenario
  /// As assessed at the scenario's own numbers. Why nothing is due is of no interest here.
  private let assessment: Assessment
  /// Measures whose claims have to be assessed anew.
  private let assessed: [Int]
  /// nil where the tuple decides who is eligible.
  private let struck: StruckEnterprises?

  init(_ group: ClaimClass, of base: BaseSettlement, _ readers: ParameterReaders) {
    plan = base.plan.restricted(to: group.rows)
    scenario = base.plan.scenario
    assessment = Assessment(
      assessed: group.rows.map { base.assessed[Int($0)] },
      reasons: [Reason](repeating: .none, count: group.rows.count),
      held: base.held.isEmpty ? [] : group.rows.map { base.held[Int($0)] })
    var reach = ParameterReaders.Reach()
    for parameter in group.parameters { reach.formUnion(readers[parameter]) }
    let part = plan
    assessed = reach.assessed.sorted().filter { part.source(of: $0).count > 0 }
    struck = reach.eligibility ? nil : base.settler.struck
  }

  func totals(at point: BatchPoint, threads: Int) throws(DataError) -> ClassTotals {
    let values = point.values(in: scenario)
    var assessment = assessment
    try Assessor(plan: plan, threads: threads).assess(assessed, values, &assessment)
    let settler = try Settler(plan: plan, values: values, threads: threads, struck: struck)
    return try settler.totals(try settler.award(assessment))
  }
}
