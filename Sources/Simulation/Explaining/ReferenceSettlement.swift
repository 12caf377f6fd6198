internal import BigInt
package import Diagnostics
internal import PolicyCatalogue
package import Population

/// Settles a whole population in exact numbers, one claim and one step after the other.
///
/// It is the measure of the fast path, which must give the same settlement to the fen, and the source
/// of explanations. It is slow: some ten thousand claims a second.
package enum ReferenceSettlement {
  /// Throws where an amount passes what columns hold exactly (2^53 fen, 90 trillion yuan).
  package static func settle(
    scenario: Scenario, population: Population
  ) throws(DataError) -> Settlement {
    let ledger = ReferenceLedger(scenario: scenario, population: population)
    let book = ReferenceBook(scenario: scenario, values: scenario.values, ledger: ledger)
    let pools = book.pools
    var paid = ledger.claims.map { _ in BigInt(0) }
    for pool in pools {
      for (index, amount) in zip(pool.claims, pool.paid) { paid[index] = amount }
    }
    try checkBounds(book, pools: pools, paid: paid)
    return Settlement(
      claims: outcomes(
        book, paid: paid,
        offsets: ReferenceLedger.offsets(scenario: scenario, population: population)),
      pools: pools.map { pool in
        PoolOutcome(
          id: pool.id, budget: pool.budget.map { Int64($0) }, protected: Int64(pool.protected),
          demand: Int64(pool.demand), factor: pool.factor.fraction,
          paid: Int64(pool.paid.reduce(0, +)))
      },
      lowAwards: try awards(withBandsAt: 0, book: book),
      highAwards: try awards(withBandsAt: 1, book: book),
      commitments: commitments(book), clawbacks: clawbacks(book, paid: paid),
      unquantified: scenario.policy.measures.indices.filter {
        !scenario.policy.measures[$0].isComputable && scenario.assumed[$0] == nil
      })
  }

  private static func outcomes(
    _ book: ReferenceBook, paid: [BigInt], offsets: [Int]
  ) -> ClaimOutcomes {
    let reasons = book.claims.indices.map { index -> Reason in
      book.amounts[index] > 0 && paid[index] == 0 ? .budget : book.reasons[index]
    }
    let excluders = book.excluders.map { $0.map { Int32(book.claims[$0].row) } ?? -1 }
    return ClaimOutcomes(
      offsets: offsets, assessed: book.assessments.map { Double(Int64($0.assessed)) },
      awards: book.amounts.map { Double(Int64($0)) }, paid: paid.map { Double(Int64($0)) },
      reasons: reasons, excluders: excluders.contains { $0 >= 0 } ? excluders : [])
  }

  /// The whole settlement with every band at one end, up to the awards.
  private static func awards(
    withBandsAt position: Fraction, book: ReferenceBook
  ) throws(DataError) -> [Int64] {
    let policy = book.policy
    var values = book.values
    for (index, parameter) in policy.parameters.enumerated() where parameter.isBandPosition {
      values.set(index, to: position, in: policy)
    }
    let other =
      values == book.values
      ? book : ReferenceBook(scenario: book.scenario, values: values, ledger: book.ledger)
    try checkBounds(other, pools: [], paid: [])
    return other.awardsByMeasure.map { Int64($0) }
  }

  /// Later parts of the instalments of claims that are awarded something, each as promised.
  private static func commitments(_ book: ReferenceBook) -> [Commitment] {
    book.claims.indices.flatMap { index -> [Commitment] in
      if book.amounts[index] == 0 { return [] }
      return book.assessments[index].laterParts.filter { $0.amount > 0 }.map {
        Commitment(
          row: book.claims[index].row, part: $0.name, yearsLater: $0.yearsLater,
          amount: Int64($0.amount))
      }
    }
  }

  /// What was paid on claims filed before fraud was found, where that was in the year. Claims filed
  /// afterwards are for the rules of eligibility.
  private static func clawbacks(_ book: ReferenceBook, paid: [BigInt]) -> [ClawbackItem] {
    guard let clawback = book.policy.clawback else { return [] }
    let first = CalendarDate(year: book.scenario.year, month: 1, day: 1).daysSince1970
    let last = CalendarDate(year: book.scenario.year, month: 12, day: 31).daysSince1970
    return book.claims.indices.compactMap { index in
      guard paid[index] > 0, book.claims[index].claimant != nil,
        let found = book.evaluator(index).date(clawback.foundOn),
        found >= first, found <= last, book.claims[index].facts.filedOn < found
      else { return nil }
      return ClawbackItem(row: book.claims[index].row, amount: Int64(paid[index]))
    }
  }

  private static func checkBounds(
    _ book: ReferenceBook, pools: [ReferencePool], paid: [BigInt]
  ) throws(DataError) {
    let bound = BigInt(1) << 53
    var bag = DiagnosticBag()
    func report(_ english: String, _ chinese: String) {
      bag.report(
        Diagnostic(
          at: SourceLocation(file: book.scenario.path),
          Message("\(english) passes 90 trillion yuan", zh: "\(chinese)超过90万亿元"),
          expected: Message(
            "amounts below 2^53 fen, which add up exactly", zh: "小于2^53分的金额,以保证精确合计")))
    }
    for index in book.claims.indices
    where max(book.assessments[index].assessed, book.amounts[index]) >= bound {
      let id = book.claims[index].id
      report("the amount of claim '\(id)'", "申报“\(id)”的金额")
    }
    if book.amounts.reduce(0, +) >= bound { report("the sum of all awards", "应兑现总额") }
    try bag.throwIfErrors()
  }
}

extension Rational {
  /// For numbers that are known to fit, as the ratio of two amounts does.
  fileprivate var fraction: Fraction { Fraction(Int128(numerator), Int128(denominator)) }
}
