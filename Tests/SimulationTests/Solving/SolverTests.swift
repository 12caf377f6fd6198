import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Solutions against settling at every step.
@Suite struct SolverTests {
  private struct Case: Sendable {
    var addresses: [String]
    var target: String
    var from: Fraction
    var to: Fraction
    var outcome: Solution.Outcome
  }

  /// Some of the scenario's own numbers, few enough steps apart that each can be settled by itself.
  private static let cases = [
    Case(
      addresses: ["equipment-investment.general.rate"], target: "chapter-2.demand=100.5%",
      from: Fraction(462, 10_000), to: Fraction(472, 10_000), outcome: .solved),
    Case(
      addresses: ["equipment-investment.general.rate"], target: "chapter-2.factor=54.3%",
      from: Fraction(474, 10_000), to: Fraction(484, 10_000), outcome: .solved),
    Case(
      addresses: ["budget.chapter-2"], target: "chapter-2.factor>=55%",
      from: Fraction(15_072_038_55, 100), to: Fraction(15_072_038_65, 100), outcome: .solved),
    Case(
      addresses: ["equipment-investment.threshold"], target: "chapter-2.demand=99%",
      from: 4_999_996, to: 5_000_006, outcome: .solved),
    Case(
      addresses: ["trade-exhibition.rate"], target: "chapter-3.factor=1",
      from: Fraction(9992, 10_000), to: 1, outcome: .metEverywhere),
    Case(
      addresses: ["policy.position"], target: "chapter-1.factor=1",
      from: Fraction(5000, 10_000), to: Fraction(5008, 10_000), outcome: .neverMet),
  ]

  private func solve(
    _ addresses: [String], _ target: String, from: Fraction?, to: Fraction?
  ) throws -> Solution {
    let scenario = SolvingCase.scenario
    let adjusted = try addresses.map { try #require(scenario.adjustable($0), "\($0)") }
    let read = try SolvingTarget.read(target, in: scenario).get()
    return try Solver(scenario, SolvingCase.population).solve(
      SolvingQuestion(adjust: adjusted, target: read, from: from, to: to))
  }

  /// Whether the target is met at a point, by a settlement that knows nothing of batches.
  private func figure(_ solution: Solution, _ values: [Fraction]) throws -> Fraction {
    let scenario = SolvingCase.scenario
    let point = try scenario.point(setting: solution.adjustment.adjusted, to: values)
    let settled = try settle(point.applied(to: scenario), SolvingCase.population)
    let awards = scenario.policy.measures.indices.map { measure in
      Int64(
        settled.claims.awards[
          settled.claims.offsets[measure]..<settled.claims.offsets[measure + 1]
        ].reduce(0, +))
    }
    return solution.question.target.figure(
      of: PointTotals(awards: awards, pools: settled.pools))
  }

  @Test(arguments: 0..<cases.count)
  func againstEveryStep(index: Int) throws {
    let asked = Self.cases[index]
    let solution = try solve(asked.addresses, asked.target, from: asked.from, to: asked.to)
    let target = solution.question.target
    let steps = Array(solution.adjustment.range)
    #expect(steps.count <= 60)
    var isMet: [Bool] = []
    for step in steps {
      let figure = try figure(solution, solution.adjustment.values(at: step))
      isMet.append(target.isMet(by: figure, bound: solution.bound))
    }
    switch solution.outcome {
    case .neverMet:
      #expect(!isMet.contains(true))
      #expect(solution.after == nil)
    case .metEverywhere: #expect(!isMet.contains(false))
    case .solved:
      let last =
        isMet[0] ? steps[isMet.lastIndex(of: true)!] : steps[isMet.firstIndex(of: true)!]
      #expect(solution.after?.values == solution.adjustment.values(at: last))
      #expect(solution.isMonotone)
    }
    #expect(solution.outcome == asked.outcome)
  }

  /// The next step misses, whatever is adjusted, and what is said of both is what a settlement finds.
  @Test(
    arguments: [
      (["equipment-investment.general.rate"], "chapter-2.factor=0.54"),
      (["equipment-investment.general.cap"], "total.award=99.9%"),
      (["equipment-investment.threshold"], "chapter-2.demand=99%"),
      (["rooftop-solar-industrial.per_unit"], "chapter-2.demand<=101%"),
      (
        [
          "equipment-investment.general.rate", "equipment-investment.six-key.rate",
          "equipment-investment.six-key.cap",
        ], "chapter-2.demand=98%"
      ),
      (["budget.chapter-2", "budget.chapter-5"], "total.paid>=101%"),
      (["policy.position"], "chapter-1.demand=97%"),
    ])
  func theNextStepMisses(addresses: [String], target: String) throws {
    let solution = try solve(addresses, target, from: nil, to: nil)
    try #require(solution.outcome == .solved)
    let after = try #require(solution.after)
    let next = try #require(solution.next)
    #expect(after.values != next.values)
    let isMet = { solution.question.target.isMet(by: $0, bound: solution.bound) }
    #expect(try figure(solution, after.values) == after.figure)
    #expect(try figure(solution, next.values) == next.figure)
    #expect(isMet(after.figure))
    #expect(!isMet(next.figure))
    let gap = try next.position.minus(after.position)
    #expect([gap, gap.negated].contains(solution.adjustment.step))
    // Closed forms came near enough, and say how near.
    let check = try #require(solution.closed)
    #expect(abs(check.difference) <= check.bound)
    for (value, parameter) in zip(after.values, solution.adjustment.parameters) {
      #expect(try parameter.onStep(value) == value)
    }
  }

  @Test func aScaleKeepsEachNumberInItsRange() throws {
    let scenario = SolvingCase.scenario
    let adjusted = ["trade-exhibition.rate", "equipment-investment.general.cap"].map {
      scenario.adjustable($0)!
    }
    let adjustment = try Adjustment(adjusted, in: scenario, between: (nil, 3))
    #expect(adjustment.range == 0...3_000_000)
    let parameters = adjustment.parameters
    #expect(parameters[0].value == 1)
    // No rate is above one; the cap goes on.
    #expect(adjustment.values(at: 3_000_000) == [1, 6_000_000])
    #expect(adjustment.values(at: 500_000) == [Fraction(1, 2), 1_000_000])
    #expect(adjustment.values(at: adjustment.start) == parameters.map(\.value))
  }

  /// A number with a least value and no greatest stays at the least.
  @Test func aScaleStopsAtTheLeastValue() throws {
    var made = HandMadeCase()
    _ = made.number(40)
    _ = made.number(40)
    made.parameters[0].minimum = 30
    let adjustment = try Adjustment(
      [.parameter(0), .parameter(1)], in: made.scenario(), between: (nil, nil))
    #expect(adjustment.values(at: 500_000) == [30, 20])
    #expect(adjustment.values(at: 2_000_000) == [80, 80])
  }

  /// A claim that is worth anything excludes a larger one: the demand falls before it rises.
  private static func listed() -> HandMadeCase {
    var made = HandMadeCase()
    let rate = made.number(Fraction(10, 100))
    made.parameters[0].step = Fraction(1, 100)
    made.parameters[0].maximum = 1
    made.measure(
      "small", inputs: [.money("asked_yuan")], award: Award(base: .rate(rate, of: .input(0))))
    made.asked("large")
    made.policy {
      $0.exclusions = [
        Exclusion(id: "order", article: 1, measures: [0, 1], scope: .enterprise, keep: .listed)
      ]
    }
    made.ask("A", 100, of: 0)
    made.ask("B", 80, of: 1)
    made.budget = .total(60_00)
    return made
  }

  @Test func exclusionMakesTheFigureTurn() throws {
    let made = Self.listed()
    let (scenario, population) = (made.scenario(), made.population())
    func solve(_ target: String) throws -> Solution {
      try Solver(scenario, population).solve(
        SolvingQuestion(
          adjust: [.parameter(0)], target: try SolvingTarget.read(target, in: scenario).get()))
    }
    // At nothing the larger claim stands: 80 yuan, above the budget of 60; from 1% on it is excluded.
    let upwards = try solve("all.factor=1")
    #expect(upwards.outcome == .solved)
    #expect(upwards.after?.values == [Fraction(60, 100)])
    #expect(upwards.next?.values == [Fraction(61, 100)])
    #expect(!upwards.isMonotone)
    #expect(upwards.otherTurns.map(\.met) == [Fraction(1, 100)])
    #expect(upwards.otherTurns.map(\.missed) == [0])

    // What is asked for may be met at both ends and missed between: the tighter edge is the answer.
    let between = try solve("all.award>=70元")
    #expect(between.after?.values == [Fraction(70, 100)])
    #expect(between.next?.values == [Fraction(69, 100)])
    #expect(between.otherTurns.map(\.met) == [0])
    #expect(between.otherTurns.map(\.missed) == [Fraction(1, 100)])
  }

  /// So many steps of so small a size that all awards together pass what is exact: at such values the
  /// target counts as missed, and the others are found all the same.
  @Test func amountsThatAreTooLarge() throws {
    var made = HandMadeCase()
    let million = made.yuan(1_000_000)
    let size = made.number(5_000, .money)
    made.measure(
      "steps", inputs: [.money("asked_yuan")],
      award: Award(
        base: .perStep(amount: million, step: size, of: .input(0), above: nil, started: false)))
    made.ask("A", 1_000_000_000)
    let (scenario, population) = (made.scenario(), made.population())
    let solution = try Solver(scenario, population).solve(
      SolvingQuestion(
        adjust: [.parameter(1)],
        target: try SolvingTarget.read("all.demand=4亿", in: scenario).get()))
    // 400 million are 400 steps: 401 of 2,493,766 yuan are 1,000,000,166 and do not fit, 401 of a yuan
    // less do. Steps of nothing award nothing.
    #expect(solution.outcome == .solved)
    #expect(solution.after?.values == [2_493_766])
    #expect(solution.next?.values == [2_493_765])
    #expect(solution.otherTurns.map(\.met) == [0])
    #expect(solution.tooLarge > 0)
  }

  @Test func whatCannotBeAdjustedIsRefused() throws {
    var scenario = SolvingCase.scenario
    let date = try #require(
      scenario.policy.parameters.firstIndex { if case .date = $0.kind { true } else { false } })
    let rate = try #require(scenario.adjustable("equipment-investment.general.rate"))
    #expect(throws: DataError.self) {
      try Adjustment([rate, .parameter(date)], in: scenario, between: (nil, nil))
    }
    #expect(throws: DataError.self) {
      try Adjustment([rate], in: scenario, between: (Fraction(2, 10), Fraction(1, 10)))
    }
    scenario.budget = .unlimited
    #expect(throws: DataError.self) {
      try Adjustment([.budget(pool: "chapter-2")], in: scenario, between: (nil, nil))
    }
  }
}
