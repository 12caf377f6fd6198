import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

@Suite struct SweepReaderTests {
  private func sweep(_ lines: String) throws -> Sweep {
    try #require(try TemporaryScenario.scenario(lines).sweep)
  }

  private func values(_ sweep: Sweep) -> [[Fraction]] { (0..<sweep.count).map(sweep.values) }

  @Test func combinationsWithTheLastAxisFastest() throws {
    let sweep = try sweep(
      """
      sweep:
        over:
          machines.rate: [2%, 4%]
          machines.cap: 10万..30万:10万
          loans.band.position: "0,1"
      """)
    #expect(sweep.axes.map(\.address) == ["machines.rate", "machines.cap", "loans.band.position"])
    #expect(sweep.count == 12)
    var expected: [[Fraction]] = []
    for rate in [Fraction(2, 100), Fraction(4, 100)] {
      for cap in [100_000, 200_000, 300_000] as [Fraction] {
        expected += [[rate, cap, 0], [rate, cap, 1]]
      }
    }
    #expect(values(sweep) == expected)
  }

  /// 0.5 of a step goes up; what is then the same is taken once.
  @Test func valuesAreBroughtToTheStep() throws {
    let scenario = try TemporaryScenario.scenario(
      """
      sweep:
        over:
          machines.rate: {from: 4%, to: 4.02%, by: 0.005%}
      """)
    let sweep = try #require(scenario.sweep)
    #expect(
      values(sweep) == [[Fraction(400, 10_000)], [Fraction(401, 10_000)], [Fraction(402, 10_000)]])
    let warning = try #require(scenario.warnings.last)
    #expect(
      warning.description(in: .english).hasSuffix(
        ":7:5: warning: 2 of the 5 values of 'machines.rate' stand there before, once brought to its step, and are taken once"
      ))
  }

  @Test func listedPoints() throws {
    let sweep = try sweep(
      """
      budget: {one: 5万}
      sweep:
        points:
          - {machines.rate: 1%, budget.one: 3万}
          - {budget.one: 2万, machines.rate: 5%}
      """)
    #expect(values(sweep) == [[Fraction(1, 100), 30_000], [Fraction(5, 100), 20_000]])
  }

  @Test(arguments: ["sobol", "latin"])
  func samplesStayWithinTheirRanges(method: String) throws {
    let sweep = try sweep(
      """
      sweep:
        over:
          machines.rate: 2%..3%
          machines.cap: [10万, 20万, 40万]
        sample: {\(method): 300, seed: 9}
      """)
    let points = values(sweep)
    #expect(points.count == 300)
    for point in points {
      #expect(point[0] >= Fraction(2, 100) && point[0] <= Fraction(3, 100))
      // Whole hundredths of a per cent.
      #expect(try point[0].times(10_000).isInteger)
    }
    // One point in each of 300 parts: each third is a hundred of them, give or take what a block of a
    // Sobol sequence leaves.
    for cap in [100_000, 200_000, 400_000] as [Fraction] {
      #expect(abs(points.count { $0[1] == cap } - 100) <= (method == "latin" ? 0 : 4))
    }
    // 101 steps cannot tell 300 points with 3 caps apart: they are not 300 different ones.
    #expect(sweep.distinctCount() == Set(points).count)
    #expect(sweep.distinctCount() < 300)
  }

  @Test(arguments: [
    (
      "{over: {machines.rat: 1%}}",
      "5:16: error: no number of the scenario has the address 'machines.rat'; did you mean 'machines.rate'?"
    ),
    (
      "{over: {machines.rate: [1%, 2吨]}}",
      "5:36: error: '2吨' is a number in tonne; expected a plain number"
    ),
    (
      "{over: {machines.rate: [1%, -2%]}}",
      "5:36: error: -2% is out of the range of 'machines.rate'; expected 0% or more"
    ),
    (
      "{over: {machines.rate: 3%..2%:1%}}",
      "5:31: error: the range begins above its end: 3% to 2%; expected the lesser end first"
    ),
    ("{over: {machines.rate: 1%..2%:0%}}", "5:31: error: the distance '0%' is not above zero"),
    (
      "{over: {machines.rate: 1%..2%:1吨}}",
      "5:31: error: '1吨' has another unit; expected a plain number"
    ),
    (
      "{over: {machines.rate: 1%..2%}}",
      "5:16: error: the range of 'machines.rate' has no step, and only samples go without; expected a step as in 4%..8%:1%, or a sample (sobol, latin)"
    ),
    (
      "{over: {machines.cap: 0..50万:40, machines.rate: 0..100%:0.1%}}",
      "5:8: error: all combinations are more than 10000000 points; expected fewer values, or a sample"
    ),
    (
      "{over: {machines.cap: 0..50万:0.01}}",
      "5:30: error: the range has too many values: 0 to 50万; expected at most 10000000"
    ),
    ("{over: {}}", "5:8: error: nothing is swept; expected at least one address with its values"),
    ("{over: {machines.rate: []}}", "5:31: error: found a list; expected at least one value"),
    (
      "{over: {machines.rate: 1%}, sample: {sobol: 0}}",
      "5:52: error: found '0'; expected a whole number from 1 to 10000000"
    ),
    (
      "{over: {machines.rate: 1%}, sample: {sobl: 5}}",
      "5:45: error: unknown key 'sobl'; expected one of sobol, latin, seed; did you mean 'sobol'?"
    ),
    (
      "{over: {machines.rate: 1%}, sample: {seed: 5}}",
      "5:44: error: found keys with values; expected one of sobol, latin"
    ),
    (
      "{ovr: {machines.rate: 1%}}",
      "5:9: error: unknown key 'ovr'; expected one of over, sample, points; did you mean 'over'?"
    ),
    (
      "{points: [{machines.rate: 1%}, {machines.cap: 1万}]}",
      "5:18: error: this point gives no value to 'machines.cap', which others do"
    ),
    (
      "{points: [{machines.rate: 1%}], over: {machines.rate: 1%}}",
      "5:40: error: 'over' beside 'points'; expected either listed points, or values to combine or sample from"
    ),
  ])
  func badSweeps(text: String, message: String) throws {
    let problems = try TemporaryScenario.problems(
      TemporaryScenario.base + "sweep: \(text)\n",
      { path throws(DataError) in _ = try Scenario.load(path: path) })
    #expect(problems.first?.hasSuffix(message) == true, "\(problems)")
  }

  /// All errors of a file are told at once, those of the sweep among them.
  @Test func errorsElsewhereAreToldAsWell() throws {
    let problems = try TemporaryScenario.problems(
      TemporaryScenario.base + "budget: -5\nsweep: {over: {machines.rat: 1%, machines.cap: x}}\n",
      { path throws(DataError) in _ = try Scenario.load(path: path) })
    #expect(problems.count == 3)
  }
}
