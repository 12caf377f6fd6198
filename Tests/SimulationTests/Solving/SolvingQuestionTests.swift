import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

/// The key `solve` of a scenario.
@Suite struct SolvingQuestionTests {
  private static let base = "budget: {one: 500万}\n"

  @Test func aQuestion() throws {
    let scenario = try TemporaryScenario.scenario(
      Self.base + "solve: {adjust: machines.rate, until: one.factor=1, from: 2%, to: 30%}")
    let question = try #require(scenario.solve)
    #expect(question.adjust.map { scenario.parameter($0).address } == ["machines.rate"])
    #expect(question.target.pool == 0)
    #expect(question.target.quantity == .factor)
    #expect(question.target.bound == .value(1))
    #expect(question.from == Fraction(2, 100))
    #expect(question.to == Fraction(3, 10))
  }

  @Test func severalNumbers() throws {
    let scenario = try TemporaryScenario.scenario(
      Self.base
        + """
        solve:
          adjust: [machines.rate, machines.cap, budget.one]
          until: one.demand=1.2亿
          to: 150%
        """)
    let question = try #require(scenario.solve)
    #expect(
      question.adjust.map { scenario.parameter($0).address }
        == ["machines.rate", "machines.cap", "budget.one"])
    #expect(question.from == nil)
    #expect(question.to == Fraction(3, 2))
    #expect(question.target.bound == .value(12_000_000_000))
  }

  @Test func noQuestion() throws {
    #expect(try TemporaryScenario.scenario(Self.base).solve == nil)
  }

  @Test(arguments: [
    ("solve: {until: one.factor=1}", "6:8: error: the key 'adjust' is missing"),
    ("solve: {adjust: machines.rate}", "6:8: error: the key 'until' is missing"),
    (
      "solve: {adjust: machines.rate, untill: one.factor=1}",
      "6:32: error: unknown key 'untill'; expected one of adjust, until, from, to; did you mean 'until'?"
    ),
    (
      "solve: {adjust: machines.rat, until: one.factor=1}",
      "6:17: error: no number of the scenario has the address 'machines.rat'; did you mean 'machines.rate'?"
    ),
    (
      "solve: {adjust: [machines.rate, machines.rate], until: one.factor=1}",
      "6:33: error: 'machines.rate' is named twice"
    ),
    (
      "solve: {adjust: [], until: one.factor=1}",
      "6:17: error: found a list; expected at least one address"
    ),
    (
      "solve: {adjust: machines.rate, until: three.factor=1}",
      "6:39: error: there is no pool 'three'; expected one of one, two, total"
    ),
    (
      "solve: {adjust: machines.rate, until: two.factor=1}",
      "6:39: error: the pool 'two' has no budget; expected a budget in the scenario, or a target for its demand"
    ),
    (
      "solve: {adjust: machines.rate, until: one.factor=1, to: 200%}",
      "6:57: error: 200% is out of the range of 'machines.rate'; expected 100% or less"
    ),
    (
      "solve: {adjust: [machines.rate, machines.cap], until: one.factor=1, to: 5元}",
      "6:73: error: '5元' is no scale; expected a share of the numbers as they stand, such as 50% or 1.5"
    ),
  ])
  func refuses(line: String, problem: String) throws {
    let problems = try TemporaryScenario.problems(TemporaryScenario.base + Self.base + line) {
      path throws(DataError) in _ = try Scenario.load(path: path)
    }
    #expect(problems.contains("it.yaml:" + problem), "\(problems)")
  }
}
