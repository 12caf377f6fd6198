internal import BigInt
package import Diagnostics
internal import PolicyCatalogue
package import Population

/// Tells how single claims of a settled population came to their payments.
///
/// Only the claims that bear on the one asked for are reckoned again, exactly; what its pool came to
/// is taken from the settlement.
package struct Explainer: Sendable {
  let scenario: Scenario
  let population: Population
  let settlement: Settlement

  package init(scenario: Scenario, population: Population, settlement: Settlement) {
    self.scenario = scenario
    self.population = population
    self.settlement = settlement
  }

  /// Every step of a claim from its inputs to its payment.
  ///
  /// Throws where there is no such claim, and where the exact working comes to something else than the
  /// settlement, which would be a defect of Outlay and must not be explained away.
  package func explain(_ id: String) throws(DataError) -> Explanation {
    let place = try find(id)
    let ledger = ReferenceLedger(
      scenario: scenario, population: population, subjects: related(to: place))
    guard let watched = ledger.claims.firstIndex(where: { $0.row == place.row }) else {
      preconditionFailure("the claim that is explained is not among its own relations")
    }
    let measure = scenario.policy.measures[place.measure]
    let journal = ClaimJournal(measure: measure)
    let book = ReferenceBook(
      scenario: scenario, values: scenario.values, ledger: ledger, watched: watched,
      journal: journal)
    try checkAgreement(book, watched, row: place.row)

    let award = book.amounts[watched]
    let paid = BigInt(Int64(settlement.claims.paid[place.row]))
    if award > 0 { explainPayment(of: book, watched, row: place.row, in: journal) }
    let reason = award > 0 && paid == 0 ? Reason.budget : book.reasons[watched]
    let shown = reasonText(reason, excluder: book.excluders[watched].map { ledger.claims[$0].id })
    journal.add(
      Message("payment", zh: "兑现额"),
      bilingual { language in
        if reason == .none { return yuanText(paid) }
        return language == .english ? "nothing: \(shown)" : "不予兑现:\(shown)"
      }, amount: paid)
    return Explanation(
      claim: id, measure: place.measure, steps: journal.steps,
      assessed: Int64(book.assessments[watched].assessed), award: Int64(award), paid: Int64(paid),
      reason: shown)
  }

  private func reasonText(_ reason: Reason, excluder: String?) -> String {
    if let rule = reason.eligibilityRule {
      return "\(reason.code):\(scenario.policy.eligibility[rule].id)"
    }
    if let excluder, reason == .excluded { return "\(reason.code):\(excluder)" }
    return reason.code
  }

  private func checkAgreement(
    _ book: ReferenceBook, _ watched: Int, row: Int
  ) throws(DataError) {
    let claims = settlement.claims
    let exact = (book.assessments[watched].assessed, book.amounts[watched])
    let settled = (claims.assessed[row], claims.awards[row])
    let reason = claims.reasons[row]
    if exact == (BigInt(Int64(settled.0)), BigInt(Int64(settled.1))),
      book.reasons[watched] == (reason == .budget ? .none : reason)
    {
      return
    }
    let id = book.claims[watched].id
    func text(_ assessed: BigInt, _ award: BigInt, _ reason: Reason) -> String {
      let shown = reason == .none ? "" : " (\(reasonText(reason, excluder: nil)))"
      return "\(yuanText(assessed)) → \(yuanText(award))\(shown)"
    }
    let texts = (
      text(exact.0, exact.1, book.reasons[watched]),
      text(BigInt(Int64(settled.0)), BigInt(Int64(settled.1)), reason)
    )
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: scenario.path),
        Message(
          "the exact working of claim '\(id)' comes to \(texts.0), its settlement to \(texts.1)",
          zh: "申报“\(id)”的精确复算为 \(texts.0),结算为 \(texts.1)"),
        expected: Message(
          "the same amounts and reason; this is a defect of Outlay, please report it",
          zh: "两者一致;这是 Outlay 的缺陷,请反馈")))
  }
}
