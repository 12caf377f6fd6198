import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Points at which an amount is too large to be computed exactly.
@Suite struct TooLargeTests {
  /// Two measures so much a piece, claimed for apart or as rivals.
  private func batch(rivals: Bool) throws -> (Batch, [Adjustable]) {
    var made = HandMadeCase()
    let prices = [made.yuan(5), made.yuan(7)]
    for (measure, price) in prices.enumerated() {
      made.measure(
        "m\(measure)", inputs: [.money("asked_yuan")],
        award: Award(base: .rate(price, of: .input(0))))
      for claim in 0..<30 {
        made.claim(
          "C\(measure)-\(claim)", of: measure, by: rivals ? "E\(claim)" : "E\(measure)-\(claim)",
          .number(Double(claim * 1_000)))
      }
    }
    if rivals {
      made.policy {
        $0.exclusions = [
          Exclusion(id: "a", article: 1, measures: [0, 1], scope: .enterprise, keep: .highest)
        ]
      }
    }
    let adjustables = try prices.map { price in
      guard case .parameter(let index) = price else { throw NoParameter() }
      return Adjustable.parameter(index)
    }
    return (try Batch(made.scenario(), made.population()), adjustables)
  }

  private struct NoParameter: Error {}

  /// Many points, of which one or another is too large by one measure or by both.
  @Test(arguments: [false, true], [1, 20]) func areRefused(rivals: Bool, points: Int) throws {
    let (batch, prices) = try batch(rivals: rivals)
    let huge = Fraction(Int128(1) << 52)
    func settle(_ values: [[Fraction]]) throws -> [PointTotals] {
      try batch.settle(
        values.map { values in
          var point = BatchPoint()
          for (price, value) in zip(prices, values) {
            try point.set(price, to: value, in: batch.scenario)
          }
          return point
        })
    }
    let fine = (0..<points).map { [Fraction(Int128($0 % 4)), Fraction(Int128($0 / 4))] }
    #expect(try settle(fine).count == points)
    for tooLarge in [[huge, 1], [1, huge], [huge, huge]] {
      #expect(throws: DataError.self) { try settle(fine + [tooLarge] + fine) }
      #expect(throws: DataError.self) { try settle([tooLarge]) }
    }
    #expect(try settle(fine).count == points)
  }
}
