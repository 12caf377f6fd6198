import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Claims that compete on a basis, compared by closed forms and settled by the batch: to the fen.
@Suite struct ClosedRivalTests {
  /// Two measures of a rate and a cap, one with tiers, one with a fixed amount; every claim shares its
  /// basis with one or more others of its subject.
  private func made(
    isOnBases: Bool = true, using random: inout SplitMix64
  ) -> (HandMadeCase, [Adjustable]) {
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
    // What is paid for much does not move.
    let (much, twentieth) = (made.yuan(600), made.number(Fraction(1, 20)))
    let large = AwardCase(
      name: "large",
      when: [
        Condition(
          name: "much", expression: .compare(.greaterOrEqual, .input(0), much),
          reason: .belowThreshold)
      ], award: Award(base: .rate(twentieth, of: .input(0))))
    made.measure(
      "second", inputs: [.money("asked_yuan")],
      award: Award(base: .cases([large], otherwise: capped(1)))
    ) {
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
          basis: isOnBases ? "B\(group)" : "",
          elsewhere: isOnBases && Int.random(in: 0...19, using: &random) == 0,
          .number(Double(Int.random(in: 0...1000, using: &random) * 100)))
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
    _ made: HandMadeCase, _ moving: [Adjustable], compared: Bool, closes: Bool = false,
    using random: inout SplitMix64
  ) throws {
    let (scenario, population) = (made.scenario(), made.population())
    let forms = try ClosedForms(scenario, population, moving: moving)
    #expect(compared == (forms.comparedClaims > 0))
    #expect(compared == (forms.settledClaims == 0))
    #expect(closes == (forms.closedClaims > 0))
    try expectExact(forms, scenario, population, using: &random)
  }

  private func expectExact(
    _ forms: ClosedForms, _ scenario: Scenario, _ population: Population,
    using random: inout SplitMix64
  ) throws {
    let points = (0..<40).map { _ in Self.values(using: &random) }
    let totals = try forms.totals(points.flatMap { $0 })
    let batchPoints = try points.map { try scenario.point(setting: forms.moving, to: $0) }
    let settled = try Batch(scenario, population).settle(batchPoints)
    try expect(settled, toBeSettledAloneAt: batchPoints, scenario, population)
    for (index, settled) in settled.enumerated() {
      // Free claims may be off by what they are rounded to, compared ones by nothing.
      let off = forms.closedClaims == 0 ? 0 : totals.awardBounds[index]
      #expect(abs(totals.awards[index] - Double(settled.award)) <= off, "\(points[index])")
      #expect(
        abs(totals.protected[index] - Double(settled.pools[0].protected)) <= off,
        "\(points[index])")
      #expect(
        abs(totals.demands[index] - Double(settled.pools[0].demand)) <= off, "\(points[index])")
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

  /// Measures that exclude each other by name, whatever the basis.
  @Test(arguments: [Scope.subject, .enterprise]) func byName(scope: Scope) throws {
    var random = SplitMix64(seed: 31)
    var (made, moving) = made(isOnBases: false, using: &random)
    made.policy { policy in
      policy.exclusions.append(
        Exclusion(id: "named", article: 2, measures: [0, 1, 2], scope: scope, keep: .highest))
    }
    if scope == .enterprise {
      // Each enterprise has one claim so far.
      for group in 0..<60 where group % 3 > 0 {
        made.ask("D\(group)", 40 * group, of: group % 3 - 1, by: "E\(group)-0")
      }
      try check(made, moving, compared: true, closes: true, using: &random)
    } else {
      try check(made, moving, compared: true, using: &random)
    }
  }

  /// One rise of a ladder, or one part of a split, competes like any claim; several stand together and
  /// are settled.
  @Test(arguments: [false, true]) func laddersAndSplits(several: Bool) throws {
    var random = SplitMix64(seed: 41)
    var (made, moving) = made(using: &random)
    let held = made.yuan(5)
    made.policy { policy in
      policy.measures[2].ladder = Ladder(family: "rise", held: .amount(held))
      policy.measures[1].rivalsUnlessDiffers = 0
    }
    if !several {
      for group in 0..<60 {
        for measure in 1...2 {
          let claims = made.claims[measure]!.filter { $0.basis == "B\(group)" }
          made.claims[measure]!.removeAll { claim in
            claims.dropFirst().contains { $0.id == claim.id }
          }
        }
      }
    }
    let (scenario, population) = (made.scenario(), made.population())
    let forms = try ClosedForms(scenario, population, moving: moving)
    #expect(forms.comparedClaims > 0)
    #expect((forms.settledClaims > 0) == several)
    try expectExact(forms, scenario, population, using: &random)
  }

  /// A rival that has more claims, of which a company may have so much in all, or which ask of one fund:
  /// what these come to depends on whether the claim that moves is kept.
  @Test(arguments: 0..<4) func rivalsThatMeetOthers(rule: Int) throws {
    var random = SplitMix64(seed: 50 + UInt64(rule))
    var (made, moving) = made(using: &random)
    let (limit, two) = (made.yuan(33), made.number(2))
    let hundred = made.yuan(100)
    made.policy { policy in
      switch rule {
      case 0:
        policy.measures[2].limit = CompanyLimit(amount: limit, scope: .enterprise, order: .claim)
      case 1:
        policy.measures[2].limit = CompanyLimit(
          amount: limit, scope: .subject, order: .proportional)
      case 2: policy.measures[2].best = BestClaims(claims: two, scope: .enterprise)
      default: policy.measures[2].fund = Fund(amount: hundred, payment: .asAsked)
      }
    }
    // A fund ties all its claims: only one basis of it may have a claim that moves.
    let bases = rule < 3 ? 60 : 1
    if rule == 3 {
      for measure in 0...2 { made.claims[measure]! = [] }
      made.claimant("one", group: "G0")
      made.ask("M", 90, of: 1, by: "one", basis: "B0")
      made.ask("T", 1, of: 2, by: "one", basis: "B0")
    }
    for group in 0..<bases {
      for more in 0..<3 { made.ask("D\(group)-\(more)", 1, of: 2, by: "E\(group)-\(more % 2)") }
    }
    let (scenario, population) = (made.scenario(), made.population())
    let forms = try ClosedForms(scenario, population, moving: moving)
    #expect(forms.comparedClaims > 0)
    if rule == 3 { #expect(forms.settledClaims == 0) }
    try expectExact(forms, scenario, population, using: &random)
  }

  /// What decides otherwise than by the highest amount, or looks beyond the basis, is settled.
  @Test(arguments: 0..<4)
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
