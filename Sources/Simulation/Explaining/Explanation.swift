package import Diagnostics

/// How one claim came to its payment, step by step.
package struct Explanation: Sendable {
  package struct Step: Sendable {
    package var article: Int?
    package var item: Int?
    /// What the step is: "rate", "cap", "ladder" …
    package var rule: Message
    /// The working, with numbers: "4% × 6,000,000.00 = 240,000.00".
    package var working: Message
    /// What is left of the claim after the step, in fen, where the step sets it.
    package var amount: Int64?

    package init(
      article: Int?, item: Int?, rule: Message, working: Message, amount: Int64? = nil
    ) {
      self.article = article
      self.item = item
      self.rule = rule
      self.working = working
      self.amount = amount
    }
  }

  package var claim: String
  /// Index in the policy.
  package var measure: Int
  package var steps: [Step]
  /// In fen.
  package var assessed: Int64
  package var award: Int64
  package var paid: Int64
  /// As `claims.csv` shows it; empty where something is paid.
  package var reason: String

  package init(
    claim: String, measure: Int, steps: [Step], assessed: Int64, award: Int64, paid: Int64,
    reason: String
  ) {
    self.claim = claim
    self.measure = measure
    self.steps = steps
    self.assessed = assessed
    self.award = award
    self.paid = paid
    self.reason = reason
  }
}
