import Glibc
import PolicyCatalogue
import Population
import Simulation

extension RunResults {
  /// The id of the claim in a row of the settlement.
  package func claimID(_ row: Int) -> String {
    let measure = settlement.claims.measure(of: row)
    let table = population.claims[measure]
    if table.count == 0 { return "assumed:\(policy.measures[measure].id)" }
    return table.ids[row - settlement.claims.offsets[measure]]
  }

  /// The id of the claimant, or nil for an assumed claim.
  package func enterpriseID(_ row: Int) -> String? {
    let measure = settlement.claims.measure(of: row)
    let table = population.claims[measure]
    if table.count == 0 { return nil }
    let enterprise = table.enterprises[row - settlement.claims.offsets[measure]]
    return population.register.ids[Int(enterprise)]
  }

  /// The reason with the name that belongs to it: `excluded-by:CLAIM`, `ineligible:RULE`.
  package func reasonText(_ row: Int) -> String {
    let reason = settlement.claims.reasons[row]
    if let rule = reason.eligibilityRule { return "\(reason.code):\(policy.eligibility[rule].id)" }
    if reason == .excluded {
      return "\(reason.code):\(claimID(Int(settlement.claims.excluders[row])))"
    }
    return reason.code
  }
}

extension IdentifierColumn {
  /// Rows in the order of their UTF-8 bytes; empty where they stand in it, as they mostly do.
  ///
  /// Complexity: O(n) where they are in order, else O(n log n).
  var order: [Int32] {
    bytes.withUnsafeBufferPointer { bytes in
      offsets.withUnsafeBufferPointer { offsets in
        func precedes(_ a: Int, _ b: Int) -> Bool {
          let (countA, countB) = (offsets[a + 1] - offsets[a], offsets[b + 1] - offsets[b])
          let shorter = min(countA, countB)
          guard shorter > 0 else { return countA < countB }
          let base = bytes.baseAddress!
          let difference = memcmp(base + offsets[a], base + offsets[b], shorter)
          return difference == 0 ? countA < countB : difference < 0
        }
        var row = 1
        while row < count && !precedes(row, row - 1) { row += 1 }
        if row >= count { return [] }
        return (0..<Int32(count)).sorted { precedes(Int($0), Int($1)) }
      }
    }
  }
}
