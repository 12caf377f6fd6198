import PolicyCatalogue
import Testing

@testable import Reporting

@Suite("Numbers as text")
struct NumberFormatTests {
  @Test(arguments: [
    (Int64(0), "0.00", "0.00"), (7, "0.07", "0.07"), (10, "0.10", "0.10"), (100, "1.00", "1.00"),
    (123_456_789, "1234567.89", "1,234,567.89"), (99_999, "999.99", "999.99"),
    (100_000, "1000.00", "1,000.00"), (-5, "-0.05", "-0.05"), (-123_456, "-1234.56", "-1,234.56"),
    (.max, "92233720368547758.07", "92,233,720,368,547,758.07"),
    (.min, "-92233720368547758.08", "-92,233,720,368,547,758.08"),
  ])
  func yuan(fen: Int64, plain: String, grouped: String) {
    #expect(Yuan.plain(fen: fen) == plain)
    #expect(Yuan.grouped(fen: fen) == grouped)
  }

  @Test func yuanReadsBack() {
    for _ in 0..<10_000 {
      let fen = Int64.random(in: -(1 << 53)...(1 << 53))
      let digits = Yuan.plain(fen: fen).filter { $0 != "." }
      #expect(Int64(digits) == fen)
      #expect(Yuan.grouped(fen: fen).filter { $0 != "," } == Yuan.plain(fen: fen))
    }
  }

  @Test(arguments: [
    (Fraction(1), 12, "1.000000000000"), (Fraction(2, 3), 12, "0.666666666666"),
    (Fraction(999_999_999_999_999, 1_000_000_000_000_000), 12, "0.999999999999"),
    (Fraction(1, 8), 3, "0.125"), (Fraction(7, 2), 0, "3"), (Fraction(0), 2, "0.00"),
    // Ten times the remainder passes 128 bits.
    (Fraction(Int128.max - 1, Int128.max), 4, "0.9999"),
  ])
  func roundedDown(value: Fraction, decimals: Int, text: String) {
    #expect(Decimal.roundedDown(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (Fraction(1, 4), "0.25"), (Fraction(-1, 4), "-0.25"), (Fraction(1, 3), "1/3"),
    (Fraction(-2, 3), "-2/3"), (Fraction(2_000_000), "2000000"), (Fraction(5, 1000), "0.005"),
  ])
  func exact(value: Fraction, text: String) {
    #expect(Decimal.exact(value) == text)
  }

  @Test func grouping() {
    #expect(Decimal.grouped(0) == "0")
    #expect(Decimal.grouped(-1_000) == "-1,000")
    #expect(Decimal.exactGrouped(Fraction(12_345_675, 10)) == "1,234,567.5")
  }
}
