import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// The fast path and the explaining path share the catalogue and no rule: here they settle the same
/// random cases, in which every rule between claims occurs, in every order of steps.
struct PathsAgreeTests {
  @Test(
    "Both paths settle random policies alike, claim for claim",
    arguments: 0..<(runsSlowTests ? 400 : 15))
  func agree(seed: Int) throws {
    for round in 0..<4 {
      var random = RandomCase(seed: UInt64(seed * 1000 + round))
      let made = random.make()
      let (scenario, population) = (made.scenario(), made.population())
      let exact = try ReferenceSettlement.settle(scenario: scenario, population: population)
      let fast = try settle(scenario, population)
      let outcome = HandMadeCase.Outcome(
        settlement: exact, scenario: scenario, population: population)
      let other = HandMadeCase.Outcome(
        settlement: fast, scenario: scenario, population: population)

      #expect(fast.claims.offsets == exact.claims.offsets)
      for row in 0..<exact.claims.count {
        let id = outcome.id(row)
        let measure = scenario.policy.measures[exact.claims.measure(of: row)].id
        #expect(
          exact.claims.assessed[row] == fast.claims.assessed[row],
          "assessed: \(id) of \(measure), case \(seed * 1000 + round)")
        #expect(
          outcome[id] == other[id], "award: \(id) of \(measure), case \(seed * 1000 + round)")
        #expect(
          exact.claims.paid[row] == fast.claims.paid[row],
          "paid: \(id) of \(measure), case \(seed * 1000 + round)")
      }
      #expect(exact.pools == fast.pools)
      #expect(exact.lowAwards == fast.lowAwards)
      #expect(exact.highAwards == fast.highAwards)
      #expect(exact.commitments == fast.commitments)
      #expect(exact.clawbacks == fast.clawbacks)
      #expect(exact.unquantified == fast.unquantified)
      // Explaining reckons only the related claims anew; it throws where it comes to something else.
      for row in stride(from: 0, to: fast.claims.count, by: 7) {
        _ = try other.explain(other.id(row))
      }
    }
  }
}

/// A policy and a ledger drawn from a seed: few subjects, few bases and small amounts, so that claims
/// meet, tie and are cut to nothing.
struct RandomCase {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  mutating func make() -> HandMadeCase {
    var made = HandMadeCase()
    addMeasures(to: &made)
    addRules(to: &made)
    addClaims(to: &made)
    if chance(30), !made.measures.contains(where: { $0.instalments != nil }) {
      made.assessedUnit = pick([Fraction(1, 10), 1, 10])
      made.assessedDirection = pick(Rounding.Direction.allCases)
    }
    return made
  }

  // MARK: measures, each of which awards its first input times a rate, at most a cap

  private mutating func award(in made: inout HandMadeCase) -> Award {
    let rate = made.number(Fraction(Int128(below(40) + 1), pick([10, 30, 7])))
    let cap = made.yuan(Fraction(Int128(below(5000) + 500), 10))
    var base = Award.Base.rate(rate, of: .input(0))
    if chance(25) {
      base = .band(
        low: rate, high: made.number(5),
        position: made.number(Fraction(1, 2), isBandPosition: true), of: .input(0))
    }
    var adjustments = [Award.Adjustment(name: "cap", kind: .cap(Award(base: .amount(cap))))]
    if chance(30) {
      let share = made.number(Fraction(1, pick([3, 10])))
      let kind: Award.Adjustment.Kind =
        pick([
          .markup(share), .multiply(share), .less(made.yuan(20)),
          .round(Rounding(unit: made.yuan(10), direction: pick(Rounding.Direction.allCases))),
        ])
      adjustments.insert(
        Award.Adjustment(
          name: "extra", kind: kind,
          when: chance(50)
            ? [Condition(name: "flag", expression: .input(3), reason: .conditionNotMet)] : []),
        at: below(2))
    }
    return Award(base: base, adjustments: adjustments)
  }

  private mutating func addMeasures(to made: inout HandMadeCase) {
    let levels = ["", "low", "middle", "high"]
    let inputs = [
      InputSchema.money("x"), InputSchema(name: "level", type: .level(levels)),
      InputSchema(name: "prior", type: .level(levels)), .flag("flag"), .count("count"),
    ]
    let bound = made.yuan(20)
    for index in 0..<5 {
      var award = award(in: &made)
      let amounts = [30, 60, 120].map { made.yuan(Fraction($0)) }
      let also = made.yuan(15)
      let third = made.number(Fraction(1, 3))
      let kind = below(7)
      let (fund, best, limit) = (
        made.yuan(Fraction(below(300))), made.number(Fraction(below(3))), limit(in: &made)
      )
      if kind == 0 {
        award = Award(
          base: .tiers(
            by: .input(1),
            zip(["low", "middle", "high"].dropFirst(below(2)), amounts).map {
              NamedAward(name: $0, award: Award(base: .amount($1)))
            }, otherwise: nil), adjustments: award.adjustments)
      }
      made.measure("m\(index)", inputs: inputs, award: award) { measure in
        // Articles out of order, so that ties by article differ from ties by measure.
        measure.article = [4, 2, 4, 1, 3][index]
        measure.item = 5 - index
        if chance(60) {
          measure.conditions = [
            Condition(
              name: "threshold", expression: .compare(.greaterOrEqual, .input(0), bound),
              reason: .belowThreshold)
          ]
        }
        if chance(20) {
          measure.conditions.append(
            Condition(name: "flag", expression: .input(3), reason: .conditionNotMet))
        }
        if chance(20) {
          measure.valid = [
            ValidityPeriod(
              from: HandMadeCase.day("2017-03-01"), to: HandMadeCase.day("2017-05-20")),
            ValidityPeriod(
              from: HandMadeCase.day("2017-06-01"), to: HandMadeCase.day("2017-09-30")),
          ]
        }
        switch kind {
        case 0:
          measure.ladder = Ladder(
            family: pick(["f", "g"]),
            held: .level(1, prior: 2, also: chance(50) ? ["low": also] : [:]))
        case 1: measure.ladder = Ladder(family: pick(["f", "g"]), held: .nothing)
        case 2:
          measure.ladder = Ladder(
            family: pick(["f", "g"]), held: .amount(.multiply(.input(4), also)))
        case 3: measure.rivalsUnlessDiffers = 1
        case 4:
          measure.instalments = Instalments(
            part: 4, parts: ["1", "2", "3"].map { .init(name: $0, share: third) }, isEqual: true)
        default: break
        }
        if chance(20) {
          measure.fund = Fund(
            amount: fund,
            payment: chance(50) ? .asAsked : .shared(weight: .input(4)))
        }
        if chance(15) {
          measure.best = BestClaims(
            claims: best, scope: pick([.enterprise, .subject]))
        }
        if chance(25) { measure.limit = limit }
        if chance(15) { measure.isProtected = true }
      }
    }
    let open = made.measure("open", award: nil)
    if chance(60) { made.assumed = [open: Int64(below(3000))] }
  }

  private mutating func limit(in made: inout HandMadeCase) -> CompanyLimit {
    let common = made.yuan(Fraction(Int128(below(3000)), 7))
    let own = [made.yuan(Fraction(Int128(below(3000)), 7)), made.number(Fraction(1, 3))]
    let amount =
      switch below(4) {
      case 0:
        Expression.lookup(
          keys: [.enterprise(RegisterColumn.safetyGrade.rawValue)],
          rows: [LookupRow(keys: ["A"], value: own[0]), LookupRow(keys: ["B"], value: common)],
          otherwise: .multiply(own[0], own[1]))
      case 1: Expression.multiply(.enterprise(RegisterColumn.revenue.rawValue), own[1])
      default: common
      }
    return CompanyLimit(
      amount: amount, scope: pick([.enterprise, .subject]),
      order: pick([.claim, .largest, .smallest, .proportional]))
  }

  // MARK: rules of the policy

  private mutating func addRules(to made: inout HandMadeCase) {
    func register(_ column: RegisterColumn) -> Expression { .enterprise(column.rawValue) }
    let months = made.number(36)
    let found = register(.fraudFoundOn)
    var listed = [pick([0, 1, 2, 3, 4]), pick([0, 1, 2]), pick([3, 4])]
    listed = listed.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }

    var exclusions: [Exclusion] = []
    if chance(70) {
      exclusions.append(
        Exclusion(id: "basis", article: 47, measures: nil, scope: .subject, keep: .highest))
    }
    if chance(50) {
      exclusions.append(
        Exclusion(
          id: "listed", article: 12, measures: listed, scope: pick(Scope.allCases),
          keep: pick(Exclusion.Keep.allCases)))
    }
    if chance(50) { exclusions.reverse() }

    let best = BestClaims(
      claims: made.number(Fraction(below(3) + 1)), scope: pick([.enterprise, .subject]))
    var limit = limit(in: &made)
    if chance(30) { limit.order = .listed }
    let (half, third) = (
      made.number(Fraction(1, 2)), made.number(pick([Fraction(1, 3), Fraction(7, 5)]))
    )
    let (small, first) = (made.yuan(Fraction(below(90))), made.yuan(Fraction(below(60))))
    let unit = made.yuan(pick([Fraction(1, 10), 1, 20]))
    let direction = pick(Rounding.Direction.allCases)
    let rules = (
      best: chance(30), limit: chance(40), reduction: chance(40), protection: below(4),
      awardRounding: chance(40), paymentRounding: chance(30), waived: chance(20),
      shuffled: chance(60)
    )
    var steps = SettlementStep.allCases
    if rules.shuffled { steps.shuffle(using: &random) }
    let budget = below(5)
    let regrouped = chance(50)
    if rules.waived { made.waivedRules = [0] }
    switch budget {
    case 0: break
    case 1: made.budget = .total(Int64(below(20_000)))
    default:
      made.budget = .pools(["one": Int64(below(60_000)), "two": Int64(below(60_000))])
    }

    made.policy { policy in
      policy.exclusions = exclusions
      policy.steps = steps
      policy.deferral = Deferral(article: 47, when: .claim(.settleNextYear))
      policy.eligibility = [
        EligibilityRule(
          id: "penalised", article: 51, scope: .enterprise, when: register(.penalised)),
        EligibilityRule(id: "deal", article: 47, scope: .subject, when: register(.specialDeal)),
        EligibilityRule(
          id: "fraud", article: 51, scope: .enterprise,
          when: .all([
            .compare(.greaterOrEqual, .claim(.filedOn), found),
            .compare(.less, .claim(.filedOn), .plusMonths(found, months)),
          ])),
      ]
      policy.clawback = Clawback(article: 51, foundOn: found)
      if rules.best {
        policy.bestRules = [BestRule(id: "best", article: 13, measures: listed, best: best)]
      }
      if rules.limit {
        policy.limitRules = [LimitRule(id: "limit", article: 14, measures: listed, limit: limit)]
      }
      if rules.reduction {
        policy.reductions = [
          Reduction(
            id: "b", article: 15, when: .isOne(of: ["B"], register(.safetyGrade)),
            multiply: half, measures: nil),
          Reduction(
            id: "bc", article: 15, when: .isOne(of: ["B", "C"], register(.safetyGrade)),
            multiply: third, measures: listed),
        ]
      }
      if rules.protection == 1 || rules.protection == 3 {
        policy.protections.append(
          Protection(extent: .awardsUpTo(small), measures: nil))
      }
      if rules.protection >= 2 {
        policy.protections.append(Protection(extent: .first(first), measures: listed + [5]))
      }
      if rules.awardRounding {
        policy.awardRounding = Rounding(unit: unit, direction: direction)
      }
      if rules.paymentRounding {
        policy.paymentRounding = Rounding(unit: unit, direction: .down)
      }
      if regrouped {
        policy.pools = [
          Pool(id: "one", measures: [0, 2, 5]), Pool(id: "two", measures: [1, 3]),
          Pool(id: "three", measures: [4]),
        ]
      }
    }
  }

  // MARK: ledger

  private mutating func addClaims(to made: inout HandMadeCase) {
    for number in 0..<6 {
      var cells: [RegisterColumn: HandMadeCase.Cell] = [
        .safetyGrade: .level(pick(["", "A", "B", "C"])),
        .revenue: .number(Double(below(200_000))),
      ]
      if chance(10) { cells[.penalised] = .flag(true) }
      if chance(8) { cells[.specialDeal] = .flag(true) }
      if chance(25) {
        cells[.fraudFoundOn] = .date(pick(["2014-05-01", "2017-05-01", "2017-07-01"]))
      }
      made.claimant("E\(number)", group: pick(["", "g", "h"]), cells)
    }
    // Ids whose order by bytes differs from the order in which they are written.
    let names = (0..<45).map { pick(["a", "B", "企", "z-"]) + "\($0 * 7 % 45)" }
    for name in names {
      made.claim(
        name, of: below(5), by: "E\(below(6))", basis: pick(["", "x", "x", "y", "z"]),
        filedOn: pick(["2017-02-01", "2017-05-01", "2017-06-01", "2017-12-31", "2018-01-01"]),
        settleNextYear: chance(4), elsewhere: chance(3),
        .number(Double(pick([0, 1999, 2000, 2001, 5000, below(20_000)]))),
        .level(pick(["low", "middle", "high"])), .level(pick(["", "low", "middle"])),
        .flag(chance(70)), .number(Double(below(5))))
    }
  }
}
