/// An exact number of the catalogue: a fraction in lowest terms with a positive denominator.
///
/// 128 bits hold every number that a policy states and every product of two of them; arithmetic that
/// would pass them throws `Overflow` instead of wrapping.
package struct Fraction: Sendable, Hashable {
  package struct Overflow: Error {
    package init() {}
  }

  package let numerator: Int128
  package let denominator: Int128

  package static let zero = Fraction(0)
  package static let one = Fraction(1)

  package init(_ integer: some BinaryInteger) {
    numerator = Int128(integer)
    denominator = 1
  }

  /// Precondition: `denominator != 0`.
  package init(_ numerator: Int128, _ denominator: Int128) {
    precondition(denominator != 0)
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }
}

package func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return max(a, 1)
}

extension Fraction {
  package func plus(_ other: Fraction) throws(Overflow) -> Fraction {
    try Fraction(
      Self.sum(
        Self.product(numerator, other.denominator), Self.product(other.numerator, denominator)),
      Self.product(denominator, other.denominator))
  }

  package func minus(_ other: Fraction) throws(Overflow) -> Fraction { try plus(other.negated) }

  package func times(_ other: Fraction) throws(Overflow) -> Fraction {
    // Crosswise reduction first, so that only results that truly do not fit overflow.
    let a = Fraction(numerator, other.denominator)
    let b = Fraction(other.numerator, denominator)
    return try Fraction(
      Self.product(a.numerator, b.numerator), Self.product(a.denominator, b.denominator))
  }

  /// Precondition: `other` is not zero.
  package func divided(by other: Fraction) throws(Overflow) -> Fraction {
    try times(Fraction(other.denominator, other.numerator))
  }

  package var negated: Fraction { Fraction(-numerator, denominator) }

  package var isInteger: Bool { denominator == 1 }

  /// The greatest integer not above the fraction.
  package var floor: Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Nearest Double; for estimates and for display only.
  package var approximation: Double { Double(numerator) / Double(denominator) }

  @inline(__always)
  package static func product(_ a: Int128, _ b: Int128) throws(Overflow) -> Int128 {
    // Nearly all numbers fit in 64 bits, and two of them cannot overflow; asking whether they do costs
    // a division.
    let (shortA, shortB) = (Int64(truncatingIfNeeded: a), Int64(truncatingIfNeeded: b))
    if Int128(shortA) == a, Int128(shortB) == b { return a &* b }
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw Overflow() }
    return value
  }

  static func sum(_ a: Int128, _ b: Int128) throws(Overflow) -> Int128 {
    let (value, overflow) = a.addingReportingOverflow(b)
    if overflow { throw Overflow() }
    return value
  }
}

extension Fraction: Comparable {
  package static func < (a: Fraction, b: Fraction) -> Bool {
    // Denominators are positive; the cross products need 256 bits where columns have made them long.
    let left = a.numerator.multipliedFullWidth(by: b.denominator)
    let right = b.numerator.multipliedFullWidth(by: a.denominator)
    return left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension Fraction: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self.init(value) }
}
