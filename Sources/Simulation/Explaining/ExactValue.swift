/// What an expression is worth.
package enum ExactValue: Sendable, Hashable {
  /// In natural units: yuan, tonnes, a rate as a fraction of one.
  case number(Rational)
  case flag(Bool)
  /// Days since 1970-01-01; nil is a blank.
  case date(Int?)
  /// A level or free text; "" is a blank.
  case text(String)
}

/// All that the rules may ask about one claim.
package struct ClaimFacts: Sendable, Hashable {
  /// In the order of the measure's inputs.
  package var inputs: [ExactValue]
  /// By index of `Policy.registerColumns`; empty for an assumed claim, which has no enterprise.
  package var enterprise: [ExactValue]
  /// Days since 1970-01-01.
  package var filedOn: Int
  package var settleNextYear: Bool

  package init(
    inputs: [ExactValue], enterprise: [ExactValue], filedOn: Int, settleNextYear: Bool = false
  ) {
    self.inputs = inputs
    self.enterprise = enterprise
    self.filedOn = filedOn
    self.settleNextYear = settleNextYear
  }
}
