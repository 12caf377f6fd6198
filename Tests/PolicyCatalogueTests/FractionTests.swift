import PolicyCatalogue
import Testing

@Suite struct FractionTests {
  /// Cross products of these pass 128 bits.
  @Test func longFractionsAreCompared() {
    let long = Int128(1) << 100
    #expect(Fraction(long - 1, long) < Fraction(long, long + 1))
    #expect(!(Fraction(long, long + 1) < Fraction(long - 1, long)))
    #expect(Fraction(-long, long + 1) < Fraction(1 - long, long))
    #expect(Fraction(-1, 3) < Fraction(1, 1_000_000))
  }

  @Test(arguments: [(7, 2, 3), (-7, 2, -4), (6, 3, 2), (0, 5, 0)])
  func floors(numerator: Int, denominator: Int, floor: Int) {
    #expect(Fraction(Int128(numerator), Int128(denominator)).floor == Int128(floor))
  }
}
