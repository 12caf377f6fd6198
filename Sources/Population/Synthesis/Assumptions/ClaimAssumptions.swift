package import Diagnostics

/// How often claims are filed and what stands in them.
package struct ClaimAssumptions: Sendable, Hashable {
  /// Claims of a measure for one claimant of the register, before repeats.
  package var propensity = 0.0
  /// The same by shape, in place of the above.
  package var shapes: [SyntheticAssumptions.Factor] = []
  /// Kinds that file, with weights.
  package var kinds: [SyntheticAssumptions.Factor] = []
  /// Chance that a claim is followed by another of the same claimant, and how many there are at most.
  package var again = 0.0
  package var most = 1
  /// Share of the claims that stand on the one basis that all claims of a subject share.
  package var sharedBasis = 0.0
  /// Share of the claims whose basis another policy of the city supports.
  package var elsewhere = 0.0
  /// How far amounts follow the size of the claimant: the correlation of their logarithms.
  package var followsSize = 0.0
  package var defaults = CellDefaults()
  package var measures: [MeasureAssumptions] = []

  package init() {}
}

/// What differs for one measure.
package struct MeasureAssumptions: Sendable, Hashable {
  package var measure: String
  package var propensity: Double?
  package var kinds: [SyntheticAssumptions.Factor]?
  /// Only claimants of these industries file.
  package var industries: [String]?
  /// Only claimants of these sizes file.
  package var sizes: [String]?
  package var again: Double?
  package var most: Int?
  package var sharedBasis: Double?
  package var inputs: [NamedCell] = []
  package var location: SourceLocation

  package init(measure: String, location: SourceLocation) {
    self.measure = measure
    self.location = location
  }
}

package struct NamedCell: Sendable, Hashable {
  package var name: String
  package var cell: CellAssumption
  package var location: SourceLocation

  package init(name: String, cell: CellAssumption, location: SourceLocation) {
    self.name = name
    self.cell = cell
    self.location = location
  }
}

/// What stands in a cell of a claim or of the register.
package enum CellAssumption: Sendable, Hashable {
  case number(NumberAssumption)
  /// The place of the claim when its measure's claims are ordered by this input, the largest first.
  case rank(String)
  /// Share of yes.
  case flag(Double)
  /// Shares by level.
  case levels([SyntheticAssumptions.Factor])
  /// The level by kind of claimant.
  case byKind([String: String])
  /// A level held before that of another input: levels are listed from the highest down. `held` is
  /// the share that held one, `notRisen` the share of these that held the same level already.
  case below(String, held: Double, notRisen: Double)
  /// Even over the days between, both included.
  case dates(Int, Int)
  /// So many years before the claim is filed, even between the two.
  case yearsBefore(Double, Double)
}

/// A number in natural units: base × ratio × spread, brought between the bounds.
package struct NumberAssumption: Sendable, Hashable {
  package enum Base: Sendable, Hashable {
    case constant(Double)
    /// Another input of the claim.
    case input(String)
    /// An attribute of the claimant.
    case attribute(String)
  }

  package enum Spread: Sendable, Hashable {
    /// Lognormal with median 1 and this standard deviation of the logarithm.
    case lognormal(Double)
    /// Even between the two.
    case even(Double, Double)
  }

  package var base: Base
  package var ratio: Double
  package var spread: Spread
  /// Share of the claims in which the number is zero.
  package var zero: Double
  package var minimum: Double
  package var maximum: Double

  package init(
    base: Base, ratio: Double = 1, spread: Spread, zero: Double = 0, minimum: Double = 0,
    maximum: Double = .greatestFiniteMagnitude
  ) {
    self.base = base
    self.ratio = ratio
    self.spread = spread
    self.zero = zero
    self.minimum = minimum
    self.maximum = maximum
  }
}

/// What stands in the cells of an input for which the scenario names nothing. Scales come from the
/// policy: its thresholds, and its ceilings divided by its rates.
package struct CellDefaults: Sendable, Hashable {
  /// The median is so many times the threshold …
  package var ofThreshold = 1.0
  /// … or so many times the amount at which the ceiling is reached; between the two if both exist.
  package var ofCeiling = 1.0
  package var sigma = 1.0
  /// Medians by kind of number, where the policy has neither.
  package var medians: [SyntheticAssumptions.Factor] = []
  /// Rates, even between the two.
  package var rateLow = 0.0
  package var rateHigh = 1.0
  /// Growth of a number over the one with which a condition compares it: median and spread.
  package var growth = 1.0
  package var growthSigma = 0.1
  /// Share of claims that meet a flag which a condition asks for.
  package var flagMet = 1.0
  /// Share of yes for other flags.
  package var flagOther = 0.5
  /// Each level of a list is so many times as common as the one before it.
  package var levelStep = 1.0
  /// Share that held a lower level before a rise, and of these the share that held the same.
  package var held = 0.0
  package var notRisen = 0.0
  package var yearsBefore = 1.0

  package init() {}
}
