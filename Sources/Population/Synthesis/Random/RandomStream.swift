/// The draws of one attribute: a pair of uniform numbers for each row and turn.
///
/// Streams are told apart by name, so that an attribute or a measure that is added leaves the draws
/// of all others as they were.
struct RandomStream: Sendable {
  private let generator: Philox
  private let identity: UInt64

  init(seed: UInt64, _ name: String...) {
    generator = Philox(seed: seed)
    identity = streamIdentity(name)
  }

  /// Two independent numbers, uniform over the open interval from 0 to 1.
  @inline(__always)
  func uniforms(_ row: Int, turn: Int = 0) -> (Double, Double) {
    let block = generator.block(
      SIMD4(
        UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: turn),
        UInt32(truncatingIfNeeded: identity), UInt32(truncatingIfNeeded: identity >> 32)))
    return (Self.uniform(block[0], block[1]), Self.uniform(block[2], block[3]))
  }

  @inline(__always)
  func uniform(_ row: Int, turn: Int = 0) -> Double { uniforms(row, turn: turn).0 }

  /// A standard normal number.
  @inline(__always)
  func normal(_ row: Int, turn: Int = 0) -> Double {
    inverseNormal(uniforms(row, turn: turn).0)
  }

  /// 52 bits and a half: neither 0 nor 1, and exact.
  @inline(__always)
  private static func uniform(_ high: UInt32, _ low: UInt32) -> Double {
    let bits = (UInt64(high) << 32 | UInt64(low)) >> 12
    return (Double(bits) + 0.5) * 0x1p-52
  }
}

/// A number for a name in parts, by which its draws are told from those of others: FNV-1a over the
/// parts and a separator that no name contains.
package func streamIdentity(_ name: [String]) -> UInt64 {
  FNV1a(name.flatMap { Array($0.utf8) + [0xff] }).value
}
