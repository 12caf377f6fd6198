import Diagnostics
import PolicyCatalogue
import Testing

@testable import Population
@testable import Simulation

@Suite struct ResponseTests {
  /// One measure of a tenth of `x`, set to another rate; claims of 1,000 and of 500 yuan.
  private func outcome(
    rate: Fraction, elasticity: Fraction, own: Fraction = Fraction(1, 10),
    budget: Scenario.Budget = .unlimited, most: Fraction = 2
  ) throws -> (ResponseOutcome, Settlement) {
    var tiny = TinyPolicy()
    let number = tiny.number(own)
    let policy = tiny.policy(award: Award(base: .rate(number, of: TinyPolicy.x)))
    var scenario = TinyPolicy.scenario(policy, budget: budget)
    scenario.values.set(0, to: rate, in: policy)
    let settings = ResponseSettings(
      answers: [
        0: ResponseSettings.Answer(elasticity: elasticity, input: 0, location: TinyPolicy.location)
      ], most: most)
    let population = TinyPolicy.population(x: [100_000, 50_000], q: [0, 0], level: [0, 0])
    let outcome = try respond(scenario, population, settings)
    return (outcome, try settle(scenario, outcome.population))
  }

  @Test("Twice the rate and an elasticity of a half: half as much again is spent")
  func byHand() throws {
    let (outcome, settled) = try outcome(rate: Fraction(1, 5), elasticity: Fraction(1, 2))
    #expect(outcome.measures[0].factor == ColumnFactor(billionths: 1_500_000_000))
    #expect(outcome.measures[0].spending == 150_000)
    #expect(outcome.measures[0].assessedBefore == 15_000)
    #expect(outcome.measures[0].assessedAfter == 30_000)
    #expect(outcome.before.award == 15_000)
    #expect(outcome.mechanical.award == 30_000)
    #expect(settled.claims.awards == [30_000, 15_000])
    #expect(outcome.warnings(TinyPolicy().policyForNames).isEmpty)
  }

  @Test("A budget holds what is paid, whoever answers")
  func budget() throws {
    let (outcome, settled) = try outcome(
      rate: Fraction(1, 5), elasticity: Fraction(1, 2), budget: .total(20_000))
    #expect((outcome.before.paid, outcome.mechanical.paid) == (15_000, 20_000))
    #expect(settled.pools[0].paid == 20_000)
  }

  @Test("Nothing answers a rate that stays, or one where nothing was")
  func unmoved() throws {
    let (same, _) = try outcome(rate: Fraction(1, 10), elasticity: 3)
    #expect(same.measures[0].factor == .one)
    let (fromNothing, settled) = try outcome(rate: Fraction(1, 10), elasticity: 3, own: .zero)
    #expect(fromNothing.measures[0].factor == .one)
    #expect(settled.claims.awards == [10_000, 5_000])
  }

  @Test("Bounds hold, and are told")
  func bounds() throws {
    let (up, _) = try outcome(rate: Fraction(1, 5), elasticity: 3, most: Fraction(3, 2))
    #expect(up.measures[0].factor == ColumnFactor(billionths: 1_500_000_000))
    #expect(up.warnings(TinyPolicy().policyForNames).count == 1)
    let (down, settled) = try outcome(rate: Fraction(1, 20), elasticity: 3)
    #expect(down.measures[0].factor == ColumnFactor(billionths: 0))
    #expect(settled.claims.awards == [0, 0])
  }

  @Test("A column grows to its maximum, and not beyond what is exact")
  func growing() throws {
    var tiny = TinyPolicy()
    var policy = tiny.policy(award: Award(base: .amount(tiny.number(1))))
    policy.measures[0].inputs[0].maximum = 12
    let population = TinyPolicy.population(x: [1_000, 700, 1], q: [5, 5, 5], level: [0, 0, 0])
    let grown = try population.growing(policy) { _, input in
      input == 0 ? ColumnFactor(billionths: 1_500_000_000) : nil
    }
    guard case .numbers(let x) = grown.claims[0].inputs[0],
      case .numbers(let q) = grown.claims[0].inputs[1]
    else {
      Issue.record("no numbers")
      return
    }
    // 12 yuan are 1,200 fen; half a fen goes up.
    #expect(x == [1_200, 1_050, 2])
    #expect(q == [5, 5, 5])
    let huge = TinyPolicy.population(x: [0x1p53 - 1], q: [0], level: [0])
    #expect(throws: DataError.self) {
      _ = try huge.growing(policy) { _, _ in ColumnFactor(billionths: 2_000_000_000) }
    }
  }
}

extension TinyPolicy {
  fileprivate var policyForNames: Policy {
    var tiny = self
    return tiny.policy(award: Award(base: .amount(tiny.number(1))))
  }
}
