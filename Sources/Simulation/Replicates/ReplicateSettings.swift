package import PolicyCatalogue
import Population

/// What a scenario says about how sure its figures are: how many replicates, and what varies in them.
package struct ReplicateSettings: Sendable, Hashable {
  package var count: Int
  package var seed: UInt64
  /// The share of claims that are filed and carried through, from 0 to 1, for measures that are not
  /// named.
  package var takeUp: Fraction
  /// By index of the measure.
  package var takeUpOfMeasures: [Int: Fraction]
  package var growth: GrowthUncertainty?

  package static let counts = 2...10_000

  package init(
    count: Int, seed: UInt64 = 1, takeUp: Fraction = .one, takeUpOfMeasures: [Int: Fraction] = [:],
    growth: GrowthUncertainty? = nil
  ) {
    self.count = count
    self.seed = seed
    self.takeUp = takeUp
    self.takeUpOfMeasures = takeUpOfMeasures
    self.growth = growth
  }

  package func takeUp(of measure: Int) -> Fraction { takeUpOfMeasures[measure] ?? takeUp }

  /// What amounts are multiplied by at each level of growth.
  package var factors: [ColumnFactor] { growth?.factors ?? [.one] }
}

/// How unsure the amounts in the claims are as a whole: a normal distribution around what was claimed, at
/// a stated number of levels, each as likely as the others.
package struct GrowthUncertainty: Sendable, Hashable {
  /// Standard deviation of the factor.
  package var spread: Fraction
  package var levels: Int
  /// Names of inputs that are known and stay as they are, such as those of a year gone by.
  package var except: Set<String>

  package static let levelCounts = 2...99

  package init(spread: Fraction, levels: Int, except: Set<String> = []) {
    self.spread = spread
    self.levels = levels
    self.except = except
  }

  /// 1 + spread × z at the middle of each level, ascending, where z is the normal quantile, scaled so
  /// that the factors have the stated deviation exactly, not that of their middles, which is less.
  var estimates: [Double] {
    let middles = (0..<levels).map { inverseNormal((Double($0) + 0.5) / Double(levels)) }
    let variance = middles.reduce(0) { $0 + $1 * $1 } / Double(levels)
    let scale = spread.approximation / variance.squareRoot()
    return middles.map { 1 + scale * $0 }
  }

  /// Precondition: the lowest estimate is not negative.
  package var factors: [ColumnFactor] { estimates.map { ColumnFactor(nearest: $0) } }
}
