/// Standard normal numbers in single precision by the million, the same on every machine.
///
/// Each row has draws of its own, told apart by the 64 bits of its identity and a replicate; word `w`
/// of a row comes from block `w / 4` of Philox. Four rows are computed side by side, in IEEE
/// operations alone, so that the bits depend neither on the processor nor on who draws them.
package enum NormalDraws {
  package static let rowsAtOnce = 4

  /// What fits all words, since whole blocks are written.
  package static func wordCapacity(_ words: Int) -> Int { (words + 3) / 4 * 4 }

  /// Writes word `w` of row `r` to `out[w * count + r]`.
  ///
  /// Precondition: `count` is a multiple of `rowsAtOnce`, and `out` holds `wordCapacity(words)` times
  /// as many numbers.
  ///
  /// - Parameters:
  ///   - identities: low and high half of the identity of each row.
  ///   - stream: tells draws of one row apart that serve different purposes.
  package static func fill(
    _ out: UnsafeMutablePointer<Float>, words: Int, count: Int,
    identities: (low: UnsafePointer<UInt32>, high: UnsafePointer<UInt32>),
    replicates: UnsafePointer<UInt32>, stream: UInt32, key: (UInt32, UInt32)
  ) {
    precondition(count % rowsAtOnce == 0)
    let philox = PhiloxLanes(key: key)
    let blocks = (words + 3) / 4
    for block in 0..<blocks {
      let turn = SIMD4<UInt64>(repeating: UInt64(stream) << 16 | UInt64(block))
      let first = out + 4 * block * count
      for row in stride(from: 0, to: count, by: rowsAtOnce) {
        let (a, b, c, d) = philox.blocks(
          lanes(identities.low + row), lanes(identities.high + row), lanes(replicates + row), turn)
        store(a, first + row)
        store(b, first + count + row)
        store(c, first + 2 * count + row)
        store(d, first + 3 * count + row)
      }
    }
  }

  @inline(__always)
  private static func lanes(_ words: UnsafePointer<UInt32>) -> SIMD4<UInt64> {
    SIMD4<UInt64>(
      truncatingIfNeeded: UnsafeRawPointer(words).loadUnaligned(as: SIMD4<UInt32>.self))
  }

  @inline(__always)
  private static func store(_ words: SIMD4<UInt64>, _ out: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(out).storeBytes(
      of: normal(SIMD4<UInt32>(truncatingIfNeeded: words)), as: SIMD4<Float>.self)
  }

  /// The quantiles of uniform words. The sign takes a bit, the other 31 are the distance from the
  /// nearer tail, so that tails are as fine as the middle: up to 6.2 standard deviations.
  @inline(__always)
  static func normal(_ words: SIMD4<UInt32>) -> SIMD4<Float> {
    let sign = words & 0x8000_0000
    let distance = SIMD4<Int32>(truncatingIfNeeded: words & 0x7FFF_FFFF)
    // t is twice the probability of the tail; erf⁻¹(1 − t) by Giles.
    let t = (SIMD4<Float>(distance) + 0.5) * 0x1p-31
    let q = t * (2 - t)
    let w = -logarithm(q)
    var z = central(w - 2.5)
    let isTail = w .>= 5
    if any(isTail) { z.replace(with: tail(w.squareRoot() - 3), where: isTail) }
    let size = z * (1 - t) * 1.41421356
    return unsafeBitCast(unsafeBitCast(size, to: SIMD4<UInt32>.self) ^ sign, to: SIMD4<Float>.self)
  }

  // Coefficients: M. Giles, "Approximating the erfinv function", GPU Computing Gems 2 (2011).

  @inline(__always)
  private static func central(_ w: SIMD4<Float>) -> SIMD4<Float> {
    var p = SIMD4<Float>(repeating: 2.81022636e-08)
    p = 3.43273939e-07 + p * w
    p = -3.5233877e-06 + p * w
    p = -4.39150654e-06 + p * w
    p = 0.00021858087 + p * w
    p = -0.00125372503 + p * w
    p = -0.00417768164 + p * w
    p = 0.246640727 + p * w
    return 1.50140941 + p * w
  }

  @inline(__always)
  private static func tail(_ w: SIMD4<Float>) -> SIMD4<Float> {
    var p = SIMD4<Float>(repeating: -0.000200214257)
    p = 0.000100950558 + p * w
    p = 0.00134934322 + p * w
    p = -0.00367342844 + p * w
    p = 0.00573950773 + p * w
    p = -0.0076224613 + p * w
    p = 0.00943887047 + p * w
    p = 1.00167406 + p * w
    return 2.83297682 + p * w
  }

  /// The natural logarithm of normal numbers above zero, to about 2⁻²³; after the single-precision
  /// routine of Moshier's Cephes library.
  @inline(__always)
  private static func logarithm(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let bits = unsafeBitCast(x, to: SIMD4<UInt32>.self)
    // The mantissa between √½ and √2, so that the polynomial's argument is near zero.
    let shifted = bits &- 0x3F35_04F3
    let exponent = SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: shifted) &>> 23)
    let mantissa = (shifted & 0x007F_FFFF) &+ 0x3F35_04F3
    let m = unsafeBitCast(mantissa, to: SIMD4<Float>.self) - 1
    let square = m * m
    var p = SIMD4<Float>(repeating: 7.0376836292e-2)
    p = p * m - 1.1514610310e-1
    p = p * m + 1.1676998740e-1
    p = p * m - 1.2420140846e-1
    p = p * m + 1.4249322787e-1
    p = p * m - 1.6668057665e-1
    p = p * m + 2.0000714765e-1
    p = p * m - 2.4999993993e-1
    p = p * m + 3.3333331174e-1
    let y = p * m * square - exponent * 2.12194440e-4 - 0.5 * square
    return m + y + exponent * 0.693359375
  }
}

/// Philox for four counters side by side; each word stands in 64 bits of which the upper half is zero,
/// so that the product of two words is one multiplication.
private struct PhiloxLanes {
  private let keys: InlineArray<10, (SIMD4<UInt64>, SIMD4<UInt64>)>

  init(key: (UInt32, UInt32)) {
    var (k0, k1) = key
    var keys = InlineArray<10, (SIMD4<UInt64>, SIMD4<UInt64>)>(repeating: (.zero, .zero))
    for round in 0..<10 {
      keys[round] = (SIMD4(repeating: UInt64(k0)), SIMD4(repeating: UInt64(k1)))
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    self.keys = keys
  }

  @inline(__always)
  func blocks(
    _ a: SIMD4<UInt64>, _ b: SIMD4<UInt64>, _ c: SIMD4<UInt64>, _ d: SIMD4<UInt64>
  ) -> (SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>) {
    var (a, b, c, d) = (a, b, c, d)
    for round in 0..<10 {
      let (k0, k1) = keys[round]
      let first = a &* 0xD251_1F53
      let second = c &* 0xCD9E_8D57
      (a, b, c, d) = (
        (second &>> 32) ^ b ^ k0, second & 0xFFFF_FFFF, (first &>> 32) ^ d ^ k1,
        first & 0xFFFF_FFFF
      )
    }
    return (a, b, c, d)
  }
}
