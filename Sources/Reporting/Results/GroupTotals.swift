import LinearAlgebra
import Population
import Simulation

/// Totals by town or by industry.
///
/// Claims without an enterprise and enterprises without the attribute stand under the empty name, so
/// that the column adds up to the whole.
package struct GroupTotals: Sendable {
  package struct Group: Sendable, Hashable {
    package var name: String
    package var enterprises: Int
    package var claims: Int
    /// In fen.
    package var award: Int64
    package var paid: Int64
  }

  /// By the UTF-8 bytes of the name.
  package let groups: [Group]

  /// Above so many names the matrix that tells members is mostly zeros, and adding one by one is
  /// faster than a product.
  static let largestProduct = 256

  init(by column: TextColumn, _ sums: ClaimantSums, largestProduct: Int = largestProduct) {
    // The empty name may be among the values of the column; if not it comes last.
    let blank = column.values.firstIndex(of: "") ?? column.values.count
    let count = max(column.values.count, blank + 1)
    var members = [Int](repeating: 0, count: count)
    for code in column.codes { members[Int(code)] += 1 }
    let totals =
      count <= largestProduct
      ? Self.product(column.codes, groups: count, sums)
      : Self.additions(column.codes, groups: count, sums)
    var groups = (0..<count).map { group in
      Group(
        name: group == blank ? "" : column.values[group], enterprises: members[group],
        claims: Int(totals[group][0]), award: totals[group][1], paid: totals[group][2])
    }
    groups[blank].claims += sums.assumed.claims
    groups[blank].award += sums.assumed.award
    groups[blank].paid += sums.assumed.paid
    self.groups = groups.filter { !$0.name.isEmpty || $0.enterprises + $0.claims > 0 }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The names of the groups of a column, in their order; they do not depend on what is added up.
  static func names(_ column: TextColumn, assumedClaims: Int) -> [String] {
    let blank = column.values.firstIndex(of: "").map { Int32($0) }
    let hasBlank = assumedClaims > 0 || column.codes.contains { $0 == blank }
    return (column.values.filter { !$0.isEmpty } + (hasBlank ? [""] : []))
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// membershipᵀ × (claims, award, paid), in blocks that stay in cache.
  private static func product(_ codes: [Int32], groups: Int, _ sums: ClaimantSums) -> [[Int64]] {
    var total = ExactProduct(rows: groups, columns: 3)
    let block = 4096
    for start in stride(from: 0, to: codes.count, by: block) {
      let rows = start..<min(start + block, codes.count)
      var membership = [Double](repeating: 0, count: rows.count * groups)
      for row in rows { membership[row - start + Int(codes[row]) * rows.count] = 1 }
      let amounts = Array(sums.claims[rows]) + sums.award[rows] + sums.paid[rows]
      total += ExactProduct(
        weights: Matrix(rows: rows.count, columns: groups, elements: membership),
        amounts: Matrix(rows: rows.count, columns: 3, elements: amounts))
    }
    return (0..<groups).map { group in (0..<3).map { Int64(total[group, $0]) } }
  }

  private static func additions(_ codes: [Int32], groups: Int, _ sums: ClaimantSums) -> [[Int64]] {
    var totals = [[Int64]](repeating: [0, 0, 0], count: groups)
    for (row, code) in codes.enumerated() {
      totals[Int(code)][0] += Int64(sums.claims[row])
      totals[Int(code)][1] += Int64(sums.award[row])
      totals[Int(code)][2] += Int64(sums.paid[row])
    }
    return totals
  }
}

/// What each claimant of the register claims and gets; integers, in fen.
struct ClaimantSums: Sendable {
  var claims: [Double]
  var award: [Double]
  var paid: [Double]
  var assumed = Totals()

  init(of population: Population, _ outcomes: ClaimOutcomes) {
    claims = [Double](repeating: 0, count: population.register.count)
    award = claims
    paid = claims
    for (measure, table) in population.claims.enumerated() {
      let rows = outcomes.offsets[measure]..<outcomes.offsets[measure + 1]
      guard table.count > 0 else {
        assumed += Totals(rows: rows, outcomes)
        continue
      }
      for (index, row) in rows.enumerated() {
        let enterprise = Int(table.enterprises[index])
        claims[enterprise] += 1
        award[enterprise] += outcomes.awards[row]
        paid[enterprise] += outcomes.paid[row]
      }
    }
  }
}
