import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

@testable import Reporting

@Suite("Comparing two scenarios")
struct ScenarioComparisonTests {
  /// E1 is paid 50 yuan more for its machine, and E2 as much less.
  private func shifted() -> SmallTown {
    var town = SmallTown()
    town.machines[0].paid = 10_000
    town.machines[1].paid = 10_000
    return town
  }

  @Test("Every breakdown by hand")
  func rows() throws {
    let comparison = ScenarioComparison(
      before: try SmallTown().results(), after: try shifted().results())
    #expect(comparison.isSamePopulation)
    #expect(
      comparison.table().text == """
        kind,name,before_yuan,after_yuan,change_yuan,winners,losers,unchanged
        total,all,209.07,209.07,0.00,1,1,1
        measure,machines,200.00,200.00,0.00,1,1,1
        measure,stores,0.07,0.07,0.00,0,0,2
        measure,park,9.00,9.00,0.00,0,0,0
        pool,chapter-1,200.00,200.00,0.00,1,1,1
        pool,chapter-2,9.07,9.07,0.00,0,0,2
        town,,159.00,109.00,-50.00,0,1,0
        town,浒山,50.07,100.07,50.00,1,0,1
        industry,,9.00,9.00,0.00,0,0,0
        industry,metal,0.00,0.00,0.00,0,0,1
        industry,textile,50.07,100.07,50.00,1,0,0
        industry,trade,150.00,100.00,-50.00,0,1,0
        size,,209.07,209.07,0.00,1,1,1
        decile,1,200.07,200.07,0.00,1,1,0
        decile,no-revenue,0.00,0.00,0.00,0,0,1
        decile,assumed,9.00,9.00,0.00,0,0,0
        concentration,top-ten,200.07,200.07,0.00,,,

        """)
    // 2 × 15,000 ÷ (3 × 20,007), and 2 × 10,007 ÷ (3 × 20,007); of three subjects one is the tenth.
    #expect(
      comparison.concentrationTable().text == """
        figure,before,after
        subjects,3,3
        paid_yuan,200.07,200.07
        gini,0.499825,0.333450
        top_ten_share,1.000000,1.000000
        top_tenth_share,0.749738,0.500175

        """)
  }

  @Test("What only one scenario has stands with nothing in the other")
  func otherPools() throws {
    let town = SmallTown()
    let before = try town.results()
    var scenario = before.scenario
    scenario.budget = .total(20_000)
    scenario.pools = [Pool(id: "all", measures: [0, 1, 2])]
    var settlement = town.settlement
    settlement.pools = [
      PoolOutcome(
        id: "all", budget: 20_907, protected: 900, demand: 40_008, factor: Fraction(20_007, 40_008),
        paid: 20_907)
    ]
    let after = try RunResults(
      scenario: scenario, source: scenario.population, population: town.population,
      settlement: settlement, warnings: [])
    let pools = ScenarioComparison(before: before, after: after).rows(.pool)
    #expect(pools.map(\.name) == ["chapter-1", "chapter-2", "all"])
    #expect(pools.map(\.change) == [-20_000, -907, 20_907])
    #expect(
      pools.map(\.effect) == [
        .init(winners: 0, losers: 2, unchanged: 1), .init(winners: 0, losers: 1, unchanged: 1),
        .init(winners: 2, losers: 0, unchanged: 1),
      ])
  }

  @Test("Between different populations only sums are compared")
  func otherPopulation() throws {
    var other = shifted()
    other.hash = "l1"
    let comparison = ScenarioComparison(
      before: try SmallTown().results(), after: try other.results())
    #expect(!comparison.isSamePopulation)
    #expect(comparison.rows.allSatisfy { $0.effect == nil })
    #expect(comparison.rows(.town).map(\.change) == [-5_000, 5_000])
    let lines = comparison.table().text.split(separator: "\n").dropFirst()
    #expect(lines.allSatisfy { $0.hasSuffix(",,,") })
    #expect(comparison.text(in: .english).contains("sums over different populations"))
    #expect(comparison.text(in: .chinese).contains("不逐户比较"))
    #expect(comparison.summary().text.contains("\"same_population\": false"))
  }

  @Test("Deciles hold a tenth each; equal revenues stay together in the lowest they reach")
  func deciles() {
    var town = SmallTown()
    func groups(_ revenues: [Double]) -> [Int32] {
      town.revenues = revenues
      return Grouping(decilesOf: town.population).groups
    }
    // Twenty revenues, and one claimant without, listed from the largest.
    let falling = (0...20).reversed().map { Double($0) }
    #expect(groups(falling) == (0..<20).reversed().map { Int32($0 / 2) } + [10])
    // Of five, three are equal: 0, 1, 1, 1 and 4 of the five have less.
    #expect(groups([7, 9, 7, 3, 7]) == [2, 8, 2, 0, 2])
    #expect(groups([0, 0]) == [10, 10])
    #expect(groups([]) == [])
  }

  @Test("Gini and the share of the largest")
  func concentration() {
    #expect(Concentration(payments: [5, 5, 5, 5]).gini == 0)
    // One of n has everything: 1 − 1/n.
    #expect(Concentration(payments: [0, 0, 0, 8]).gini == 0.75)
    #expect(Concentration(payments: [3, 1, 2]).gini == 4.0 / 18)
    let nothing = Concentration(payments: [0, 0])
    #expect(nothing.gini == nil && nothing.topTenShare == nil && nothing.subjects == 2)
    let many = Concentration(payments: (1...21).map { Int64($0) })
    #expect(many.topTen == 165)
    #expect(many.topTenth == 21 + 20 + 19)
    #expect(Concentration(payments: []).topTen == 0)
  }

  @Test("Companies of one subject are one recipient")
  func subjects() throws {
    let town = SmallTown()
    var population = town.population
    population.register.subjects = [0, 0, 1]
    population.register.subjectCount = 2
    let results = try RunResults(
      scenario: town.scenario, source: town.scenario.population, population: population,
      settlement: town.settlement, warnings: [])
    let concentration = Concentration(results)
    #expect(concentration.subjects == 2)
    #expect(concentration.gini == 0.5)
  }

  @Test func printed() throws {
    let comparison = ScenarioComparison(
      before: try SmallTown().results(), after: try shifted().results())
    let text = comparison.text(in: .english)
    #expect(text.contains("Of 3 claimants 1 are paid more, 1 less, 1 the same"))
    #expect(text.contains("Gini coefficient"))
    #expect(!text.contains("Measures that change most"))
    #expect(comparison.text(in: .chinese).contains("申报主体 3 家,其中增加 1 家,减少 1 家,不变 1 家"))
    #expect(Yuan.signed(fen: 123_456) == "+1,234.56")
    #expect(Yuan.signed(fen: -5) == "-0.05")
    #expect(Yuan.signed(fen: 0) == "0.00")
    #expect(Estimate.decimal(-0.0625, places: 3) == "-0.063")
    #expect(Estimate.decimal(12.5, places: 0) == "13")
  }
}
