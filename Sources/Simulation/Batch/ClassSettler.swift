import Diagnostics
import PolicyCatalogue
import Population

/// Settles some claims of a class at a tuple of its numbers by their rules.
struct ClassSettler: Sendable {
  let plan: Plan
  /// As assessed at the scenario's own numbers. Why nothing is due is of no interest here.
  private let assessment: Assessment
  /// Of measures whose claims have to be assessed anew.
  private let rules: ClassRules
  /// nil where the tuple decides who is eligible.
  private let struck: StruckEnterprises?
  /// Rows that are barred at every tuple, and what is left to be done with the others; no
  /// rows and all steps where the tuple decides who is barred.
  private let barred: [Int]
  private let steps: [SettlementStep]

  /// - Parameter rows: of the whole plan, ascending; closed under what meets what.
  init(
    _ rows: [Int32], changing parameters: [Int], of base: BaseSettlement,
    _ readers: ParameterReaders
  ) throws(DataError) {
    plan = base.plan.restricted(to: rows)
    assessment = Assessment(
      assessed: rows.map { base.assessed[Int($0)] },
      reasons: [Reason](repeating: .none, count: rows.count),
      held: base.held.isEmpty ? [] : rows.map { base.held[Int($0)] })
    var reach = ParameterReaders.Reach()
    for parameter in parameters { reach.formUnion(readers[parameter]) }
    rules = ClassRules(of: reach.assessed.sorted(), plan, changing: parameters)
    struck = reach.eligibility ? nil : base.settler.struck
    let policy = plan.policy
    if reach.barring || !policy.barsBeforeClaimsMeet {
      (barred, steps) = ([], policy.steps)
      return
    }
    steps = policy.steps.filter { !$0.bars }
    // Of claims that are all worth something, those that bars leave nothing of.
    let worth = Assessment(
      assessed: [Double](repeating: 1, count: plan.count),
      reasons: [Reason](repeating: .none, count: plan.count), held: assessment.held)
    let settler = try Settler(
      plan: plan, values: base.settler.values, threads: 1, struck: base.settler.struck)
    let state = ClaimState(worth, excludes: false)
    try settler.bar(state)
    barred = state.amounts.indices.filter { state.amounts[$0] == 0 }
  }

  func totals(_ values: ParameterValues, threads: Int) throws(DataError) -> ClassTotals {
    var assessment = assessment
    try Assessor(plan: plan, threads: threads).assess(rules.rules(at: values), &assessment)
    for row in barred { assessment.assessed[row] = 0 }
    let settler = try Settler(plan: plan, values: values, threads: threads, struck: struck)
    return try settler.totals(try settler.award(assessment, steps: steps))
  }
}
