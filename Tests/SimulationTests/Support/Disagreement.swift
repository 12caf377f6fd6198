import PolicyCatalogue
import Simulation

/// The first claims, pools and totals in which two settlements differ, in words; empty where they agree.
func disagreements(_ a: Settlement, _ b: Settlement, limit: Int = 5) -> [String] {
  var found: [String] = []
  for row in 0..<max(a.claims.count, b.claims.count) where found.count < limit {
    guard row < a.claims.count, row < b.claims.count else {
      found.append("row \(row) stands in one only")
      break
    }
    let excluders = (
      a.claims.excluders.isEmpty ? -1 : a.claims.excluders[row],
      b.claims.excluders.isEmpty ? -1 : b.claims.excluders[row]
    )
    if a.claims.assessed[row] != b.claims.assessed[row]
      || a.claims.awards[row] != b.claims.awards[row] || a.claims.paid[row] != b.claims.paid[row]
      || a.claims.reasons[row] != b.claims.reasons[row] || excluders.0 != excluders.1
    {
      found.append(
        """
        row \(row): \(a.claims.assessed[row]) \(a.claims.awards[row]) \(a.claims.paid[row]) \
        \(a.claims.reasons[row].code) against \(b.claims.assessed[row]) \(b.claims.awards[row]) \
        \(b.claims.paid[row]) \(b.claims.reasons[row].code)
        """)
    }
  }
  if a.pools != b.pools { found.append("pools: \(a.pools) against \(b.pools)") }
  if a.lowAwards != b.lowAwards { found.append("low awards") }
  if a.highAwards != b.highAwards { found.append("high awards") }
  if a.commitments != b.commitments { found.append("commitments") }
  if a.clawbacks != b.clawbacks { found.append("clawbacks") }
  return found
}
