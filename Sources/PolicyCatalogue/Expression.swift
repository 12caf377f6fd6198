/// A typed expression over inputs, register columns and parameters.
///
/// Numbers are exact and in natural units (yuan, tonnes, a rate as a fraction of one). The catalogue
/// has checked types, units and names: an engine may take every well-formedness for granted.
package indirect enum Expression: Sendable, Hashable {
  // Leaves.
  /// Index into `Policy.parameters`.
  case parameter(Int)
  /// Index into the inputs of the measure.
  case input(Int)
  /// Index into `Policy.registerColumns`.
  case enterprise(Int)
  case claim(ClaimField)
  case flag(Bool)

  // Numbers.
  case add(Expression, Expression)
  case subtract(Expression, Expression)
  case multiply(Expression, Expression)
  /// Zero where the divisor is zero.
  case divide(Expression, Expression)
  case minimum([Expression])
  case maximum([Expression])
  /// Whole steps of the second in the first: floor(x / size); zero where size is zero.
  case fullSteps(Expression, Expression)
  /// Steps begun: ceiling(x / size); zero where size is zero.
  case startedSteps(Expression, Expression)
  /// By levels or text: the first row whose keys equal those of the claim.
  case lookup(keys: [Expression], rows: [LookupRow], otherwise: Expression?)
  case conditional(Expression, Expression, Expression)

  // Dates.
  /// A date and a whole number of months; the day is brought into a shorter month.
  case plusMonths(Expression, Expression)
  /// Months completed from the first to the second date, never below zero.
  case fullMonths(Expression, Expression)
  case fullYears(Expression, Expression)

  // Truth.
  case compare(Comparison, Expression, Expression)
  /// (now − before) ÷ before compared with a bound; from zero to above zero meets every bound of
  /// `>` and `>=`, and none of the others; zero to zero is growth of zero.
  case compareGrowth(Comparison, now: Expression, before: Expression, bound: Expression)
  /// The level or text is one of these; the empty string is a blank.
  case isOne(of: [String], Expression)
  /// The optional cell is not blank. A comparison with a blank date is false.
  case known(Expression)
  case all([Expression])
  case any([Expression])
  case not(Expression)
  /// At least as many hold as the first says.
  case atLeast(Expression, [Expression])
}

package struct LookupRow: Sendable, Hashable {
  package var keys: [String]
  package var value: Expression

  package init(keys: [String], value: Expression) {
    self.keys = keys
    self.value = value
  }
}

package enum Comparison: String, Sendable, Hashable {
  case less = "<"
  case lessOrEqual = "<="
  case equal = "=="
  case notEqual = "!="
  case greaterOrEqual = ">="
  case greater = ">"
}

extension Comparison {
  /// The comparison that holds with the sides exchanged, and so for (−a, −b) where this one holds for
  /// (a, b).
  package var mirrored: Comparison {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greaterOrEqual: .lessOrEqual
    case .greater: .less
    case .equal, .notEqual: self
    }
  }
}

package enum ClaimField: String, Sendable, Hashable, CaseIterable {
  case filedOn = "filed_on"
  case settleNextYear = "settle_next_year"
}
