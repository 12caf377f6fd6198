import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

@testable import Reporting

@Suite("What replicates and responses say")
struct ReplicateReportTests {
  /// Four replicates in which the first pool is asked for 100 to 400 yuan and has 200.
  private func outcome(seed: UInt64 = 1, demands: [Int64] = [40_000, 10_000, 30_000, 20_000])
    -> ReplicateOutcome
  {
    ReplicateOutcome(
      settings: ReplicateSettings(count: 4, seed: seed), levels: [0, 0, 0, 0],
      awards: [demands, [7, 7, 7, 7], [900, 900, 900, 900]],
      pools: [
        demands.map { PoolOutcome(id: "chapter-1", budget: 20_000, protected: 0, demand: $0) },
        demands.map { _ in PoolOutcome(id: "chapter-2", budget: nil, protected: 900, demand: 7) },
      ])
  }

  private func results(
    _ town: SmallTown = SmallTown(), _ replicates: ReplicateOutcome? = nil,
    _ response: ResponseOutcome? = nil
  ) throws -> RunResults {
    try RunResults(
      scenario: town.scenario, source: town.scenario.population, population: town.population,
      settlement: town.settlement, warnings: [], replicates: replicates, response: response)
  }

  @Test("Means, standard errors and quantiles by hand")
  func replicates() throws {
    let results = try results(SmallTown(), outcome())
    #expect(
      results.table(of: outcome()).text == """
        kind,name,figure,mean_yuan,se_yuan,p05_yuan,p50_yuan,p95_yuan
        total,all,award,259.07,129.10,109.07,209.07,409.07
        total,all,paid,184.07,50.00,109.07,209.07,209.07
        total,all,shortfall,75.00,95.74,0.00,0.00,200.00
        pool,chapter-1,protected,0.00,0.00,0.00,0.00,0.00
        pool,chapter-1,demand,250.00,129.10,100.00,200.00,400.00
        pool,chapter-1,paid,175.00,50.00,100.00,200.00,200.00
        pool,chapter-1,shortfall,75.00,95.74,0.00,0.00,200.00
        pool,chapter-2,protected,9.00,0.00,9.00,9.00,9.00
        pool,chapter-2,demand,0.07,0.00,0.07,0.07,0.07
        pool,chapter-2,paid,9.07,0.00,9.07,9.07,9.07
        pool,chapter-2,shortfall,0.00,0.00,0.00,0.00,0.00
        measure,machines,award,250.00,129.10,100.00,200.00,400.00
        measure,stores,award,0.07,0.00,0.07,0.07,0.07
        measure,park,award,9.00,0.00,9.00,9.00,9.00

        """)
    // Factors 1/2, 2/3, 1, 1: their variance is 3/16 ÷ 3.
    #expect(
      results.factorsTable(of: outcome()).text == """
        pool,mean_factor,se_factor,p05_factor,p50_factor,p95_factor,probability_short,reserve_yuan
        chapter-1,0.791666666667,0.250000000000,0.500000000000,0.666666666666,1.000000000000,0.5000,200.00
        chapter-2,1.000000000000,0.000000000000,1.000000000000,1.000000000000,1.000000000000,0.0000,
        all,,,,,,0.5000,200.00

        """)
  }

  @Test("Files and text are there where replicates are, and only there")
  func whereAsked() throws {
    let without = try results()
    #expect(!without.files().contains { $0.name.hasPrefix("replicate") })
    #expect(!without.text(in: .english).contains("replicates"))
    #expect(!without.summary().text.contains("replicates"))
    let with = try results(SmallTown(), outcome())
    #expect(
      with.files().map(\.name).filter { $0.hasPrefix("replicate") }
        == ["replicates.csv", "replicate-factors.csv"])
    #expect(with.files().last?.name == ResultDirectory.mark)
    #expect(with.text(in: .english).contains("Over 4 replicates, seed 1"))
    #expect(with.text(in: .english).contains("one reserve for all pools of 200.00 yuan"))
    #expect(with.text(in: .chinese).contains("4 次重抽样(种子 1)"))
    #expect(with.summary().text.contains("\"probability_short\": 0.5000"))
  }

  @Test("Two scenarios are compared replicate by replicate where they have the same draws")
  func compared() throws {
    let before = try results(SmallTown(), outcome())
    let richer = outcome(demands: [41_000, 10_000, 30_000, 21_000])
    let comparison = ScenarioComparison(
      before: before, after: try results(SmallTown(), richer))
    #expect(comparison.replicateChanges?.awards == [1_000, 0, 0, 1_000])
    #expect(comparison.replicateChanges?.paid == [0, 0, 0, 0])
    #expect(comparison.text(in: .english).contains("Change over 4 replicates"))
    #expect(comparison.summary().text.contains("\"probability_more_paid\": 0.0000"))
    let other = ScenarioComparison(
      before: before, after: try results(SmallTown(), outcome(seed: 2)))
    #expect(other.replicateChanges == nil)
  }
}
