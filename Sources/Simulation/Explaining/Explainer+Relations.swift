internal import Diagnostics
internal import PolicyCatalogue
internal import Population

extension Explainer {
  /// Where a claim stands.
  struct Place {
    var measure: Int
    /// Row in `ClaimOutcomes`.
    var row: Int
    /// Row in the measure's table; nil for an assumed claim.
    var tableRow: Int?
  }

  /// Complexity: O(claims).
  func find(_ id: String) throws(DataError) -> Place {
    let bytes = Array(id.utf8)
    for table in population.claims {
      let first = settlement.claims.offsets[table.measure]
      for row in 0..<table.count where table.ids.utf8(row).elementsEqual(bytes) {
        return Place(measure: table.measure, row: first + row, tableRow: row)
      }
    }
    let assumed = scenario.assumed.keys.sorted()
    for measure in assumed where id == assumedID(measure) {
      // It is the last row of its measure.
      return Place(measure: measure, row: settlement.claims.offsets[measure + 1] - 1, tableRow: nil)
    }
    let filed = population.claims.lazy.flatMap { table in
      (0..<table.count).lazy.map { table.ids[$0] }
    }
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: scenario.path),
        Message("there is no claim '\(id)'", zh: "没有申报“\(id)”"),
        expected: Message("the id of a claim of the ledger", zh: "申报台账中的申报编号"),
        suggestion: nearestName(to: id, among: Array(filed) + assumed.map(assumedID))))
  }

  private func assumedID(_ measure: Int) -> String {
    "assumed:\(scenario.policy.measures[measure].id)"
  }

  /// The subjects whose claims bear on a claim up to its award.
  ///
  /// All rules between claims stay within a subject, but for funds, which tie together all who claim
  /// from them. Where funds come last a fund matters to its own claims only. Where they do not, what a
  /// fund leaves a claim may decide over the subject's others, and so over other funds.
  func related(to place: Place) -> Set<Int> {
    var subjects: Set<Int> = []
    var funds: Set<Int> = []
    if scenario.policy.measures[place.measure].fund != nil { funds.insert(place.measure) }
    if let row = place.tableRow,
      let table = population.claims.first(where: { $0.measure == place.measure })
    {
      subjects.insert(subject(of: table, row))
    }
    let fundsComeLast = scenario.policy.steps.last == .funds
    while true {
      let before = (subjects.count, funds.count)
      for table in population.claims where funds.contains(table.measure) {
        for row in 0..<table.count { subjects.insert(subject(of: table, row)) }
      }
      if fundsComeLast { return subjects }
      for table in population.claims where scenario.policy.measures[table.measure].fund != nil {
        if (0..<table.count).contains(where: { subjects.contains(subject(of: table, $0)) }) {
          funds.insert(table.measure)
        }
      }
      if before == (subjects.count, funds.count) { return subjects }
    }
  }

  private func subject(of table: ClaimTable, _ row: Int) -> Int {
    Int(population.register.subjects[Int(table.enterprises[row])])
  }
}
