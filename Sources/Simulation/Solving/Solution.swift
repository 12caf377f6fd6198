package import PolicyCatalogue

/// What is asked: how far some numbers can go while a target is met.
package struct SolvingQuestion: Sendable {
  package var adjust: [Adjustable]
  package var target: SolvingTarget
  /// Values, or scales of several numbers, between which to look; nil: the number's own limits.
  package var from: Fraction?
  package var to: Fraction?

  package init(
    adjust: [Adjustable], target: SolvingTarget, from: Fraction? = nil, to: Fraction? = nil
  ) {
    self.adjust = adjust
    self.target = target
    self.from = from
    self.to = to
  }
}

/// The answer, settled exactly.
package struct Solution: Sendable {
  package enum Outcome: String, Sendable {
    /// The value meets the target, and the next one misses it.
    case solved
    /// Every value that was looked at meets it: the one with the greatest awards stands for them.
    case metEverywhere = "met-everywhere"
    case neverMet = "never-met"
  }

  /// The scenario with some values for the numbers that are adjusted.
  package struct Point: Sendable {
    /// The value of the only number, or the scale.
    package var position: Fraction
    package var values: [Fraction]
    package var totals: PointTotals
    /// A factor, or fen.
    package var figure: Fraction
  }

  package var question: SolvingQuestion
  package var outcome: Outcome
  package var adjustment: Adjustment
  /// What the figure is held against: a factor, or fen.
  package var bound: Fraction
  package var before: Point
  /// nil where no value meets the target.
  package var after: Point?
  /// The next step, which misses; nil also where its amounts are too large to be computed exactly.
  package var next: Point?
  /// Both ends of what was looked through; nil where the amounts are too large there.
  package var ends: [Point?]
  /// Whether the target is met on one side only, as far as it was looked.
  package var isMonotone: Bool { otherTurns.isEmpty }
  /// Where else it turns; the answer leaves less of the target unused than these, or awards more.
  package var otherTurns: [(met: Fraction, missed: Fraction)]
  /// Points that closed forms estimated and points that were settled.
  package var estimated: Int
  package var settled: Int
  /// Of those settled, how many whose amounts are too large to be computed exactly; they count as missed.
  package var tooLarge: Int
  package var closed: ClosedCheck?

  /// How closed forms compare with what was settled in the end.
  package struct ClosedCheck: Sendable {
    /// In fen.
    package var award: Double
    /// How far it may be off.
    package var bound: Double
    /// Settled less estimated.
    package var difference: Double
    package var closedClaims: Int
    package var comparedClaims: Int
    package var settledClaims: Int
  }
}
