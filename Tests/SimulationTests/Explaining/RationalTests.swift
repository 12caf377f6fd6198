import BigInt
import PolicyCatalogue
import Testing

@testable import Simulation

struct RationalTests {
  /// Numerators and denominators beyond 128 bits, from a fixed seed.
  struct Sample {
    var generator = SplitMix64(seed: 7)

    mutating func integer() -> BigInt {
      var value = BigInt(0)
      for _ in 0..<Int(generator.next() % 4 + 1) {
        value = value << 61 + BigInt(generator.next() >> 3)
      }
      return generator.next() % 2 == 0 ? value : -value
    }

    mutating func rational() -> (Rational, BigInt, BigInt) {
      let numerator = integer()
      var denominator = integer()
      if denominator == 0 { denominator = 1 }
      return (Rational(numerator, denominator), numerator, denominator)
    }
  }

  @Test("Sums, products and comparisons agree with whole numbers over a common denominator")
  func arithmetic() {
    var sample = Sample()
    for _ in 0..<500 {
      let (x, a, b) = sample.rational()
      let (y, c, d) = sample.rational()
      #expect((x + y).numerator * b * d == (a * d + c * b) * (x + y).denominator)
      #expect((x - y).numerator * b * d == (a * d - c * b) * (x - y).denominator)
      #expect((x * y).numerator * b * d == a * c * (x * y).denominator)
      if !y.isZero { #expect((x / y) * y == x) }
      let sign: BigInt = (b < 0) == (d < 0) ? 1 : -1
      #expect((x < y) == (sign * a * d < sign * c * b))
      #expect(x + y - y == x)
    }
  }

  @Test("A fraction is in lowest terms with a positive denominator")
  func lowestTerms() {
    var sample = Sample()
    for _ in 0..<200 {
      let (x, _, _) = sample.rational()
      #expect(x.denominator > 0)
      #expect(x.numerator.greatestCommonDivisor(with: x.denominator) == 1)
    }
    #expect(Rational(6, -4) == Rational(-3, 2))
    #expect(Rational(0, -4) == 0)
  }

  @Test("Floor and ceiling enclose the number")
  func wholeParts() {
    var sample = Sample()
    for _ in 0..<200 {
      let (x, _, _) = sample.rational()
      #expect(Rational(x.floor) <= x && x < Rational(x.floor + 1))
      #expect(Rational(x.ceiling) >= x && x > Rational(x.ceiling - 1))
    }
  }

  @Test(
    "Rounding chooses among the two neighbours",
    arguments: [
      // In tenths: value, then half-up, half-even, half-down, up, down.
      (24, [2, 2, 2, 3, 2]), (25, [3, 2, 2, 3, 2]), (26, [3, 3, 3, 3, 2]),
      (35, [4, 4, 3, 4, 3]), (30, [3, 3, 3, 3, 3]), (0, [0, 0, 0, 0, 0]), (1, [0, 0, 0, 1, 0]),
      (-25, [-2, -2, -3, -2, -3]), (-24, [-2, -2, -2, -2, -3]),
    ])
  func rounding(tenths: Int, expected: [Int]) {
    let value = Rational(BigInt(tenths), 10)
    let directions: [Rounding.Direction] = [.halfUp, .halfEven, .halfDown, .up, .down]
    for (direction, expected) in zip(directions, expected) {
      #expect(value.rounded(to: 1, direction) == Rational(expected))
      // The unit only scales.
      let unit = Rational(7, 100)
      #expect((value * unit).rounded(to: unit, direction) == Rational(expected) * unit)
    }
  }

  @Test("Numbers are shown with separators, and with an ellipsis where they do not end")
  func text() {
    #expect(Rational(1_234_567).text() == "1,234,567")
    #expect(Rational(123).text() == "123")
    #expect(Rational(600_000_001, 100).text(minimumPlaces: 2) == "6,000,000.01")
    #expect(Rational(1000).text(minimumPlaces: 2) == "1,000.00")
    #expect(Rational(1, 3).text(places: 4) == "0.3333…")
    #expect(Rational(-5, 2).text() == "−2.5")
    #expect(yuanText(5) == "0.05")
    #expect(Rational(2, 3).decimals(12) == "0.666666666666")
    #expect(Rational(1).decimals(12) == "1.000000000000")
    #expect(Rational(2, 3).fractionText == "2/3")
  }

  @Test("Apportionment adds up, and no part is a unit or more from its quota")
  func apportionment() {
    var sample = Sample()
    for _ in 0..<200 {
      let count = Int(sample.generator.next() % 12 + 1)
      let weights = (0..<count).map { _ in Rational(Int(sample.generator.next() % 5)) }
      let total = BigInt(sample.generator.next() % 100)
      let parts = apportion(total, by: weights, tiesInOrder: Array(0..<count))
      let sum = weights.reduce(0, +)
      if sum.isZero {
        #expect(parts.allSatisfy { $0 == 0 })
        continue
      }
      #expect(parts.reduce(0, +) == total)
      for (part, weight) in zip(parts, weights) {
        let quota = Rational(total) * weight / sum
        #expect(Rational(part) > quota - 1 && Rational(part) < quota + 1)
      }
    }
  }

  @Test("Equal remainders go by the order given")
  func apportionmentTies() {
    #expect(apportion(2, by: [1, 1, 1], tiesInOrder: [0, 1, 2]) == [1, 1, 0])
    #expect(apportion(2, by: [1, 1, 1], tiesInOrder: [2, 0, 1]) == [1, 0, 1])
    #expect(apportion(10, by: [6, 3, 3], tiesInOrder: [2, 1, 0]) == [5, 2, 3])
  }
}
