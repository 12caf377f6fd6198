import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

@Suite struct ScenarioReaderTests {
  @Test(arguments: [
    "pools: {a: [one], b: [two]}", "pools: {a: {chapters: [one]}, b: {chapters: [two]}}",
    "pools: {a: {measures: [machines, fairs]}, b: {measures: [loans]}}",
  ])
  func poolsInEitherForm(line: String) throws {
    let scenario = try TemporaryScenario.scenario(line)
    #expect(scenario.pools == [Pool(id: "a", measures: [0, 1]), Pool(id: "b", measures: [2])])
  }

  @Test func everyKey() throws {
    let scenario = try TemporaryScenario.scenario(
      """
      budget: {all-else: 1.4亿, talent: 200万.5}
      pools: {all-else: [one], talent: [two]}
      set: {machines.rate: 5%, policy.position: 1}
      assume: {fairs: 300万}
      waive: [penalised]
      """.replacing("200万.5", with: "2000000.5"))
    #expect(scenario.title == Message("it", zh: "它"))
    #expect(scenario.policy.id == "small")
    #expect(scenario.year == 2026)
    #expect(scenario.pools.map(\.measures) == [[0, 1], [2]])
    guard case .pools(let amounts) = scenario.budget,
      case .directory(let directory) = scenario.population
    else {
      Issue.record("budget or population is of another kind")
      return
    }
    #expect(amounts == ["all-else": 14_000_000_000, "talent": 200_000_050])
    #expect(directory.hasSuffix("/scenarios/ledgers/sample"))
    let rate = try #require(scenario.policy.parameter("machines.rate"))
    let position = try #require(scenario.policy.parameter("loans.band.position"))
    #expect(scenario.values[rate] == Fraction(1, 20))
    #expect(scenario.values[position] == .one)
    #expect(scenario.overrides.count == 2)
    #expect(scenario.assumed == [1: 300_000_000])
    #expect(scenario.waivedRules == [0])
    #expect(scenario.hash.count == 64)
  }

  @Test func aTotalHasOnePool() throws {
    let scenario = try TemporaryScenario.scenario("budget: 500万")
    #expect(scenario.pools == [Pool(id: "all", measures: [0, 1, 2])])
    guard case .total(500_000_000) = scenario.budget else {
      Issue.record("no total")
      return
    }
  }

  @Test func nothingIsScaledWithoutBudget() throws {
    let scenario = try TemporaryScenario.scenario("")
    #expect(scenario.pools.map(\.id) == ["one", "two"])
    guard case .unlimited = scenario.budget else {
      Issue.record("a budget out of nothing")
      return
    }
  }

  @Test(arguments: [
    (
      "bugdet: 5",
      "5:1: error: unknown key 'bugdet'; expected one of title, policy, year, population, budget, pools, set, assume, waive, villages, growth, replicates, response, solve, sweep; did you mean 'budget'?"
    ),
    ("budget: {thre: 5}", "5:10: error: there is no pool 'thre'; expected one of one, two"),
    (
      "budget: -5",
      "5:9: error: found '-5'; expected an amount of at least 0 in yuan with at most two decimals"
    ),
    (
      "budget: 5.001",
      "5:9: error: found '5.001'; expected an amount of at least 0 in yuan with at most two decimals"
    ),
    ("budget: 5吨", "5:9: error: '5吨' is a number in tonne; expected a number in yuan"),
    (
      "pools: {a: [one, machines]}",
      "5:8: error: 1 measures are in no pool: loans; expected each measure in exactly one pool"
    ),
    (
      "pools: {a: [one, two], b: [one]}",
      "5:28: error: 'one' is in the pool 'a' already; expected each measure in exactly one pool"
    ),
    (
      "pools: {a: [one, two]}\nbudget: 5",
      "6:9: error: a total budget has the one pool 'all'; expected an amount for each pool, or no 'pools'"
    ),
    (
      "set: {machines.rte: 5%}",
      "5:7: error: no number of the policy has the address 'machines.rte'; did you mean 'machines.rate'?"
    ),
    (
      "set: {machines.rate: 120%}",
      "5:22: error: 120% is out of the range of 'machines.rate'; expected 100% or less"
    ),
    ("set: {machines.cap: 4%}", "5:21: error: '4%' is a plain number; expected a number in yuan"),
    (
      "assume: {machines: 5}",
      "5:10: error: 'machines' has an award of its own, nothing is assumed for it; expected a measure of shape open or reference"
    ),
    (
      "assume: {fair: 5}",
      "5:10: error: there is no measure 'fair'; expected a measure of shape open or reference; did you mean 'fairs'?"
    ),
    (
      "waive: [fraud]",
      "5:9: error: there is no eligibility rule 'fraud'; expected one of penalised"
    ),
  ])
  func refuses(lines: String, problem: String) throws {
    let problems = try TemporaryScenario.problems(TemporaryScenario.base + lines) {
      path throws(DataError) in _ = try Scenario.load(path: path)
    }
    #expect(problems == ["it.yaml:" + problem])
  }

  @Test func allAtOnce() throws {
    let problems = try TemporaryScenario.problems(
      "policy: small\nyear: 2028\npopulation: {synthetic: {seed: x}}\n"
    ) { path throws(DataError) in _ = try Scenario.load(path: path) }
    #expect(problems.contains("it.yaml:1:1: error: the key 'title' is missing"))
    #expect(
      problems.contains(
        "it.yaml:2:7: error: the policy does not hold in 2028; expected a year from 2026 to 2027"))
    #expect(problems.contains { $0.hasPrefix("it.yaml:3:32: error: found 'x'") })
  }

  @Test func unknownPolicy() throws {
    let problems = try TemporaryScenario.problems("policy: smal\n") {
      path throws(DataError) in _ = try Scenario.load(path: path)
    }
    #expect(
      problems == [
        "it.yaml:1:9: error: there is no policy 'smal'; expected the folder of a policy.yaml, or its name under 'policies'; did you mean 'small'?"
      ])
  }

  @Test(arguments: ["small", "../policies/small"])
  func policiesAreFound(reference: String) throws {
    let files = try TemporaryScenario("", as: "a/b/none.yaml")
    defer { files.remove() }
    let start = reference == "small" ? "\(files.folder)/a/b" : "\(files.folder)/a"
    #expect(Policy.locate(reference, from: start) != nil)
    #expect(Policy.locate("large", from: start) == nil)
    #expect(Policy.locate("../small", from: start) == nil)
  }
}
