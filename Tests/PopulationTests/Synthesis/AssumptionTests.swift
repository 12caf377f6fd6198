import Diagnostics
import PolicyCatalogue
import Testing

@testable import Population

@Suite("Assumptions as data")
struct AssumptionTests {
  static let head = """
    seed: 7
    size: 400
    filing: {from: 2026-01-01, to: 2026-12-31}
    register: {registered_from: 2000-01-01}

    """
  static let claims = """
    claims:
      propensity: 50%
      defaults:
        of_threshold: 1.5
        of_ceiling: 0.7
        sigma: 0.8
        medians: {money: 10万, usd: 10万, count: 3, quantity: 20}
        rates: [0%, 100%]
        growth: {median: 1.1, sigma: 0.2}
        flag_met: 90%
        flag_other: 30%
        level_step: 1
        prior: {held: 50%, not_risen: 10%}
        years_before: 5

    """

  private func read(_ text: String) throws -> SyntheticAssumptions {
    try SyntheticAssumptions(yaml: YAMLNode.parse(Array(text.utf8), file: "s.yaml"))
  }

  @Test func theLeastThatMustBeSaidMakesAPopulation() throws {
    let assumptions = try read(Self.head + Self.claims)
    #expect(assumptions.size == 400)
    #expect(assumptions.claims.propensity == 0.5)
    let policy = try TestPolicy.make()
    let (population, report) = try Population.synthesise(assumptions, policy: policy)
    #expect(population.register.count == 400)
    #expect(report.totals == [])
    #expect(population.claims[0].count > 120)
  }

  @Test func aPolicyThatNobodyDescribedIsClaimedOnBothSidesOfItsBounds() throws {
    let policy = try TestPolicy.make()
    let population = try Population.synthesise(read(Self.head + Self.claims), policy: policy)
      .population
    guard case .numbers(let machines) = population.claims[0].inputs[0],
      case .flags(let returning) = population.claims[0].inputs[1],
      case .numbers(let year) = population.claims[1].inputs[1],
      case .levels(let levels) = population.claims[1].inputs[2],
      case .levels(let priors) = population.claims[1].inputs[3]
    else {
      Issue.record("columns of another type")
      return
    }
    // The threshold is a million yuan, the ceiling is reached at 12.5 million.
    let passing = machines.count { $0 >= 100_000_000 }
    #expect(passing > machines.count / 2 && passing < machines.count)
    #expect(machines.contains { $0 > 1_250_000_000 })
    #expect(Double(returning.count { $0 == 0 }) > 0.8 * Double(returning.count))
    #expect(Set(year).isSuperset(of: [1, 2, 3]))
    #expect(Set(levels).count == 3)
    for (level, prior) in zip(levels, priors) where prior > 0 { #expect(prior >= level + 1) }
  }

  @Test(arguments: [
    ("seeed: 1\n", "seed"),
    ("kinds: {companie: {share: 1}}\n", "company"),
  ])
  func unknownKeysAreErrors(line: String, nearest: String) {
    let error = #expect(throws: DataError.self) { try read(Self.head + Self.claims + line) }
    #expect(error?.diagnostics.first?.suggestion == nearest)
    #expect(error?.diagnostics.first?.location.line ?? 0 > 0)
  }

  @Test(arguments: [
    "towns: {a: {share: 120%}}\n",
    "sizes: {b: {from: 5, claims: 1}}\n",
    "attributes: {revenue_yuan: {median: 1, sigma: -1, max: 9}}\n",
    "attributes: {revenue_yuan: {median: 1, sigma: 1, max: 9}}\ncorrelations: {revenue_yuan: [0.5]}\n",
    "controls: {for_size: 10, tolerance: 1%, totals: [{of: enterprises, by: town, are: {a: 11}}]}\n",
  ])
  func valuesOutOfRangeAreErrors(line: String) {
    #expect(throws: DataError.self) { try read(Self.head + Self.claims + line) }
  }

  @Test func whatIsMissingIsSaidAtOnce() {
    let error = #expect(throws: DataError.self) { try read("seed: 1\nsize: 10\n") }
    #expect(error?.diagnostics.count == 3)
  }

  @Test func correlationsThatContradictEachOtherAreErrors() throws {
    var text = Self.head + Self.claims
    text += """
      attributes:
        a: {median: 1, sigma: 1, max: 1万}
        b: {median: 1, sigma: 1, max: 1万}
        c: {median: 1, sigma: 1, max: 1万}
      correlations: {a: [1], b: [0.9, 1], c: [0.9, -0.9, 1]}

      """
    let assumptions = try read(text)
    let error = #expect(throws: DataError.self) {
      try Population.synthesise(assumptions, policy: TestPolicy.make())
    }
    #expect(error?.diagnostics.first?.problem.english.contains("c contradicts") == true)
  }

  @Test func namesThatLeadNowhereAreErrors() throws {
    let assumptions = try read(
      Self.head + Self.claims + """
          measures:
            new-machine: {propensity: 1}
            rent: {inputs: {rent_yuann: {median: 3万}, support_year: {of: rent_yuann}}}
        """)
    let error = #expect(throws: DataError.self) {
      try Population.synthesise(assumptions, policy: TestPolicy.make())
    }
    #expect(error?.diagnostics.first?.suggestion == "new-machines")
  }

  @Test func inputsThatFollowEachOtherInACircleAreErrors() throws {
    let assumptions = try read(
      Self.head + Self.claims + """
          measures:
            rent: {inputs: {rent_yuan: {of: support_year}, support_year: {of: rent_yuan}}}
        """)
    let error = #expect(throws: DataError.self) {
      try Population.synthesise(assumptions, policy: TestPolicy.make())
    }
    #expect(error?.diagnostics.first?.problem.english.contains("circle") == true)
  }

  @Test func theHashIsOfWhatIsSaidAndNotOfItsLayout() throws {
    let policy = try TestPolicy.make()
    func hash(_ text: String) throws -> String {
      try Population.synthesise(read(text), policy: policy).population.hash
    }
    let text = Self.head + Self.claims
    #expect(try hash(text) == hash(text + "# a remark\n"))
    #expect(try hash(text) != hash(text.replacing("50%", with: "51%")))
    #expect(try hash(text) != hash(text.replacing("seed: 7", with: "seed: 8")))
  }
}
