import BigInt
import Diagnostics
import PolicyCatalogue
import Testing

@testable import Simulation

/// Every base and adjustment, over an input x in yuan.
struct ExactAwardTests {
  /// Numbers of a rule and the amount it must come to, both in yuan.
  static func amount(
    x: Rational, level: String = "", flag: Bool = false, _ numbers: [Fraction],
    _ award: Award
  ) -> Rational {
    var made = HandMadeCase()
    for number in numbers { _ = made.number(number, .money) }
    let scenario = made.scenario()
    let facts = ClaimFacts(
      inputs: [.number(x), .text(level), .flag(flag)], enterprise: [], filedOn: 0)
    let evaluator = ExactEvaluator(
      policy: scenario.policy, values: scenario.values, measure: nil, facts: facts)
    let trace = AwardTrace()
    let traced = evaluator.amount(of: award, trace: trace)
    #expect(traced == evaluator.amount(of: award), "the trace must not change the amount")
    #expect(trace.lines.last?.amount == traced)
    return traced
  }

  static let x = Expression.input(0)
  static func p(_ index: Int) -> Expression { .parameter(index) }
  static func fixed(_ index: Int) -> Award { Award(base: .amount(p(index))) }

  @Test("Rate, price, band")
  func products() {
    #expect(Self.amount(x: 100, [Fraction(1, 25)], Award(base: .rate(Self.p(0), of: Self.x))) == 4)
    #expect(Self.amount(x: 7, [300], Award(base: .perUnit(Self.p(0), of: Self.x))) == 2100)
    let band = Award(
      base: .band(low: Self.p(0), high: Self.p(1), position: Self.p(2), of: Self.x))
    let ends = [Fraction(5, 1000), Fraction(8, 1000)]
    #expect(Self.amount(x: 1000, ends + [0], band) == 5)
    #expect(Self.amount(x: 1000, ends + [Fraction(1, 2)], band) == Rational(13, 2))
    #expect(Self.amount(x: 1000, ends + [1], band) == 8)
  }

  @Test(
    "Steps: full or begun, above a number or from nothing, never fewer than none",
    arguments: [
      (x: 999, above: nil as Int?, started: false, 0), (x: 1000, above: nil, started: false, 10),
      (x: 1001, above: nil, started: true, 20), (x: 1000, above: nil, started: true, 10),
      (x: 3500, above: 1500, started: false, 20), (x: 3500, above: 9000, started: false, 0),
      (x: 3500, above: 1500, started: true, 20),
    ])
  func steps(x: Int, above: Int?, started: Bool, expected: Int) {
    let award = Award(
      base: .perStep(
        amount: Self.p(0), step: Self.p(1), of: Self.x, above: above.map { _ in Self.p(2) },
        started: started))
    #expect(
      Self.amount(x: Rational(x), [10, 1000, Fraction(above ?? 0)], award) == Rational(expected))
  }

  /// 10 below 100, 5 from 100 (included) on, 2 above 1000 (excluded).
  static func brackets(_ mode: BracketMode) -> Award {
    Award(
      base: .brackets(
        [
          Bracket(name: "a", bound: nil, includesBound: false, price: .proportional(p(0))),
          Bracket(name: "b", bound: p(1), includesBound: true, price: .proportional(p(2))),
          Bracket(name: "c", bound: p(3), includesBound: false, price: .proportional(p(4))),
        ], of: x, mode: mode))
  }

  @Test(
    "Brackets price each part, or the whole",
    arguments: [
      (x: 0, marginal: 0, whole: 0), (x: 99, marginal: 990, whole: 990),
      (x: 100, marginal: 1000, whole: 500), (x: 101, marginal: 1005, whole: 505),
      (x: 1000, marginal: 5500, whole: 5000), (x: 1001, marginal: 5502, whole: 2002),
    ])
  func bracketModes(x: Int, marginal: Int, whole: Int) {
    let numbers: [Fraction] = [10, 100, 5, 1000, 2]
    #expect(Self.amount(x: Rational(x), numbers, Self.brackets(.marginal)) == Rational(marginal))
    #expect(Self.amount(x: Rational(x), numbers, Self.brackets(.whole)) == Rational(whole))
  }

  @Test("A whole bracket may pay a fixed amount")
  func fixedBracket() {
    let award = Award(
      base: .brackets(
        [
          Bracket(name: "a", bound: nil, includesBound: false, price: .fixed(Self.p(0))),
          Bracket(name: "b", bound: Self.p(1), includesBound: true, price: .fixed(Self.p(2))),
        ], of: Self.x, mode: .whole))
    #expect(Self.amount(x: 9, [3, 10, 8], award) == 3)
    #expect(Self.amount(x: 10, [3, 10, 8], award) == 8)
  }

  @Test("Tiers and cases choose one award, otherwise another, or nothing")
  func choices() {
    func tiers(_ otherwise: Award?) -> Award {
      Award(
        base: .tiers(
          by: .input(1), [NamedAward(name: "national", award: Self.fixed(0))],
          otherwise: otherwise))
    }
    #expect(Self.amount(x: 0, level: "national", [5, 2], tiers(Self.fixed(1))) == 5)
    #expect(Self.amount(x: 0, level: "local", [5, 2], tiers(Self.fixed(1))) == 2)
    #expect(Self.amount(x: 0, level: "local", [5, 2], tiers(nil)) == 0)

    func atLeast(_ bound: Int) -> [Condition] {
      [
        Condition(
          name: "c", expression: .compare(.greaterOrEqual, Self.x, Self.p(bound)),
          reason: .belowThreshold)
      ]
    }
    func cases(_ otherwise: Award?) -> Award {
      Award(
        base: .cases(
          [
            AwardCase(name: "large", when: atLeast(0), award: Self.fixed(1)),
            AwardCase(name: "small", when: atLeast(2), award: Self.fixed(3)),
          ], otherwise: otherwise))
    }
    let numbers: [Fraction] = [100, 9, 10, 4, 1]
    #expect(Self.amount(x: 100, numbers, cases(nil)) == 9)
    #expect(Self.amount(x: 99, numbers, cases(nil)) == 4)
    #expect(Self.amount(x: 9, numbers, cases(nil)) == 0)
    #expect(Self.amount(x: 9, numbers, cases(Self.fixed(4))) == 1)
  }

  @Test("Sum, greatest, least")
  func combinations() {
    let parts = [
      NamedAward(name: "a", award: Self.fixed(0)),
      NamedAward(name: "b", award: Award(base: .rate(Self.p(1), of: Self.x))),
    ]
    #expect(Self.amount(x: 10, [5, 2], Award(base: .sum(parts))) == 25)
    #expect(Self.amount(x: 10, [5, 2], Award(base: .greatest(parts))) == 20)
    #expect(Self.amount(x: 10, [5, 2], Award(base: .least(parts))) == 5)
  }

  @Test("Adjustments work in their order")
  func adjustments() {
    typealias Kind = Award.Adjustment.Kind
    func apply(_ kinds: [Kind], _ numbers: [Fraction]) -> Rational {
      Self.amount(
        x: 1000, numbers,
        Award(
          base: .amount(Self.x),
          adjustments: kinds.map { Award.Adjustment(name: "", kind: $0) }))
    }
    let half = Kind.multiply(Self.p(0))
    let cap = Kind.cap(Self.fixed(1))
    let numbers: [Fraction] = [Fraction(1, 2), 600]
    #expect(apply([cap, half], numbers) == 300)
    #expect(apply([half, cap], numbers) == 500)
    #expect(apply([.floor(Self.fixed(1))], [0, 1200]) == 1200)
    #expect(apply([.floor(Self.fixed(1))], [0, 900]) == 1000)
    #expect(apply([.markup(Self.p(0))], [Fraction(1, 10)]) == 1100)
    #expect(apply([.add(Self.fixed(0))], [7]) == 1007)
    #expect(apply([.less(Self.p(0))], [7]) == 993)
    #expect(apply([.less(Self.p(0))], [1007]) == 0)
    // What a `less` takes too much is made up before zero is the floor.
    #expect(apply([.less(Self.p(0)), .add(Self.fixed(1))], [1007, 10]) == 3)
    #expect(
      apply([.round(Rounding(unit: Self.p(0), direction: .down))], [300]) == 900)
    // A cap may itself be an award.
    #expect(apply([.cap(Award(base: .rate(Self.p(0), of: Self.x)))], [Fraction(3, 10)]) == 300)
  }

  @Test("An adjustment whose condition fails is left out")
  func conditionalAdjustment() {
    let award = Award(
      base: .amount(Self.x),
      adjustments: [
        Award.Adjustment(
          name: "half", kind: .multiply(Self.p(0)),
          when: [Condition(name: "f", expression: .input(2), reason: .conditionNotMet)])
      ])
    #expect(Self.amount(x: 10, flag: true, [Fraction(1, 2)], award) == 5)
    #expect(Self.amount(x: 10, flag: false, [Fraction(1, 2)], award) == 10)
  }

  @Test("An award inside another is never below zero either")
  func innerAward() {
    let negative = Award(
      base: .amount(Self.p(0)), adjustments: [Award.Adjustment(name: "", kind: .less(Self.p(1)))])
    let award = Award(
      base: .sum([
        NamedAward(name: "a", award: negative), NamedAward(name: "b", award: Self.fixed(2)),
      ]))
    #expect(Self.amount(x: 0, [1, 10, 4], award) == 4)
  }
}
