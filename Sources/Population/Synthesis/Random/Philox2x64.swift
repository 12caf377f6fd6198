/// Philox2x64-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel Random
/// Numbers: As Easy as 1, 2, 3" (SC 2011), on 64-bit words: for the same 128 bits it takes half of the
/// multiplications of `Philox`, and replicates need many draws.
///
/// A draw depends on its key and counter alone, so that any thread may make any draw.
package struct Philox2x64: Sendable {
  package var key: UInt64

  package init(key: UInt64) { self.key = key }

  @inline(__always)
  package func block(_ x: UInt64, _ y: UInt64) -> (UInt64, UInt64) {
    var (a, b, k) = (x, y, key)
    for _ in 0..<10 {
      let product = a.multipliedFullWidth(by: 0xD2B7_4407_B1CE_6E93)
      (a, b) = (product.high ^ k ^ b, product.low)
      k &+= 0x9E37_79B9_7F4A_7C15
    }
    return (a, b)
  }

  /// How many draws of 16 bits a block has.
  package static let drawsInBlock = 8

  /// Draws of 16 bits, uniform from 0 to 65535: draw `i` is bits 16 (i mod 4) and up of word
  /// (i mod 8) ÷ 4 of the block with the counter (identity, stream · 2^32 + i ÷ 8).
  ///
  /// - Parameters:
  ///   - identity: of whatever the draws are for.
  ///   - stream: tells different draws for the same thing apart; below 2^32.
  ///   - draws: room for `count` draws, rounded up to a whole block.
  package func fill(
    identity: UInt64, stream: UInt64, count: Int, _ draws: UnsafeMutablePointer<UInt16>
  ) {
    let bytes = UnsafeMutableRawPointer(draws)
    for index in 0..<(count + Self.drawsInBlock - 1) / Self.drawsInBlock {
      let (a, b) = block(identity, stream << 32 | UInt64(index))
      bytes.storeBytes(of: a.littleEndian, toByteOffset: 16 * index, as: UInt64.self)
      bytes.storeBytes(of: b.littleEndian, toByteOffset: 16 * index + 8, as: UInt64.self)
    }
  }
}
