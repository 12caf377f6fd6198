import CKernels

/// Weights of the Poisson bootstrap: how often a subject stands in a replicate.
///
/// Poisson(1) on 65,536 equally likely draws: 24,110 of them give 0, then 24,108, 12,056, 4,017, 1,005,
/// 201, 33 and 6 give 1 to 7. No probability is further than 2 in 65,536 from e⁻¹/k!, and the counts are
/// chosen so that mean and variance are exactly 1, which is what the bootstrap's mean and standard error
/// rest on; what lies above 7, with a probability of one in a hundred thousand, is left out.
enum PoissonWeights {
  static let largest = 7

  /// - Parameter draws: uniform from 0 to 65,535.
  static func fill(
    _ count: Int, from draws: UnsafePointer<UInt16>, _ weights: UnsafeMutablePointer<UInt8>
  ) {
    outlay_poisson_weights(weights, draws, count)
  }
}
