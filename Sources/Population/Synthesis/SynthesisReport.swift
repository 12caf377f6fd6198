/// How near a synthetic population came to its control totals.
package struct SynthesisReport: Sendable, Hashable {
  package struct Total: Sendable, Hashable {
    /// `enterprises`, or an attribute such as `revenue_yuan`.
    package var of: String
    /// `kind`, `town`, `industry` or `size`.
    package var by: String
    package var category: String
    /// In numbers of enterprises or natural units.
    package var target: Double
    package var achieved: Double
    package var isMet: Bool
  }

  package var totals: [Total]
  /// Steps of the calibration.
  package var iterations: Int
  /// The bounds between which its weights came to lie.
  package var smallestWeight: Double
  package var largestWeight: Double
  package var enterprises: Int
  package var claims: Int

  package var isMet: Bool { totals.allSatisfy(\.isMet) }
}
