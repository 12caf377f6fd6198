import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Random awards over random expressions, assessed by both paths.
struct RulesAgreeTests {
  /// Seed 70: an amount that is the same for every claim, because no claim reaches a higher bracket.
  @Test(
    "Both paths assess random awards and conditions alike",
    arguments: Array(0..<(runsSlowTests ? 2000 : 60)) + (runsSlowTests ? [] : [70]))
  func agree(seed: Int) throws {
    var drawn = RandomAward(random: SplitMix64(seed: UInt64(seed)))
    let made = drawn.make(claims: 40)
    let (scenario, population) = (made.scenario(), made.population())
    let exact = try ReferenceSettlement.settle(scenario: scenario, population: population)
    let fast = try settle(scenario, population)
    for row in 0..<exact.claims.count {
      #expect(
        exact.claims.assessed[row] == fast.claims.assessed[row]
          && exact.claims.reasons[row] == fast.claims.reasons[row],
        "seed \(seed), row \(row): \(scenario.policy.measures[0].conditions) \(scenario.policy.measures[0].award!)"
      )
    }
  }
}

/// A measure over two amounts, a count, a level, a flag and two dates of which one may be blank.
struct RandomAward {
  var random: SplitMix64
  var made = HandMadeCase()

  init(random: SplitMix64) { self.random = random }

  private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
  private mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  mutating func make(claims: Int) -> HandMadeCase {
    let award = award(3)
    let conditions = (0..<below(3)).map { index in
      Condition(
        name: "c\(index)", expression: truth(2),
        reason: pick([.belowThreshold, .conditionNotMet]))
    }
    made.assessedDirection = pick(Rounding.Direction.allCases)
    made.measure(
      "m",
      inputs: [
        .money("x"), .money("y"), .count("n"), .level("level", "", "low", "high"), .flag("flag"),
        .date("since"),
      ], award: award
    ) { $0.conditions = conditions }
    for number in 0..<claims {
      made.claim(
        "C\(number)", of: 0, by: "E",
        filedOn: pick(["2017-02-28", "2017-05-31", "2017-12-31"]),
        .number(Double(pick([0, 1, 10_000, 12_345, below(1_000_000)]))),
        .number(Double(pick([0, 10_000, below(1_000_000)]))), .number(Double(below(6))),
        .level(pick(["", "low", "high"])), .flag(below(2) == 0),
        .date(pick([nil, "2016-02-29", "2014-05-31", "2017-05-31", "2016-12-30"])))
    }
    return made
  }

  // MARK: expressions

  private mutating func constant() -> Expression {
    made.number(Fraction(Int128(below(400)), pick([1, 2, 3, 10, 100])))
  }

  private mutating func number(_ depth: Int) -> Expression {
    if depth == 0 || below(4) == 0 {
      return pick([.input(0), .input(1), .input(2), constant(), constant()])
    }
    let next = depth - 1
    switch below(11) {
    case 0: return .add(number(next), number(next))
    case 1: return .subtract(number(next), number(next))
    case 2: return .multiply(number(next), constant())
    case 3: return .divide(number(next), pick([constant(), .input(2)]))
    case 4: return .minimum([number(next), number(next)])
    case 5: return .maximum([number(next), number(next)])
    case 6: return .fullSteps(number(next), constant())
    case 7: return .startedSteps(number(next), constant())
    case 8:
      return .lookup(
        keys: [.input(3)],
        rows: [
          LookupRow(keys: ["low"], value: number(next)),
          LookupRow(keys: ["high"], value: constant()),
        ], otherwise: constant())
    case 9: return .conditional(truth(next), number(next), number(next))
    default: return .fullMonths(date(), date())
    }
  }

  private mutating func date() -> Expression {
    let start = pick([
      Expression.claim(.filedOn), .input(5), .input(5), made.date("2016-05-31"),
    ])
    return below(3) == 0 ? .plusMonths(start, made.number(Fraction(below(30)))) : start
  }

  private mutating func truth(_ depth: Int) -> Expression {
    let comparison = pick([
      Comparison.less, .lessOrEqual, .equal, .notEqual, .greaterOrEqual, .greater,
    ])
    if depth == 0 { return pick([.input(4), .compare(comparison, .input(0), constant())]) }
    let next = depth - 1
    switch below(9) {
    case 0: return .compare(comparison, number(next), number(next))
    case 1: return .compare(comparison, date(), date())
    case 2:
      return .compareGrowth(
        comparison, now: pick([.input(0), .input(2)]), before: pick([.input(1), .input(2)]),
        bound: constant())
    case 3: return .isOne(of: pick([[""], ["low"], ["low", "high"]]), .input(3))
    case 4: return .known(pick([.input(5), .input(3)]))
    case 5: return .all([truth(next), truth(next)])
    case 6: return .any([truth(next), truth(next)])
    case 7: return .not(truth(next))
    default:
      return .atLeast(
        made.number(Fraction(below(4))), [truth(next), truth(next), truth(next)])
    }
  }

  // MARK: awards

  private mutating func award(_ depth: Int) -> Award {
    var adjustments: [Award.Adjustment] = []
    for _ in 0..<below(3) { adjustments.append(adjustment(depth)) }
    return Award(base: base(depth), adjustments: adjustments)
  }

  private mutating func base(_ depth: Int) -> Award.Base {
    if depth == 0 { return .amount(number(1)) }
    let next = depth - 1
    func named(_ awards: [Award]) -> [NamedAward] {
      zip(["low", "high"], awards).map { NamedAward(name: $0, award: $1) }
    }
    switch below(11) {
    case 0: return .amount(number(2))
    case 1: return .rate(constant(), of: number(2))
    case 2:
      return .band(
        low: constant(), high: constant(), position: made.number(Fraction(1, 3)), of: number(1))
    case 3: return .perUnit(number(1), of: .input(2))
    case 4:
      return .perStep(
        amount: constant(), step: constant(), of: number(1),
        above: below(2) == 0 ? nil : number(1), started: below(2) == 0)
    case 5, 6: return brackets()
    case 7:
      return .tiers(
        by: .input(3), named([award(next), award(next)]),
        otherwise: below(2) == 0 ? nil : award(0))
    case 8:
      return .cases(
        [
          AwardCase(name: "a", when: [condition()], award: award(next)),
          AwardCase(name: "b", when: [condition(), condition()], award: award(0)),
        ], otherwise: below(2) == 0 ? nil : award(0))
    case 9: return .sum(named([award(next), award(next)]))
    default:
      return below(2) == 0
        ? .greatest(named([award(next), award(next)]))
        : .least(named([award(next), award(next)]))
    }
  }

  private mutating func brackets() -> Award.Base {
    let mode = pick([BracketMode.marginal, .whole])
    let first = below(2000)
    let bounds = [nil, first, first + 1 + below(2000)].map { bound in
      bound.map { made.number(Fraction($0)) }
    }
    let brackets = bounds.enumerated().map { index, bound in
      Bracket(
        name: "b\(index)", bound: bound, includesBound: below(2) == 0,
        price: mode == .whole && below(3) == 0 ? .fixed(constant()) : .proportional(constant()))
    }
    // A quantity is not negative.
    let other = Expression.maximum([number(1), made.number(0)])
    let quantity = pick([.input(0), .input(1), other])
    return .brackets(brackets, of: quantity, mode: mode)
  }

  private mutating func condition() -> Condition {
    Condition(name: "w", expression: truth(1), reason: .conditionNotMet)
  }

  private mutating func adjustment(_ depth: Int) -> Award.Adjustment {
    let kind: Award.Adjustment.Kind =
      switch below(7) {
      case 0: .cap(award(0))
      case 1: .floor(award(0))
      case 2: .multiply(constant())
      case 3: .markup(constant())
      case 4: .add(award(max(0, depth - 1)))
      case 5: .less(number(1))
      default:
        .round(
          Rounding(
            unit: made.yuan(Fraction(1 + Int128(below(50)), 3)),
            direction: pick(Rounding.Direction.allCases)))
      }
    return Award.Adjustment(name: "", kind: kind, when: below(3) == 0 ? [condition()] : [])
  }
}
