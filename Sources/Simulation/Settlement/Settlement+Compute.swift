package import Diagnostics
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
  let plan = Plan(scenario: scenario, population: population, threads: threads)
  return try plan.settle(scenario.values, threads: threads)
}

extension Plan {
  func settle(_ values: ParameterValues, threads: Int) throws(DataError) -> Settlement {
    let assessor = Assessor(plan: self, threads: threads)
    let settler = Settler(plan: self, values: values, threads: threads)
    let assessment = try assessor.assess(values)
    let state = try settler.award(assessment)
    let (paid, pools) = settler.pay(state)
    return Settlement(
      claims: ClaimOutcomes(
        offsets: offsets, assessed: assessment.assessed, awards: Array(state.amounts), paid: paid,
        reasons: Array(state.reasons), excluders: state.excluders),
      pools: pools,
      lowAwards: try awards(atBandPosition: 0, assessment, state, settler),
      highAwards: try awards(atBandPosition: 1, assessment, state, settler),
      commitments: try settler.commitments(state), clawbacks: settler.clawbacks(paid),
      unquantified: policy.measures.indices.filter {
        !policy.measures[$0].isComputable && scenario.assumed[$0] == nil
      })
  }

  /// Awards by measure with every band at one end. Only measures with a band are assessed anew.
  private func awards(
    atBandPosition position: Fraction, _ assessment: Assessment, _ state: ClaimState,
    _ settler: Settler
  ) throws(DataError) -> [Int64] {
    var values = settler.values
    var banded: Set<Int> = []
    for (index, parameter) in policy.parameters.enumerated() where parameter.isBandPosition {
      values.set(index, to: position, in: policy)
      if let measure = parameter.measure { banded.insert(measure) }
    }
    if banded.isEmpty { return awardTotals(state.amounts) }
    var assessment = assessment
    let assessor = Assessor(plan: self, threads: settler.threads)
    try assessor.assess(banded.filter { source(of: $0).count > 0 }.sorted(), values, &assessment)
    let settler = Settler(plan: self, values: values, threads: settler.threads)
    let state = try settler.award(assessment)
    return withExtendedLifetime(state) { awardTotals(state.amounts) }
  }

  private func awardTotals(_ awards: UnsafeMutableBufferPointer<Double>) -> [Int64] {
    policy.measures.indices.map { measure in
      Int64(rows(of: measure).reduce(0) { $0 + awards[$1] })
    }
  }
}
