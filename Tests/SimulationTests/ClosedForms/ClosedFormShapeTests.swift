import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Which claims closed forms answer, and that they and the settled rest come to what a batch does.
@Suite struct ClosedFormShapeTests {
  /// Closed totals and settled ones at some points; the number of claims that forms answer.
  @discardableResult
  private func check(
    _ scenario: Scenario, _ population: Population, _ moving: [Adjustable],
    _ wanted: [[Fraction]]
  ) throws -> ClosedForms {
    let points = try wanted.map { point in
      try zip(point, moving).map { try scenario.parameter($1).onStep($0) }
    }
    let forms = try ClosedForms(scenario, population, moving: moving)
    let totals = try forms.totals(points.flatMap { $0 })
    let batch = try Batch(scenario, population)
    let batchPoints = try points.map { try scenario.point(setting: moving, to: $0) }
    let settled = try batch.settle(batchPoints)
    try expect(settled, toBeSettledAloneAt: batchPoints, scenario, population)
    for (index, settled) in settled.enumerated() {
      let names = moving.map { scenario.parameter($0).address }
      #expect(
        abs(totals.awards[index] - Double(settled.award)) <= totals.awardBounds[index],
        "\(names) \(points[index])")
      for (pool, outcome) in settled.pools.enumerated() {
        let place = index * totals.poolCount + pool
        let bound = totals.poolBounds[place]
        #expect(abs(totals.protected[place] - Double(outcome.protected)) <= bound, "\(names)")
        #expect(abs(totals.demands[place] - Double(outcome.demand)) <= bound, "\(names)")
        let range = totals.factorRange(ofPool: pool, at: index, budget: outcome.budget)
        #expect(range.contains(outcome.factor.approximation), "\(names)")
        #expect(range.contains(totals.factor(ofPool: pool, at: index, budget: outcome.budget)))
      }
    }
    return forms
  }

  private func values(
    _ adjustable: Adjustable, _ scenario: Scenario
  ) throws -> [Fraction] {
    let parameter = scenario.parameter(adjustable)
    if case .date = parameter.kind { return [parameter.value, try parameter.value.plus(30)] }
    return try [Fraction(0), Fraction(2, 3), .one, Fraction(7, 5)].map { scale in
      try parameter.inRange(parameter.onStep(parameter.value.times(scale)))
    }
  }

  /// Every number by itself: rates, caps, thresholds, unit amounts, bands, limits, funds …
  @Test(arguments: BatchTests.questions)
  func eachNumberAlone(question: BatchTests.Question) throws {
    let scenario = question.scenario
    let every = runsSlowTests ? 1 : 29
    for (index, adjustable) in scenario.adjustables.enumerated() where index % every == 3 % every {
      try check(
        scenario, question.population, [adjustable],
        try values(adjustable, scenario).map { [$0] })
    }
  }

  @Test(arguments: BatchTests.questions)
  func severalTogether(question: BatchTests.Question) throws {
    let scenario = question.scenario
    let addresses = [
      "equipment-investment.general.rate", "equipment-investment.general.cap",
      "equipment-investment.threshold", "integration-software.rate", "policy.position",
    ]
    let moving = try addresses.map { try #require(scenario.adjustable($0)) }
    let choices = try moving.map { try values($0, scenario) }
    let points = (0..<24).map { index in
      choices.enumerated().map { place, values in values[(index * (place + 1) + index / 5) % 4] }
    }
    let forms = try check(scenario, question.population, moving, points)
    #expect(forms.closedClaims > 0)
    #expect(forms.comparedClaims > 0)
  }

  // MARK: shapes

  /// A measure by its award and conditions over `asked_yuan` and a level, with claims from 0 to 20.
  private struct Shape {
    var made = HandMadeCase()
    var moving: [Adjustable] = []

    mutating func number(_ value: Fraction, _ dimension: Dimension = .none) -> Expression {
      let expression = made.fine(value, dimension)
      if case .parameter(let index) = expression { moving.append(.parameter(index)) }
      return expression
    }

    mutating func claims() {
      for index in 0...40 {
        made.claim(
          "C\(100 + index)", of: 0, by: "E\(index)", .number(Double(index * 333)),
          .level(index % 3 == 0 ? "a" : index % 3 == 1 ? "b" : "c"))
      }
    }

    static let inputs: [InputSchema] = [.money("asked_yuan"), .level("kind", "a", "b", "c")]
  }

  private static let x = Expression.input(0)
  private static let kind = Expression.input(1)

  /// - Parameter closed: how many of the 41 claims forms answer.
  private func check(
    _ shape: Shape, closed: Int, _ values: [[Fraction]], policy: ((inout Policy) -> Void)? = nil
  ) throws {
    var shape = shape
    shape.claims()
    if let policy { shape.made.policy(policy) }
    shape.made.budget = .total(5_000)
    let forms = try check(
      shape.made.scenario(), shape.made.population(), shape.moving, values)
    #expect(forms.closedClaims == closed)
    #expect(forms.settledClaims == 41 - closed)
  }

  private static func capped(_ rate: Expression, _ cap: Expression) -> Award {
    Award(
      base: .rate(rate, of: x),
      adjustments: [.init(name: "cap", kind: .cap(Award(base: .amount(cap))))])
  }

  @Test func tiersEachWithTheirOwnNumbers() throws {
    var shape = Shape()
    let numbers = (0..<2).map { _ in (shape.number(Fraction(1, 3)), shape.number(20, .money)) }
    shape.made.measure(
      "m", inputs: Shape.inputs,
      award: Award(
        base: .tiers(
          by: Self.kind,
          [
            NamedAward(name: "a", award: Self.capped(numbers[0].0, numbers[0].1)),
            NamedAward(name: "b", award: Self.capped(numbers[1].0, numbers[1].1)),
          ], otherwise: nil)))
    try check(
      shape, closed: 41,
      [[1, 20, Fraction(1, 2), 5], [Fraction(7, 13), 77, 0, 20], [1, 0, 1, 1]])
  }

  /// What is paid after the cap scales both; a markup holds for some claims only.
  @Test func adjustmentsAfterTheCap() throws {
    var shape = Shape()
    let (rate, cap) = (shape.number(Fraction(1, 10)), shape.number(9, .money))
    let (share, factor) = (shape.number(Fraction(1, 4)), shape.number(Fraction(1, 2)))
    var award = Self.capped(rate, cap)
    award.adjustments.append(
      .init(
        name: "markup", kind: .markup(share),
        when: [
          Condition(
            name: "kind", expression: .isOne(of: ["b"], Self.kind), reason: .conditionNotMet)
        ]))
    award.adjustments.append(.init(name: "half", kind: .multiply(factor)))
    shape.made.measure("m", inputs: Shape.inputs, award: award)
    try check(
      shape, closed: 41,
      [
        [Fraction(1, 7), 9, Fraction(1, 4), Fraction(1, 2)], [1, 100, 0, 1],
        [Fraction(9, 10), 31, Fraction(2, 3), Fraction(3, 7)],
      ])
  }

  /// The bounds between two cases move, in both directions; a fixed amount is paid between them.
  @Test(arguments: [Comparison.greaterOrEqual, .greater, .lessOrEqual, .less, .equal])
  func casesByMovingBounds(comparison: Comparison) throws {
    var shape = Shape()
    let bounds = [shape.number(60, .money), shape.number(33, .money)]
    let (rate, fixed) = (shape.number(Fraction(1, 9)), shape.number(7, .money))
    func above(_ bound: Expression, _ comparison: Comparison) -> [Condition] {
      [
        Condition(
          name: "bound", expression: .compare(comparison, Self.x, bound), reason: .belowThreshold)
      ]
    }
    shape.made.measure(
      "m", inputs: Shape.inputs,
      award: Award(
        base: .cases(
          [
            AwardCase(
              name: "first", when: above(bounds[0], comparison),
              award: Award(base: .rate(rate, of: Self.x))),
            AwardCase(
              name: "second", when: above(bounds[1], .greaterOrEqual),
              award: Award(base: .amount(fixed))),
          ], otherwise: nil)))
    // Of an amount that is not equal nothing but single points is left.
    try check(
      shape, closed: comparison == .equal ? 0 : 41,
      [
        [60, 33, Fraction(1, 9), 7], [Fraction(9990, 100), Fraction(333, 100), 1, 5],
        [0, 0, 1, 1], [20, 90, Fraction(1, 3), 11],
      ])
  }

  /// The rounding of the policy counts too: each claim may be off by half of ten yuan, or by all.
  @Test(arguments: [Rounding.Direction.halfUp, .halfEven, .halfDown, .up, .down])
  func coarseRounding(direction: Rounding.Direction) throws {
    var shape = Shape()
    let (rate, cap) = (shape.number(Fraction(1, 10)), shape.number(9, .money))
    shape.made.assessedUnit = 10
    shape.made.assessedDirection = direction
    shape.made.measure("m", inputs: Shape.inputs, award: Self.capped(rate, cap))
    try check(shape, closed: 41, [[Fraction(1, 7), 9], [1, 77], [Fraction(9, 10), 5]])
  }

  /// A quantity may be reckoned from columns, also with a number that does not move.
  @Test func reckonedQuantities() throws {
    var shape = Shape()
    let rate = shape.number(Fraction(1, 10))
    let third = shape.made.number(Fraction(1, 3))
    let ten = shape.made.yuan(10)
    shape.made.measure(
      "m", inputs: Shape.inputs,
      award: Award(base: .rate(rate, of: .subtract(.multiply(Self.x, third), ten))))
    try check(shape, closed: 41, [[Fraction(1, 10)], [1], [0]])
  }

  /// Of a band the position or its ends may move.
  @Test func bands() throws {
    var shape = Shape()
    let (low, high) = (shape.number(Fraction(1, 10)), shape.number(Fraction(3, 10)))
    let position = shape.number(Fraction(1, 2))
    shape.made.measure(
      "m", inputs: Shape.inputs,
      award: Award(base: .band(low: low, high: high, position: position, of: Self.x)))
    try check(
      shape, closed: 41,
      [[Fraction(1, 10), Fraction(3, 10), Fraction(1, 3)], [0, 1, 1], [0, 1, 0]])
  }

  /// Shapes of another form are settled.
  @Test func stepsAreSettled() throws {
    var shape = Shape()
    let amount = shape.number(2, .money)
    let step = shape.made.yuan(10)
    shape.made.measure(
      "m", inputs: Shape.inputs,
      award: Award(
        base: .perStep(amount: amount, step: step, of: Self.x, above: nil, started: false)))
    try check(shape, closed: 0, [[2], [3], [0]])
  }

  /// Protected in part, reduced, limited or chosen from: such measures are settled.
  @Test(arguments: 0..<4)
  func boundMeasuresAreSettled(rule: Int) throws {
    var shape = Shape()
    let (rate, cap) = (shape.number(Fraction(1, 10)), shape.number(9, .money))
    let (two, half) = (shape.made.number(2), shape.made.number(Fraction(1, 2)))
    let yuan = shape.made.yuan(3)
    shape.made.measure("m", inputs: Shape.inputs, award: Self.capped(rate, cap)) { measure in
      if rule == 0 {
        measure.limit = CompanyLimit(amount: yuan, scope: .enterprise, order: .claim)
      }
      if rule == 1 { measure.best = BestClaims(claims: two, scope: .enterprise) }
    }
    try check(shape, closed: 0, [[Fraction(1, 7), 9], [1, 5]]) { policy in
      if rule == 2 {
        policy.protections = [Protection(extent: .first(yuan), measures: nil)]
      }
      if rule == 3 {
        policy.reductions = [
          Reduction(
            id: "half", article: nil, when: .enterprise(RegisterColumn.penalised.rawValue),
            multiply: half, measures: nil)
        ]
      }
    }
  }

  /// Claims that meet on a basis are compared, the others are closed; one that is barred or that another
  /// policy supports is worth nothing.
  @Test func tiedClaims() throws {
    var made = HandMadeCase()
    let (rate, cap) = (made.fine(Fraction(1, 10)), made.fine(9, .money))
    made.measure("m", inputs: [.money("asked_yuan")], award: Self.capped(rate, cap))
    made.asked("other")
    made.policy {
      $0.exclusions = [ReferenceExclusivityTests.basisRule()]
      $0.eligibility = [
        EligibilityRule(
          id: "penalised", article: 1, scope: .enterprise,
          when: .enterprise(RegisterColumn.penalised.rawValue))
      ]
    }
    made.claimant("bad", [.penalised: .flag(true)])
    made.ask("A", 55, by: "one", basis: "x")
    made.ask("B", 4, of: 1, by: "one", basis: "x")
    made.ask("C", 77, by: "two")
    made.ask("D", 88, by: "bad")
    made.ask("E", 99, by: "three", basis: "elsewhere", elsewhere: true)
    made.ask("F", 33, by: "four", basis: "alone")
    let (scenario, population) = (made.scenario(), made.population())
    let forms = try check(
      scenario, population, [.parameter(0), .parameter(1)],
      [[Fraction(1, 10), 9], [Fraction(1, 20), 9], [1, 100], [Fraction(1, 13), 3]])
    #expect(forms.closedClaims == 4)
    #expect(forms.comparedClaims == 2)
    #expect(forms.settledClaims == 0)
  }

  /// A number that says who may claim moves everything: nothing is closed.
  @Test func movingEligibility() throws {
    var made = HandMadeCase()
    let (rate, floor) = (made.fine(Fraction(1, 10)), made.fine(50, .money))
    made.measure("m", inputs: [.money("asked_yuan")], award: Award(base: .rate(rate, of: Self.x)))
    made.policy {
      $0.eligibility = [
        EligibilityRule(
          id: "small", article: 1, scope: .enterprise,
          when: .compare(.less, .enterprise(RegisterColumn.revenue.rawValue), floor))
      ]
    }
    made.claimant("E", [.revenue: .number(60_00)])
    made.ask("A", 55)
    let forms = try check(
      made.scenario(), made.population(), [.parameter(0), .parameter(1)],
      [[Fraction(1, 10), 50], [Fraction(1, 10), 61]])
    #expect(forms.closedClaims == 0)
  }
}

extension HandMadeCase {
  /// A number that can be moved by small steps.
  mutating func fine(_ value: Fraction, _ dimension: Dimension = .none) -> Expression {
    let expression = number(value, dimension)
    parameters[parameters.count - 1].step = Fraction(1, 10_000)
    return expression
  }
}
