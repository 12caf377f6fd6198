// The exponential and the logarithm from IEEE operations alone. A C library picks its own by the
// processor, with or without fused multiplication, and a last bit that differs would give another
// fen on another machine. Errors are a few units in the last place.

private let ln2High = 0x1.62e42feep-1
private let ln2Low = 0x1.a39ef35793c76p-33

/// e to the `x`. Precondition: |x| ≤ 700.
package func portableExp(_ x: Double) -> Double {
  precondition(x.magnitude <= 700)
  // x = k ln 2 + r with |r| ≤ ln 2 / 2; the product with the short upper part of ln 2 is exact.
  let k = (x * 1.4426950408889634).rounded(.toNearestOrEven)
  let r = (x - k * ln2High) - k * ln2Low
  // Taylor to the 13th power: what is left out is below 2^-56.
  var sum = 1.0 / 6_227_020_800
  for index in 0..<13 { sum = sum * r + expCoefficients[index] }
  return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
}

/// 1/12!, 1/11! … 1/0!.
private let expCoefficients: InlineArray<13, Double> = [
  1.0 / 479_001_600, 1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880, 1.0 / 40320, 1.0 / 5040,
  1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
]

/// The natural logarithm. Precondition: `x` is finite, normal and above zero.
package func portableLog(_ x: Double) -> Double {
  precondition(x.isNormal && x > 0)
  // x = m 2^k with m between 1/√2 and √2; ln m = 2 artanh s with s = (m − 1) / (m + 1).
  var m = x.significand
  var k = Double(x.exponent)
  if m > 1.4142135623730951 {
    m *= 0.5
    k += 1
  }
  let s = (m - 1) / (m + 1)
  let square = s * s
  // |s| ≤ 0.1716: what is left out is below 2^-56 of the sum.
  var sum = 0.0
  for index in 0..<10 { sum = sum * square + logCoefficients[index] }
  let tail = s * square * sum
  return k * ln2High + (2 * s + (2 * tail + k * ln2Low))
}

/// 1/21, 1/19 … 1/3.
private let logCoefficients: InlineArray<10, Double> = [
  1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 0.2, 1.0 / 3,
]
