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
    var found: Result<Rest, DataError>?
    // Each array is filled in where it will stay.
    var (awards, paid, reasons, excluders): ([Double], [Double], [Reason], [Int32]) =
      ([], [], [], [])
    let assessed = [Double](count: count) { assessed in
      awards = [Double](count: count) { amounts in
        paid = [Double](count: count) { paid in
          reasons = [Reason](count: count) { reasons in
            excluders = [Int32](count: policy.exclusions.isEmpty ? 0 : count) { excluders in
              excluders.initialize(repeating: -1)
              let state = ClaimState(amounts: amounts, reasons: reasons, excluders: excluders)
              do throws(DataError) {
                found = .success(try settle(values, threads: threads, assessed, state, paid))
              } catch {
                found = .failure(error)
              }
            }
          }
        }
      }
    }
    let rest = try found!.get()
    return Settlement(
      claims: ClaimOutcomes(
        offsets: offsets, assessed: assessed, awards: awards, paid: paid, reasons: reasons,
        excluders: excluders),
      pools: rest.pools, lowAwards: rest.low, highAwards: rest.high,
      commitments: rest.commitments, clawbacks: rest.clawbacks,
      unquantified: policy.measures.indices.filter {
        !policy.measures[$0].isComputable && scenario.assumed[$0] == nil
      })
  }

  /// What a settlement holds besides the columns of claims.
  private struct Rest {
    var pools: [PoolOutcome]
    var low: [Int64]
    var high: [Int64]
    var commitments: [Commitment]
    var clawbacks: [ClawbackItem]
  }

  private func settle(
    _ values: ParameterValues, threads: Int, _ assessed: UnsafeMutableBufferPointer<Double>,
    _ state: ClaimState, _ paid: UnsafeMutableBufferPointer<Double>
  ) throws(DataError) -> Rest {
    let held = UnsafeMutableBufferPointer<Double>.allocate(capacity: policy.hasLadders ? count : 0)
    defer { held.deallocate() }
    let cells = AssessmentCells(
      assessed: assessed, amounts: state.amounts, reasons: state.reasons, held: held)
    try Assessor(plan: self, threads: threads).assess(values, into: cells)
    let settler = try Settler(plan: self, values: values, threads: threads)
    try settler.award(state, held: UnsafeBufferPointer(held))
    let totals = try settler.totals(state)
    let pools = settler.pay(state, totals, into: paid) { scenario.budget(ofPool: $0) }
    let base = BaseSettlement(
      settler: settler, state: state, totals: totals, assessed: UnsafeBufferPointer(assessed),
      held: UnsafeBufferPointer(held))
    let (low, high) = try base.bandEnds(threads: threads)
    return Rest(
      pools: pools, low: low, high: high,
      commitments: try settler.commitments(state), clawbacks: settler.clawbacks(paid))
  }
}
