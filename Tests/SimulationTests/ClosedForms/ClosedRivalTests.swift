import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Claims that compete on a basis, compared by closed forms and settled by the batch: to the fen.
@Suite struct ClosedRivalTests {
  /// Two measures of a rate and a cap, one with tiers, one with a fixed amount; every claim shares its
  /// basis with one or more others of its subject.
  private func made(using random: inout SplitMix64) -> (HandMadeCase, [Adjustable]) {
    var made = HandMadeCase()
    let rates = (0..<2).map { _ in made.fine(Fraction(1, 10)) }
    let caps = (0..<2).map { _ in made.fine(50, .money) }
    let (bound, sum) = (made.fine(100, .money), made.yuan(20))
    func capped(_ index: Int) -> Award {
      Award(
        base: .rate(rates[index], of: .input(0)),
        adjustments: [.init(name: "cap", kind: .cap(Award(base: .amount(caps[index]))))])
    }
    made.measure("first", inputs: [.money("asked_yuan")], award: capped(0)) { measure in
      measure.conditions = [
        Condition(
          name: "threshold", expression: .compare(.greaterOrEqual, .input(0), bound),
          reason: .belowThreshold)
      ]
    }
    made.measure("second", inputs: [.money("asked_yuan")], award: capped(1)) {
      $0.isProtected = true
    }
    made.measure("third", inputs: [.money("asked_yuan")], award: Award(base: .amount(sum)))
    made.policy { policy in
      policy.exclusions = [ReferenceExclusivityTests.basisRule()]
      policy.eligibility = [
        EligibilityRule(
          id: "penalised", article: 1, scope: .enterprise,
          when: .enterprise(RegisterColumn.penalised.rawValue))
      ]
    }
    for group in 0..<60 {
      for member in 0..<Int.random(in: 2...4, using: &random) {
        let name = "E\(group)-\(member)"
        made.claimant(
          name, group: "G\(group)",
          [.penalised: .flag(Int.random(in: 0...9, using: &random) == 0)])
        made.claim(
          "C\(group)-\(member)", of: Int.random(in: 0...2, using: &random), by: name,
          basis: "B\(group)", .number(Double(Int.random(in: 0...1000, using: &random) * 100)))
      }
    }
    let moving = rates + caps + [bound]
    return (
      made,
      moving.map { if case .parameter(let index) = $0 { .parameter(index) } else { fatalError() } }
    )
  }

  private static func values(using random: inout SplitMix64) -> [Fraction] {
    [
      Fraction(Int128.random(in: 0...10_000, using: &random), 10_000),
      Fraction(Int128.random(in: 0...1000, using: &random), 1000),
      Fraction(Int128.random(in: 0...200, using: &random)), 20,
      Fraction(Int128.random(in: 0...500, using: &random)),
    ]
  }

  private func check(
    _ made: HandMadeCase, _ moving: [Adjustable], compared: Bool, using random: inout SplitMix64
  ) throws {
    let (scenario, population) = (made.scenario(), made.population())
    let forms = try ClosedForms(scenario, population, moving: moving)
    #expect(compared == (forms.comparedClaims > 0))
    #expect(compared == (forms.settledClaims == 0))
    #expect(forms.closedClaims == 0)
    let points = (0..<40).map { _ in Self.values(using: &random) }
    let totals = try forms.totals(points.flatMap { $0 })
    let settled = try Batch(scenario, population).settle(
      points.map { try scenario.point(setting: moving, to: $0) })
    for (index, settled) in settled.enumerated() {
      #expect(totals.awards[index] == Double(settled.award), "\(points[index])")
      #expect(totals.protected[index] == Double(settled.pools[0].protected), "\(points[index])")
      #expect(totals.demands[index] == Double(settled.pools[0].demand), "\(points[index])")
    }
  }

  @Test(arguments: UInt64(1)...4)
  func theHighestIsPaid(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (made, moving) = made(using: &random)
    try check(made, moving, compared: true, using: &random)
  }

  /// Amounts are compared as they are assessed and rounded once more as they are awarded.
  @Test func twoRoundings() throws {
    var random = SplitMix64(seed: 9)
    var (made, moving) = made(using: &random)
    made.assessedUnit = 3
    let unit = made.yuan(Fraction(7, 10))
    made.policy { $0.awardRounding = Rounding(unit: unit, direction: .down) }
    try check(made, moving, compared: true, using: &random)
  }

  /// What decides otherwise than by the highest amount, or looks beyond the basis, is settled.
  @Test(arguments: 0..<5)
  func otherRulesAreSettled(rule: Int) throws {
    var random = SplitMix64(seed: 20 + UInt64(rule))
    var (made, moving) = made(using: &random)
    let two = made.number(2)
    made.policy { policy in
      switch rule {
      case 0: policy.exclusions[0].keep = .first
      case 1: policy.exclusions[0].scope = .enterprise
      case 2:
        policy.exclusions.append(
          Exclusion(id: "named", article: 2, measures: [0, 1, 2], scope: .subject, keep: .listed))
      case 3: for index in 0...2 { policy.measures[index].rivalsUnlessDiffers = 0 }
      default:
        policy.bestRules = [
          BestRule(
            id: "best", article: 2, measures: [0, 1, 2],
            best: BestClaims(claims: two, scope: .subject))
        ]
      }
    }
    try check(made, moving, compared: false, using: &random)
  }
}
