import BigInt
import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

@Suite("Assessed amounts against integers of any length")
struct ExactAmountTests {
  /// Bounds on x that keep a rule in Doubles, make it clamp its base, or send it to 128 bits.
  private static let largest = [1e7, 1e11, 8e15]

  private func check(rules: Int, claims: Int, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for index in 0..<rules {
      let rule = RandomRule(shape: index % RandomRule.shapes, using: &random)
      // Brackets have no ceiling, and all claims together must stay below 2^53 fen.
      let isOpenEnded = index % RandomRule.shapes == 4
      let largest = Self.largest[index / RandomRule.shapes % Self.largest.count]
      let most = isOpenEnded ? min(largest, 1e11) : largest
      let x = (0..<claims).map { _ in Double.random(in: 0...most, using: &random).rounded() }
      let q = (0..<claims).map { _ in Double.random(in: 0...1e8, using: &random).rounded() }
      let level = (0..<claims).map { _ in UInt8.random(in: 0...2, using: &random) }
      let settlement = try settle(
        TinyPolicy.scenario(rule.policy), TinyPolicy.population(x: x, q: q, level: level))
      for claim in 0..<claims {
        let expected = rule.exact(BigInt(x[claim]), BigInt(q[claim]), Int(level[claim]))
        if BigInt(settlement.claims.assessed[claim]) != expected {
          Issue.record(
            """
            shape \(index % RandomRule.shapes): x \(x[claim]) q \(q[claim]) level \(level[claim]) \
            paid \(settlement.claims.assessed[claim]), expected \(expected)
            """)
          return
        }
      }
    }
  }

  @Test func aSample() throws {
    try check(rules: 54, claims: 500, seed: 1)
  }

  @Test("Ten million claims", .enabled(if: runsSlowTests), arguments: UInt64(1)...8)
  func tenMillion(seed: UInt64) throws {
    try check(rules: 72, claims: 17_500, seed: seed * 1000)
  }

  @Test func whatCannotBeSummedExactlyIsAnError() throws {
    var tiny = TinyPolicy()
    let rate = tiny.number(1)
    let policy = tiny.policy(award: Award(base: .rate(rate, of: TinyPolicy.x)))
    let amounts = [Double](repeating: 9e15, count: 2)
    #expect(throws: DataError.self) {
      try settle(
        TinyPolicy.scenario(policy),
        TinyPolicy.population(x: amounts, q: [0, 0], level: [0, 0]))
    }
  }
}
