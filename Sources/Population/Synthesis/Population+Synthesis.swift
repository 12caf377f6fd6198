import Crypto
package import Diagnostics
package import PolicyCatalogue

extension Population {
  /// A population drawn from assumptions, calibrated to their control totals.
  ///
  /// The same assumptions and policy give the same population on every machine and for any number
  /// of threads. Complexity: O(size + claims).
  ///
  /// - Parameter threads: As many as there are processors if nil.
  /// - Throws: `DataError` where the assumptions contradict themselves or name a measure, column,
  ///   town or industry that there is not.
  package static func synthesise(
    _ assumptions: SyntheticAssumptions, policy: Policy, threads: Int? = nil
  ) throws(DataError) -> (population: Population, report: SynthesisReport) {
    let parallel = ParallelBlocks(threads: threads)
    var bag = DiagnosticBag()
    assumptions.check(against: policy, &bag)
    let own = Array(policy.registerColumns.dropFirst(RegisterColumn.allCases.count))
    let ownColumns = CellPlans(
      inputs: own, defaults: assumptions.claims.defaults.cells(ofRegisterIn: policy),
      named: assumptions.register.columns, owner: nil, assumptions: assumptions, &bag)
    try bag.throwIfErrors()

    let attributes = try CorrelatedAttributes(assumptions)
    let candidates = Candidates(assumptions, attributes: attributes, parallel: parallel)
    let calibrated = CalibratedRecords(
      assumptions, candidates: candidates, attributes: attributes, parallel: parallel)
    let register = SyntheticRegister(
      assumptions, policy: policy, candidates: candidates, sources: calibrated.sources,
      fixedValues: calibrated.values, attributes: attributes, ownColumns: ownColumns,
      parallel: parallel)

    let strata = Strata(register, assumptions)
    var plans: [MeasurePlan] = []
    for (index, measure) in policy.measures.enumerated() where measure.isComputable {
      plans.append(
        MeasurePlan(
          index, measure, policy: policy, assumptions: assumptions, strata: strata, &bag))
    }
    try bag.throwIfErrors()
    let ready = plans
    let drafts = parallel.map(ready.count) {
      ClaimDraft(ready[$0], register: register, strata: strata, assumptions: assumptions)
    }
    let tables = numbered(
      drafts, measures: policy.measures.count, register: register.register, parallel: parallel)

    let population = Population(
      register: register.register, claims: tables,
      hash: hash(of: assumptions, policy: policy), order: ClaimOrder(ids: tables.map(\.ids)))
    let report = SynthesisReport(
      totals: calibrated.totals(register, assumptions),
      iterations: calibrated.iterations, smallestWeight: calibrated.smallestWeight,
      largestWeight: calibrated.largestWeight, enterprises: register.register.count,
      claims: population.claimCount)
    return (population, report)
  }

  /// Gives the claims their ids and bases across the ledger.
  private static func numbered(
    _ drafts: [ClaimDraft], measures: Int, register: Register, parallel: ParallelBlocks
  ) -> [ClaimTable] {
    var starts: [Int] = []
    var total = 0
    for draft in drafts {
      starts.append(total)
      total += draft.table.count
    }
    let (first, width) = (starts, String(total).utf8.count)
    let ids = parallel.map(drafts.count) { index in
      var ids = IdentifierColumn()
      let count = drafts[index].table.count
      ids.reserveCapacity(rows: count, bytesEach: width + 1)
      for row in 0..<count {
        ids.append(paddedIdentifier("C", first[index] + row + 1, width: width))
      }
      return ids
    }

    var tables = (0..<measures).map { ClaimTable(measure: $0) }
    var subjectBases = [Int32](repeating: -1, count: register.subjectCount)
    var next: Int32 = 0
    for (index, draft) in drafts.enumerated() {
      var table = draft.table
      table.ids = ids[index]
      table.bases.reserveCapacity(table.count)
      for row in 0..<table.count {
        if draft.isShared[row] {
          let subject = Int(register.subjects[Int(table.enterprises[row])])
          if subjectBases[subject] < 0 {
            subjectBases[subject] = next
            next += 1
          }
          table.bases.append(subjectBases[subject])
        } else if table.elsewhere[row] != 0 {
          table.bases.append(next)
          next += 1
        } else {
          table.bases.append(-1)
        }
      }
      tables[table.measure] = table
    }
    return tables
  }

  private static func hash(of assumptions: SyntheticAssumptions, policy: Policy) -> String {
    let text = "\(assumptions.seed) \(assumptions.size) \(policy.hash)\n" + assumptions.fingerprint
    let digits = Array("0123456789abcdef")
    var hexadecimal = ""
    for byte in SHA256.hash(data: Array(text.utf8)) {
      hexadecimal.append(digits[Int(byte >> 4)])
      hexadecimal.append(digits[Int(byte & 15)])
    }
    return hexadecimal
  }
}
