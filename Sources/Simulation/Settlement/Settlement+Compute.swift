package import Diagnostics
import LinearAlgebra
import PolicyCatalogue
package import Population

/// Settles a scenario over a population: the fast path, over columns.
///
/// The result is the same to the fen for any number of threads and any order of the ledger's rows.
///
/// - Parameter threads: all processors that are online by default.
/// - Throws: `DataError` where an amount is too large to be computed exactly.
package func settle(
  _ scenario: Scenario, _ population: Population, threads: Int? = nil
) throws(DataError) -> Settlement {
  let threads = threads ?? Parallel.availableThreads
  let plan = Plan(scenario: scenario, population: population)
  return try plan.settle(scenario.values, threads: threads)
}

extension Plan {
  func settle(_ values: ParameterValues, threads: Int) throws(DataError) -> Settlement {
    let assessment = try Assessor(plan: self, threads: threads).assess(values)
    let settler = try Settler(plan: self, values: values, threads: threads)
    let state = try settler.award(assessment)
    // Reductions that raise, shared funds and roundings can add to what was assessed.
    if state.amounts.reduce(0, +) >= ExactProduct.limit { throw totalOverflow() }
    let (paid, pools) = settler.pay(state, budget: scenario.budget)
    let bands = BandEnds(plan: self, settler: settler, state: state)
    return Settlement(
      claims: ClaimOutcomes(
        offsets: offsets, assessed: assessment.assessed, awards: Array(state.amounts), paid: paid,
        reasons: Array(state.reasons), excluders: state.excluders),
      pools: pools, lowAwards: try bands.awards(at: 0), highAwards: try bands.awards(at: 1),
      commitments: try settler.commitments(state), clawbacks: settler.clawbacks(paid),
      unquantified: policy.measures.indices.filter {
        !policy.measures[$0].isComputable && scenario.assumed[$0] == nil
      })
  }
}
