import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

@Suite struct PolicyCaseTests {
  private static let cases = """
    policy: small
    cases:
      - name: one
        measure: machines
        article: 1
        item: 1
        inputs: {machines_yuan: 1000万, track: green}
        award: 40万
        set: {machines.rate: 6%}
        enterprise: {kind: individual, penalised: yes, registered_on: 2026-02-01}
        filed_on: 2026-05-01
      - name: several
        article: 1
        item: 1
        enterprises: {e2: {group: g}, e3: {group: g}}
        budget: 100元
        claims:
          c2: {measure: machines, enterprise: e2, basis: B, inputs: {machines_yuan: 1, track: general}, award: 0.04}
          c1: {measure: loans, basis: B, elsewhere: yes, settle_next_year: yes, inputs: {loan_yuan: 99.99, since: ''}, award: 0, reason: deferred}
          c3: {measure: machines, enterprise: e3, inputs: {machines_yuan: 2, track: general}, award: 0.08, paid: 0, reason: budget}
    """

  private func load() throws -> PolicyCaseFile {
    let files = try TemporaryScenario(Self.cases, as: "scenarios/it.yaml")
    defer { files.remove() }
    return try PolicyCaseFile.load("\(files.folder)/scenarios/it.yaml")
  }

  @Test func becomesAPopulation() throws {
    let file = try load()
    let one = file.cases[0]
    #expect(one.expected.map(\.award) == [40_000_000])
    #expect(one.expected.map(\.reason) == [""])
    #expect(one.population.claims.map(\.count) == [1, 0, 0])
    let table = one.population.claims[0]
    guard case .numbers([1_000_000_000]) = table.inputs[0], case .levels([1]) = table.inputs[1],
      case .flags([0]) = table.inputs[2],
      case .levels([1]) = one.population.register.columns[RegisterColumn.kind.rawValue],
      case .flags([1]) = one.population.register.columns[RegisterColumn.penalised.rawValue],
      case .flags([1]) = one.population.register.columns[RegisterColumn.taxedHere.rawValue],
      case .levels([1]) = one.population.register.columns[RegisterColumn.safetyGrade.rawValue],
      case .dates([Column.blankDate]) = one.population.register
        .columns[RegisterColumn.fraudFoundOn.rawValue]
    else {
      Issue.record("cells are not as written: \(one.population)")
      return
    }
    #expect(table.filedOn == [Int32(CalendarDate("2026-05-01")!.daysSince1970)])
    #expect(table.bases == [-1])
    #expect(one.scenario.overrides.count == 1)
    #expect(one.scenario.year == 2026)
  }

  @Test func severalClaims() throws {
    let several = try load().cases[1]
    #expect(several.population.claims.map(\.count) == [2, 0, 1])
    #expect(several.expected.map(\.id) == ["c1", "c2", "c3"])
    #expect(several.expected.map(\.row) == [0, 0, 1])
    #expect(several.expected.map(\.reason) == ["deferred", "", "budget"])
    // e2 and e3 are of one group; e1 came last.
    #expect(several.population.register.subjects == [0, 0, 1])
    #expect(several.population.claims[0].enterprises == [0, 1])
    #expect(several.population.claims[2].enterprises == [2])
    #expect(several.population.claims[0].bases == [0, -1])
    #expect(several.population.claims[2].bases == [0])
    #expect(several.population.claims[2].elsewhere == [1])
    #expect(several.population.claims[2].settleNextYear == [1])
    #expect(
      several.population.claims[2].filedOn == [Int32(CalendarDate("2026-09-30")!.daysSince1970)])
    #expect(several.scenario.pools.map(\.id) == ["all"])
  }

  /// In the policy's own folder a file of cases names it by its id; the place comes from the measure.
  @Test func liesInThePolicysFolder() throws {
    let text = """
      policy: small
      cases:
        - name: nothing but the measure
          measure: loans
          inputs: {loan_yuan: 100元}
          award: 1.5元
        - name: each claim for itself
          filed_on: 2026-03-01
          budget: 1元
          claims:
            c2: {measure: loans, filed_on: 2026-04-01, inputs: {loan_yuan: 100}, award: 1.5, paid: 0.5}
            c1: {measure: machines, settle_next_year: yes, elsewhere: yes, inputs: {machines_yuan: 75, track: green}, award: 3, paid: 0.5}
      """
    let files = try TemporaryScenario(text, as: "policies/small/tests/policy.yaml")
    defer { files.remove() }
    let cases = try PolicyCaseFile.load("\(files.folder)/policies/small/tests/policy.yaml").cases
    #expect(cases.map { [$0.article, $0.item] } == [[3, 1], [3, 1]])
    let days = cases[1].population.claims.map(\.filedOn)
    #expect(
      days == [
        [Int32(CalendarDate("2026-03-01")!.daysSince1970)], [],
        [Int32(CalendarDate("2026-04-01")!.daysSince1970)],
      ])
    #expect(cases[1].population.claims[0].elsewhere == [1])
    #expect(cases[1].population.claims[0].settleNextYear == [1])
    #expect(cases[1].expected.map(\.paid) == [50, 50])
  }

  /// An engine that is made up: what it says is compared claim by claim.
  @Test func resultsAreCompared() throws {
    let several = try load().cases[1]
    func engine(_ reasons: [Reason], excluders: [Int32]) -> Settlement {
      Settlement(
        claims: ClaimOutcomes(
          offsets: [0, 2, 2, 3], assessed: [4, 8, 0], awards: [4, 8, 0], paid: [4, 0, 0],
          reasons: reasons, excluders: excluders),
        pools: [], lowAwards: [], highAwards: [], commitments: [], clawbacks: [], unquantified: [])
    }
    let good = several.run { _, _ in engine([.none, .budget, .deferred], excluders: []) }
    #expect(good.passed)
    #expect(good.failures.isEmpty)
    let bad = several.run { _, _ in
      engine([.ineligible(rule: 0), .budget, .excluded], excluders: [-1, -1, 1])
    }
    #expect(!bad.passed)
    #expect(bad.claims.map(\.reason) == ["excluded-by:c3", "ineligible:penalised", "budget"])
    #expect(
      bad.failures.map(\.problem.english) == [
        "loans, 'several' (c1): award 0.00, reason excluded-by:c3",
        "machines, 'several' (c2): award 0.04, reason ineligible:penalised",
      ])
    #expect(
      bad.failures.map(\.expected?.english) == [
        "award 0.00, reason deferred", "award 0.04, no reason",
      ])
  }

  @Test func figuresAreCompared() throws {
    let text = """
      policy: small
      cases:
        - name: one
          measure: machines
          inputs: {machines_yuan: 100, track: green}
          clawback: 1元
          expect: {pools: {one: {protected: 1, demand: 2, paid: 3}}}
      """
    let files = try TemporaryScenario(text, as: "scenarios/it.yaml")
    defer { files.remove() }
    let made = try PolicyCaseFile.load("\(files.folder)/scenarios/it.yaml").cases[0]
    let result = try made.run { try settle($0, $1, threads: 1) }
    #expect(!result.passed)
    #expect(
      result.failures.map(\.problem.english) == [
        "'one': pool one, protected 0.00", "'one': pool one, demand 4.00",
        "'one': pool one, paid 4.00",
        "'one': c1, clawback 0.00",
      ])
    #expect(result.failures.map(\.expected?.english) == ["1.00", "2.00", "3.00", "1.00"])
  }

  @Test(arguments: [
    ("measure: machine", "4:14: error: there is no measure 'machine'; did you mean 'machines'?"),
    ("measure: fairs", "4:14: error: 'fairs' has no award to test"),
    ("measure: loans", "5:5: error: the measure 'loans' stands in article 3, item 1"),
  ])
  func measures(line: String, problem: String) throws {
    let text = """
      policy: small
      cases:
        - name: one
          \(line)
          article: 1
          item: 1
          inputs: {loan_yuan: 1}
          award: 40万
      """
    let problems = try TemporaryScenario.problems(text) {
      path throws(DataError) in _ = try PolicyCaseFile.load(path)
    }
    #expect(problems == ["it.yaml:" + problem])
  }

  @Test(arguments: [
    ("inputs: {machines_yuan: 5}", "7:5: error: the input 'track' is missing"),
    (
      "inputs: {machines_yuan: 5, track: red}",
      "7:39: error: found 'red'; expected one of general, green"
    ),
    (
      "inputs: {machines_yuan: 5.001, track: green}",
      "7:29: error: found '5.001'; expected a number from 0 to 90071992547409.92 with at most 2 decimals"
    ),
    (
      "inputs: {machines_yuan: 5吨, track: green}",
      "7:29: error: '5吨' is a number in tonne; expected a number in yuan"
    ),
    (
      "inputs: {machines_yuan: 5, track: green, trac: x}",
      "7:46: error: unknown key 'trac'; expected one of machines_yuan, track, returning; did you mean 'track'?"
    ),
    (
      "inputs: {machines_yuan: 5, track: green}\n    reason: bugdet",
      "8:13: error: there is no reason 'bugdet'; expected one of deferred, outside-year, outside-validity, below-threshold, condition-not-met, no-rise, supported-elsewhere, beyond-best, company-cap, reduced, fund, budget, ineligible:penalised, excluded-by:CLAIM; did you mean 'budget'?"
    ),
    (
      "inputs: {machines_yuan: 5, track: green}\n    enterprise: {pnealised: yes}",
      "8:18: error: unknown key 'pnealised'; expected one of kind, town, industry, size, group, registered_on, registered_here, taxed_here, penalised, safety_accident, safety_grade, energy_target_met, fraud_found_on, special_deal, revenue_yuan; did you mean 'penalised'?"
    ),
  ])
  func cells(lines: String, problem: String) throws {
    let text = """
      policy: small
      cases:
        - name: one
          measure: machines
          article: 1
          item: 1
      """ + "\n    \(lines)\n    award: 0\n"
    let problems = try TemporaryScenario.problems(text) {
      path throws(DataError) in _ = try PolicyCaseFile.load(path)
    }
    #expect(problems == ["it.yaml:" + problem])
  }
}
