/// What a synthetic population is made from; every assumption is named in the scenario.
package struct SyntheticAssumptions: Sendable {
  package var seed: UInt64
  /// Number of enterprises.
  package var size: Int

  package init(seed: UInt64, size: Int) {
    self.seed = seed
    self.size = size
  }
}
