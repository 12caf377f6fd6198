import BigInt
import Diagnostics
import PolicyCatalogue
import Testing

@testable import Simulation

struct ExactEvaluatorTests {
  /// An evaluator over a few facts: x = 7.25 yuan, y = 0, d = 2016-02-29, blank date, level.
  static let facts = ClaimFacts(
    inputs: [
      .number(Rational(29, 4)), .number(0), .date(HandMadeCase.day("2016-02-29")), .date(nil),
      .text("green"), .flag(true), .text(""),
    ],
    enterprise: [], filedOn: HandMadeCase.day("2017-02-28"), settleNextYear: true)

  static func evaluator(_ numbers: [Fraction]) -> ExactEvaluator {
    var made = HandMadeCase()
    for number in numbers { _ = made.number(number) }
    let scenario = made.scenario()
    return ExactEvaluator(
      policy: scenario.policy, values: scenario.values, measure: nil, facts: facts)
  }

  @Test("Arithmetic is exact, and a division by zero is zero")
  func arithmetic() {
    let evaluator = Self.evaluator([3, 0, Fraction(1, 3)])
    let (x, three, zero, third) = (
      Expression.input(0), Expression.parameter(0), Expression.parameter(1),
      Expression.parameter(2)
    )
    #expect(evaluator.number(.add(x, third)) == Rational(91, 12))
    #expect(evaluator.number(.subtract(third, x)) == Rational(-83, 12))
    #expect(evaluator.number(.multiply(x, third)) == Rational(29, 12))
    #expect(evaluator.number(.divide(x, three)) == Rational(29, 12))
    #expect(evaluator.number(.divide(x, zero)) == 0)
    #expect(evaluator.number(.minimum([x, three, third])) == Rational(1, 3))
    #expect(evaluator.number(.maximum([third, three, x])) == Rational(29, 4))
    #expect(evaluator.number(.fullSteps(x, three)) == 2)
    #expect(evaluator.number(.startedSteps(x, three)) == 3)
    #expect(evaluator.number(.fullSteps(three, three)) == 1)
    #expect(evaluator.number(.startedSteps(three, three)) == 1)
    #expect(evaluator.number(.fullSteps(x, zero)) == 0)
    #expect(evaluator.number(.startedSteps(x, zero)) == 0)
    #expect(evaluator.number(.conditional(.input(5), x, three)) == Rational(29, 4))
    #expect(evaluator.number(.conditional(.flag(false), x, three)) == 3)
  }

  @Test("Tables give the row with the keys, else otherwise, else nothing")
  func lookups() {
    let evaluator = Self.evaluator([1, 2, 9])
    let rows = [
      LookupRow(keys: ["grey"], value: .parameter(0)),
      LookupRow(keys: ["green"], value: .parameter(1)),
    ]
    #expect(evaluator.number(.lookup(keys: [.input(4)], rows: rows, otherwise: nil)) == 2)
    #expect(
      evaluator.number(
        .lookup(keys: [.input(6)], rows: rows, otherwise: .parameter(2))) == 9)
    #expect(evaluator.number(.lookup(keys: [.input(6)], rows: rows, otherwise: nil)) == 0)
    let two = [LookupRow(keys: ["green", ""], value: .parameter(0))]
    #expect(
      evaluator.number(.lookup(keys: [.input(4), .input(6)], rows: two, otherwise: nil)) == 1)
  }

  @Test("Dates: an anniversary is reached on its day, or on the last of a month that is too short")
  func dates() {
    let evaluator = Self.evaluator([12, 1, 11])
    let (leapDay, blank, filed) = (
      Expression.input(2), Expression.input(3), Expression.claim(.filedOn)
    )
    #expect(evaluator.number(.fullYears(leapDay, filed)) == 1)
    #expect(evaluator.number(.fullMonths(leapDay, filed)) == 12)
    #expect(evaluator.number(.fullMonths(filed, leapDay)) == 0)
    #expect(evaluator.number(.fullYears(blank, filed)) == 0)
    #expect(
      evaluator.value(.plusMonths(leapDay, .parameter(0)))
        == .date(HandMadeCase.day("2017-02-28")))
    #expect(
      evaluator.value(.plusMonths(leapDay, .parameter(1)))
        == .date(HandMadeCase.day("2016-03-29")))
    #expect(evaluator.value(.plusMonths(blank, .parameter(1))) == .date(nil))
  }

  @Test("A comparison with a blank date is false, whichever way it goes")
  func blanks() {
    let evaluator = Self.evaluator([])
    let (day, blank) = (Expression.input(2), Expression.input(3))
    for comparison in [
      Comparison.less, .lessOrEqual, .equal, .notEqual, .greaterOrEqual, .greater,
    ] {
      #expect(!evaluator.holds(.compare(comparison, day, blank)))
      #expect(!evaluator.holds(.compare(comparison, blank, day)))
      #expect(!evaluator.holds(.compare(comparison, blank, blank)))
    }
    #expect(evaluator.holds(.compare(.less, day, .claim(.filedOn))))
    #expect(evaluator.holds(.known(day)))
    #expect(!evaluator.holds(.known(blank)))
    #expect(!evaluator.holds(.known(.input(6))))
    #expect(evaluator.holds(.isOne(of: [""], .input(6))))
  }

  @Test(
    "Growth: from zero to more meets every lower bound and nothing else",
    arguments: [
      (now: 105, before: 100, Comparison.greater, Fraction(1, 20), false),
      (now: 105, before: 100, Comparison.greaterOrEqual, Fraction(1, 20), true),
      (now: 1, before: 0, Comparison.greaterOrEqual, Fraction(1_000_000), true),
      (now: 1, before: 0, Comparison.greater, Fraction(1_000_000), true),
      (now: 1, before: 0, Comparison.less, Fraction(1), false),
      (now: 1, before: 0, Comparison.lessOrEqual, Fraction(1), false),
      (now: 1, before: 0, Comparison.notEqual, Fraction(1), false),
      (now: 0, before: 0, Comparison.greater, Fraction(0), false),
      (now: 0, before: 0, Comparison.greaterOrEqual, Fraction(0), true),
      (now: 0, before: 0, Comparison.less, Fraction(1), true),
    ])
  func growth(now: Int, before: Int, comparison: Comparison, bound: Fraction, expected: Bool) {
    let evaluator = Self.evaluator([Fraction(now), Fraction(before), bound])
    #expect(
      evaluator.holds(
        .compareGrowth(
          comparison, now: .parameter(0), before: .parameter(1), bound: .parameter(2)))
        == expected)
  }

  @Test("Logic")
  func logic() {
    let evaluator = Self.evaluator([2])
    let (yes, no) = (Expression.flag(true), Expression.flag(false))
    #expect(evaluator.holds(.all([yes, yes])) && !evaluator.holds(.all([yes, no])))
    #expect(evaluator.holds(.any([no, yes])) && !evaluator.holds(.any([no, no])))
    #expect(evaluator.holds(.not(no)))
    #expect(evaluator.holds(.atLeast(.parameter(0), [yes, no, yes])))
    #expect(!evaluator.holds(.atLeast(.parameter(0), [yes, no, no])))
    #expect(evaluator.holds(.claim(.settleNextYear)))
  }
}
