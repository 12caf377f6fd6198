internal import BigInt
package import PolicyCatalogue

/// An exact number of any size: a fraction in lowest terms with a positive denominator.
///
/// The explaining path reckons in it throughout, because a number that can neither round nor overflow
/// needs no argument why it is right.
package struct Rational: Sendable, Hashable {
  let numerator: BigInt
  let denominator: BigInt

  package static let zero = Rational(0)
  package static let one = Rational(1)

  package init(_ integer: Int) {
    self.init(BigInt(integer))
  }

  package init(_ fraction: Fraction) {
    self.init(BigInt(fraction.numerator), BigInt(fraction.denominator))
  }

  init(_ integer: BigInt) {
    numerator = integer
    denominator = 1
  }

  /// Precondition: `denominator != 0`.
  init(_ numerator: BigInt, _ denominator: BigInt) {
    precondition(denominator != 0, "a fraction without a denominator")
    if denominator == 1 {
      self.numerator = numerator
      self.denominator = 1
      return
    }
    let divisor = numerator.greatestCommonDivisor(with: denominator)
    let sign: BigInt = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / divisor
    self.denominator = sign * denominator / divisor
  }

  package var isZero: Bool { numerator.isZero }
  package var isNegative: Bool { numerator < 0 }
  package var isInteger: Bool { denominator == 1 }
}

extension Rational {
  package static func + (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
  }

  package static func - (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
  }

  package static func * (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.numerator, a.denominator * b.denominator)
  }

  /// Precondition: `b` is not zero. The policy language's division, which gives zero there, is
  /// `ExactEvaluator`'s.
  package static func / (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator, a.denominator * b.numerator)
  }
}

extension Rational: Comparable {
  package static func < (a: Rational, b: Rational) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }
}

extension Rational: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self.init(value) }
}
