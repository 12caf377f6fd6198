import CKernels
import Diagnostics
import PolicyCatalogue
import Population
import Testing

@testable import Simulation

/// Panels against settlements of their own, and grids over their numbers.
@Suite struct PanelTests {
  /// Seven measures: three rivals, two rivals, two alone; some amounts have to be rounded and some not.
  private func question(seed: UInt64, claimants: Int) throws -> (Scenario, Population) {
    var random = SplitMix64(seed: seed)
    var made = HandMadeCase()
    var (rates, caps, thresholds): ([Expression], [Expression], [Expression]) = ([], [], [])
    for measure in 0..<7 {
      rates.append(made.number(Fraction(Int128.random(in: 1...300, using: &random), 1000)))
      caps.append(made.yuan(Fraction(Int128.random(in: 1...40, using: &random) * 1000)))
      thresholds.append(made.yuan(Fraction(Int128.random(in: 0...60, using: &random) * 1000)))
      let (rate, cap, threshold) = (rates[measure], caps[measure], thresholds[measure])
      made.measure(
        "m\(measure)", inputs: [.money("spent")],
        award: Award(
          base: .rate(rate, of: .input(0)),
          adjustments: measure == 6
            ? [] : [.init(name: "cap", kind: .cap(Award(base: .amount(cap))))])
      ) {
        if measure == 5 { return }
        $0.conditions = [
          Condition(
            name: "threshold", expression: .compare(.greaterOrEqual, .input(0), threshold),
            reason: .belowThreshold)
        ]
      }
    }
    made.policy { policy in
      policy.exclusions = [
        Exclusion(id: "a", article: 1, measures: [2, 0, 1], scope: .enterprise, keep: .highest),
        Exclusion(id: "b", article: 1, measures: [3, 4], scope: .enterprise, keep: .highest),
      ]
      policy.eligibility = [
        EligibilityRule(
          id: "penalised", article: 1, scope: .enterprise,
          when: .enterprise(RegisterColumn.penalised.rawValue))
      ]
    }
    for claimant in 0..<claimants {
      made.claimant("E\(claimant)", [.penalised: .flag(claimant % 9 == 4)])
      for measure in 0..<7 where Int.random(in: 0...9, using: &random) < 7 {
        // Whole hundreds of yuan in some measures, odd fen in others; some equal to a rival's.
        let fen = Int.random(in: 0...1200, using: &random) * (measure % 2 == 0 ? 10_000 : 9_973)
        made.claim(
          "C\(claimant)-\(measure)", of: measure, by: "E\(claimant)", .number(Double(fen)))
      }
    }
    var population = made.population()
    population.register.columns[RegisterColumn.town.rawValue] = .text(
      TextColumn(
        codes: (0..<claimants).map { Int32($0 % 3) }, values: ["Hushan", "Zonghan", "Kandun"]))
    return (made.scenario(), population)
  }

  @Test(arguments: 1...4)
  func comesToWhatASettlementComesTo(seed: Int) throws {
    let (scenario, population) = try question(seed: UInt64(seed), claimants: 1300)
    let panel = try #require(try Panel.make(scenario, population))
    let settlement = try settle(scenario, population)
    let budget = Int64(settlement.claims.awards.reduce(0, +)) / 10 * 7 + 1
    let outcome = PanelOutcome(for: panel)
    #expect(panel.evaluate(scenario.values, budget: budget, into: outcome))
    var byTown = [[Int64]](repeating: [0, 0, 0], count: 7)
    var byClaimant = [Double](repeating: 0, count: population.register.count)
    for (measure, claims) in population.claims.enumerated() {
      for row in 0..<claims.count {
        let award = settlement.claims.awards[settlement.claims.offsets[measure] + row]
        let enterprise = Int(claims.enterprises[row])
        byTown[measure][enterprise % 3] += Int64(award)
        byClaimant[enterprise] += award
      }
    }
    #expect(outcome.totals == byTown)
    #expect(Array(outcome.awards) == byClaimant)
    #expect(outcome.award == Int64(byClaimant.reduce(0, +)))
    #expect(Int64(outcome.paid.reduce(0, +)) == budget)
    let exact = Fraction(Int128(budget), Int128(outcome.award))
    #expect(outcome.factor == exact)
    for (award, paid) in zip(outcome.awards, outcome.paid) {
      #expect(abs(award * exact.approximation - paid) <= 1)
    }
  }

  /// Rates, caps and thresholds of rivals and of measures alone, in a grid of which a point shares its
  /// numbers with many others.
  @Test(arguments: [400, 3000])
  func everyPointOfAGridIsASettlementOfItsOwn(claimants: Int) throws {
    let (scenario, population) = try question(seed: 9, claimants: claimants)
    func axis(
      _ measure: Int, _ levels: [(KeyPath<PanelMeasure, Int?>, Fraction)]
    ) throws -> [(Adjustable, Fraction)] {
      let numbers = try #require(PanelMeasure(measure, of: scenario.policy))
      return try levels.map { (.parameter(try #require(numbers[keyPath: $0])), $1) }
    }
    let axes = try [
      axis(0, [(\.anyRate, Fraction(3, 100)), (\.cap, 30_000)]),
      axis(5, [(\.cap, 100), (\.anyRate, 0), (\.cap, 90_000)]),
      axis(1, [(\.threshold, 50_000), (\.anyRate, Fraction(1, 3))]),
      axis(2, [(\.anyRate, 0), (\.anyRate, Fraction(99, 1000)), (\.threshold, 100_000)]),
      axis(4, [(\.anyRate, Fraction(2, 100)), (\.anyRate, Fraction(4, 100))]),
    ]
    var points = [BatchPoint()]
    for axis in axes {
      points = try points.flatMap { point in
        try axis.map { adjustable, value in
          var next = point
          try next.set(adjustable, to: value, in: scenario)
          return next
        }
      }
    }
    let batch = try Batch(scenario, population)
    try expect(batch.settle(points), toBeSettledAloneAt: points, scenario, population)
  }

  @Test func weightedAwardsAreThoseOfTheSettlement() throws {
    let (scenario, population) = try question(seed: 5, claimants: 900)
    let panel = try #require(try Panel.make(scenario, population))
    let awards = try #require(PanelAwards(of: panel, at: scenario.values))
    let settlement = try settle(scenario, population)
    let replicates = 6
    func weight(_ enterprise: Int, _ replicate: Int) -> UInt8 {
      UInt8((enterprise * 31 + replicate * 17) % 5)
    }
    let weights = awards.enterprises.flatMap { enterprise in
      (0..<replicates).map { weight(Int(enterprise), $0) }
    }
    let sums = try #require(awards.weighted(by: weights, replicates: replicates))
    for (column, measure) in awards.measures.enumerated() {
      let claims = population.claims[measure]
      for replicate in 0..<replicates {
        var exact: Int128 = 0
        for row in 0..<claims.count {
          let award = settlement.claims.awards[settlement.claims.offsets[measure] + row]
          exact += Int128(award) * Int128(weight(Int(claims.enterprises[row]), replicate))
        }
        #expect(Int128(sums[replicate + column * replicates]) == exact)
      }
    }
  }

  /// The levels of the instruction set that the processor has give the same bits.
  @Test func levelsAgree() throws {
    let (scenario, population) = try question(seed: 3, claimants: 700)
    let panel = try #require(try Panel.make(scenario, population))
    defer { outlay_limit_level(Int32(outlay_level_highest)) }
    var results: [[[Int64]]] = []
    for level in [outlay_level_base, outlay_level_v3, outlay_level_v4] {
      outlay_limit_level(Int32(level))
      let outcome = PanelOutcome(for: panel)
      #expect(panel.evaluate(scenario.values, budget: 1_000_000, into: outcome))
      results.append(outcome.totals + [outcome.paid.map { Int64($0) }])
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func whatIsNoPanelIsNone() throws {
    var (scenario, population) = try question(seed: 1, claimants: 20)
    population.claims[0].bases[0] = 0
    #expect(try Panel.make(scenario, population) == nil)
    (scenario, population) = try question(seed: 1, claimants: 20)
    population.claims[0].enterprises[1] = population.claims[0].enterprises[0]
    #expect(try Panel.make(scenario, population) == nil)
    (scenario, population) = try question(seed: 1, claimants: 20)
    scenario.policy.exclusions[0].keep = .first
    #expect(try Panel.make(scenario, population) == nil)
  }
}

extension PanelMeasure {
  fileprivate var anyRate: Int? { rate }
}
