import Population
import Simulation

/// How unevenly payments are spread over those who claim.
///
/// Whose money it is counts, so that the unit is the subject: companies of one group are one recipient.
/// All subjects with a claim in the ledger count, also those that get nothing, which makes the figures
/// of two scenarios over one population comparable. Claims without an enterprise are left out.
package struct Concentration: Sendable, Hashable {
  package let subjects: Int
  /// Paid to all of them, in fen.
  package let paid: Int64
  /// Paid to the ten that get most, and to the tenth of them that gets most (rounded up), in fen.
  package let topTen: Int64
  package let topTenth: Int64
  /// 0 where all get the same, near 1 where one gets everything; nil where nothing is paid.
  package let gini: Double?

  init(_ results: RunResults) {
    let register = results.population.register
    var paid = [Int64](repeating: 0, count: register.subjectCount)
    var claims = [Bool](repeating: false, count: register.subjectCount)
    for (measure, table) in results.population.claims.enumerated() {
      let offset = results.settlement.claims.offsets[measure]
      for (index, enterprise) in table.enterprises.enumerated() {
        let subject = Int(register.subjects[Int(enterprise)])
        claims[subject] = true
        paid[subject] += Int64(results.settlement.claims.paid[offset + index])
      }
    }
    self.init(payments: paid.indices.filter { claims[$0] }.map { paid[$0] })
  }

  /// - Parameter payments: one for each subject, in fen.
  init(payments: [Int64]) {
    let sorted = payments.sorted()
    subjects = sorted.count
    let sum = sorted.reduce(0, +)
    paid = sum
    topTen = sorted.suffix(10).reduce(0, +)
    topTenth = sorted.suffix((sorted.count + 9) / 10).reduce(0, +)
    gini = sum == 0 ? nil : Self.gini(sorted, sum: sum)
  }

  /// Σ (2i − n − 1) xᵢ ÷ (n Σ xᵢ) over payments in rising order (Sen, "On Economic Inequality", 1973):
  /// whole numbers up to the division, so that it does not depend on any order of addition.
  private static func gini(_ sorted: [Int64], sum: Int64) -> Double {
    let count = Int128(sorted.count)
    var weighted: Int128 = 0
    for (index, payment) in sorted.enumerated() {
      weighted += (2 * Int128(index + 1) - count - 1) * Int128(payment)
    }
    return Double(weighted) / Double(count * Int128(sum))
  }

  package var topTenShare: Double? { share(topTen) }
  package var topTenthShare: Double? { share(topTenth) }

  private func share(_ part: Int64) -> Double? { paid == 0 ? nil : Double(part) / Double(paid) }
}
