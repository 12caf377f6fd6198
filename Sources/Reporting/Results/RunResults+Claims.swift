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

  /// Rows of the settlement that belong to a measure, by the UTF-8 bytes of the claim ids, so that
  /// results do not show in which order a ledger's rows stood.
  func orderedRows(of measure: Int) -> [Int] {
    let offset = settlement.claims.offsets[measure]
    let count = settlement.claims.offsets[measure + 1] - offset
    let table = population.claims[measure]
    if table.count == 0 { return Array(offset..<offset + count) }
    return table.ids.orderedRows.map { $0 + offset }
  }
}

extension IdentifierColumn {
  /// Rows in the order of their UTF-8 bytes. Complexity: O(n) where they are in order, as they mostly
  /// are, else O(n log n).
  var orderedRows: [Int] {
    let rows = Array(0..<count)
    var isOrdered = true
    var row = 1
    while isOrdered && row < count {
      isOrdered = !precedes(row, row - 1)
      row += 1
    }
    return isOrdered ? rows : rows.sorted(by: precedes)
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var (i, j) = (offsets[a], offsets[b])
      let (endA, endB) = (offsets[a + 1], offsets[b + 1])
      while i < endA && j < endB {
        if bytes[i] != bytes[j] { return bytes[i] < bytes[j] }
        i += 1
        j += 1
      }
      return i == endA && j < endB
    }
  }
}
