import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

/// `replicates:` and `response:` of a scenario.
@Suite struct SamplingReaderTests {
  @Test func everyKey() throws {
    let scenario = try TemporaryScenario.scenario(
      """
      replicates:
        count: 200
        seed: 7
        take_up: {default: 90%, machines: 0.5}
        growth: {spread: 5%, levels: 3, except: [loan_yuan]}
      response:
        measures: {machines: 0.4, loans: {elasticity: 1, input: loan_yuan}}
        least: 50%
        most: 1.5
      """)
    let replicates = try #require(scenario.replicates)
    #expect(
      replicates
        == ReplicateSettings(
          count: 200, seed: 7, takeUp: Fraction(9, 10), takeUpOfMeasures: [0: Fraction(1, 2)],
          growth: GrowthUncertainty(spread: Fraction(1, 20), levels: 3, except: ["loan_yuan"])))
    #expect(replicates.takeUp(of: 0) == Fraction(1, 2))
    #expect(replicates.takeUp(of: 2) == Fraction(9, 10))
    let response = try #require(scenario.response)
    #expect(response.answers[0]?.elasticity == Fraction(2, 5))
    #expect(response.answers[0]?.input == 0)
    #expect(response.answers[2]?.elasticity == 1)
    #expect((response.least, response.most) == (Fraction(1, 2), Fraction(3, 2)))
  }

  @Test func offByDefault() throws {
    let scenario = try TemporaryScenario.scenario("")
    #expect(scenario.replicates == nil && scenario.response == nil)
    let short = try TemporaryScenario.scenario("replicates: {count: 2, seed: 0, take_up: 80%}")
    #expect(short.replicates?.takeUp == Fraction(4, 5))
    #expect(short.replicates?.factors == [.one])
  }

  @Test(arguments: [
    (
      "replicates: {count: 1, seed: 1}",
      "5:21: error: found '1'; expected a whole number from 2 to 10000"
    ),
    ("replicates: {count: 9}", "5:13: error: the key 'seed' is missing"),
    (
      "replicates: {count: 9, seed: 1, takeup: 1}",
      "5:33: error: unknown key 'takeup'; expected one of count, seed, take_up, growth; did you mean 'take_up'?"
    ),
    (
      "replicates: {count: 9, seed: 1, take_up: 120%}",
      "5:42: error: found '120%'; expected a share from 0 to 100%"
    ),
    (
      "replicates: {count: 9, seed: 1, take_up: {machnes: 50%}}",
      "5:43: error: there is no computable measure 'machnes'; did you mean 'machines'?"
    ),
    (
      "replicates: {count: 9, seed: 1, growth: {spread: 80%, levels: 5}}",
      "5:50: error: at the lowest of 5 levels amounts would be below zero; expected a smaller spread"
    ),
    (
      "replicates: {count: 9, seed: 1, growth: {spread: 8%, levels: 5, except: [loan_yan]}}",
      "5:74: error: no measure has an amount of money called 'loan_yan'; did you mean 'loan_yuan'?"
    ),
    (
      "response: {measures: {machines: 11}}",
      "5:33: error: found '11'; expected an elasticity from 0 to 10"
    ),
    ("response: {measures: {fairs: 1}}", "5:23: error: there is no computable measure 'fairs'"),
    (
      "response: {measures: {machines: {elasticity: 1, input: machine_yuan}}}",
      "5:56: error: found 'machine_yuan'; expected one of machines_yuan; did you mean 'machines_yuan'?"
    ),
    (
      "response: {measures: {machines: 1}, most: 50%}",
      "5:43: error: found '50%'; expected a factor from 1 to 10"
    ),
  ])
  func refuses(lines: String, problem: String) throws {
    let problems = try TemporaryScenario.problems(TemporaryScenario.base + lines) {
      path throws(DataError) in _ = try Scenario.load(path: path)
    }
    #expect(problems == ["it.yaml:" + problem])
  }
}
