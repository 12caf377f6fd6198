import Population

/// A Latin hypercube: in every dimension one point in each of as many equal parts as there are points,
/// at a random place in it; which parts come together is left to chance.
///
/// After M. D. McKay, R. J. Beckman and W. J. Conover, "A comparison of three methods for selecting
/// values of input variables in the analysis of output from a computer code", Technometrics 21 (1979)
/// 239–245. Complexity: O(points) of memory for each dimension.
package struct LatinHypercube: Sendable {
  package let points: Int
  /// By dimension: the part in which each point lies.
  private let parts: [[UInt32]]
  private let generator: Philox

  /// Precondition: 1 to 2^32 points.
  package init(dimensions: Int, points: Int, seed: UInt64) {
    precondition((1...1 << 32).contains(points))
    self.points = points
    generator = Philox(seed: seed)
    let generator = generator
    parts = (0..<dimensions).map { dimension in
      var order = (0..<points).map { UInt32($0) }
      for last in stride(from: points - 1, to: 0, by: -1) {
        let block = generator.block(Self.counter(last, dimension, turn: 0))
        let draw = UInt64(block[0]) << 32 | UInt64(block[1])
        // The product's upper half is uniform to one part in 2^32.
        let other = draw.multipliedFullWidth(by: UInt64(last + 1)).high
        order.swapAt(last, Int(other))
      }
      return order
    }
  }

  /// The coordinate times points · 2^32.
  package func coordinate(_ dimension: Int, of index: Int) -> UInt64 {
    let place = generator.block(Self.counter(index, dimension, turn: 1))[0]
    return UInt64(parts[dimension][index]) << 32 | UInt64(place)
  }

  private static func counter(_ index: Int, _ dimension: Int, turn: UInt32) -> SIMD4<UInt32> {
    // The last word keeps these draws apart from others under the same seed.
    SIMD4(UInt32(index), UInt32(dimension), turn, 0x4C41_5449)
  }
}
