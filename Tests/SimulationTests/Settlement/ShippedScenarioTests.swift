import Diagnostics
import Foundation
import PolicyCatalogue
import Population
import Simulation
import Testing

/// The scenarios that ship, settled by both paths, in any order and on any number of threads.
@Suite struct ShippedScenarioTests {
  private static let scenarios =
    "\(#filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")!.lowerBound))/Scenarios"

  private func sample() throws -> (Scenario, Population) {
    let scenario = try Scenario.load(path: "\(Self.scenarios)/sample-ledger.yaml")
    guard case .directory(let ledger) = scenario.population else {
      throw ShippedScenarioError.unexpectedPopulation
    }
    return (
      scenario, try Population.read(directory: ledger, policy: scenario.policy).population
    )
  }

  private func synthetic(_ name: String, size: Int) throws -> (Scenario, Population) {
    let scenario = try Scenario.load(path: "\(Self.scenarios)/\(name)")
    guard case .synthetic(var assumptions) = scenario.population else {
      throw ShippedScenarioError.unexpectedPopulation
    }
    assumptions.size = size
    return (
      scenario, try Population.synthesise(assumptions, policy: scenario.policy).population
    )
  }

  /// A seed and a size are enough: the policy names the assumptions.
  @Test func aSeedAndASizeMakeAPopulation() throws {
    let path = "\(NSTemporaryDirectory())outlay-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      title: short
      policy: \(Self.scenarios)/policies/cixi-2017-06
      year: 2017
      population: {synthetic: {seed: 9, size: 300}}
      """
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let scenario = try Scenario.load(path: path)
    guard case .synthetic(let assumptions) = scenario.population else {
      throw ShippedScenarioError.unexpectedPopulation
    }
    let population = try Population.synthesise(assumptions, policy: scenario.policy).population
    #expect(population.register.count == 300)
    #expect(population.claimCount > 300)
  }

  @Test func sampleLedgerIsSettledAlikeByBothPaths() throws {
    let (scenario, population) = try sample()
    let exact = try ReferenceSettlement.settle(scenario: scenario, population: population)
    #expect(disagreements(try settle(scenario, population), exact) == [])
  }

  @Test(arguments: ["cixi-2017-baseline.yaml", "tight-budget.yaml", "wider-caps.yaml"])
  func syntheticClaimsAreSettledAlikeByBothPaths(name: String) throws {
    let (scenario, population) = try synthetic(name, size: runsSlowTests ? 5000 : 1500)
    let exact = try ReferenceSettlement.settle(scenario: scenario, population: population)
    #expect(disagreements(try settle(scenario, population), exact) == [])
  }

  /// The comparison is worth something only if it fails: one rate is off by its smallest step in one
  /// of the paths.
  @Test func aPlantedErrorIsFound() throws {
    let (scenario, population) = try sample()
    let exact = try ReferenceSettlement.settle(scenario: scenario, population: population)
    let address = "equipment-investment.six-key.rate"
    let index = try #require(scenario.policy.parameter(address))
    let parameter = scenario.policy.parameters[index]
    var planted = scenario
    planted.values.set(
      index, to: try parameter.value.plus(parameter.step), in: scenario.policy)
    #expect(disagreements(try settle(planted, population), exact) != [])
  }

  @Test(arguments: [1, 2, 3, 8])
  func threadsDoNotMatter(threads: Int) throws {
    let (scenario, population) = try synthetic("tight-budget.yaml", size: 3000)
    let one = try settle(scenario, population, threads: 1)
    #expect(disagreements(one, try settle(scenario, population, threads: threads)) == [])
  }

  /// The rows of every sheet in another order: every claim fares as before.
  @Test(arguments: UInt64(1)...3)
  func theOrderOfRowsDoesNotMatter(seed: UInt64) throws {
    let (scenario, population) = try synthetic("tight-budget.yaml", size: 2000)
    var random = SplitMix64(seed: seed)
    let orders = population.claims.map { Array(0..<$0.count).shuffled(using: &random) }
    var shuffled = population
    for (measure, order) in orders.enumerated() {
      shuffled.claims[measure] = population.claims[measure].selecting(order)
    }
    let before = try settle(scenario, population)
    let after = try settle(scenario, shuffled)
    #expect(before.pools == after.pools)
    for (measure, order) in orders.enumerated() {
      let offset = before.claims.offsets[measure]
      for (place, row) in order.enumerated() {
        #expect(
          before.claims.awards[offset + row] == after.claims.awards[offset + place]
            && before.claims.paid[offset + row] == after.claims.paid[offset + place]
            && before.claims.reasons[offset + row] == after.claims.reasons[offset + place])
      }
    }
  }

  /// Under any budget the payments of a pool add up to what it has, or to what it owes.
  @Test(arguments: [0, 1, 999, 1_234_567_89, 50_000_000_00, 400_000_000_00] as [Int64])
  func paymentsAddUpToTheBudget(fen: Int64) throws {
    var (scenario, population) = try synthetic("cixi-2017-baseline.yaml", size: 1500)
    scenario.budget = .total(fen)
    scenario.pools = [Pool(id: "all", measures: Array(scenario.policy.measures.indices))]
    let settlement = try settle(scenario, population)
    let paid = settlement.claims.paid.reduce(0) { $0 + Int64($1) }
    let owed = settlement.claims.awards.reduce(0) { $0 + Int64($1) }
    #expect(paid == min(fen, owed))
    #expect(settlement.pools[0].paid == paid)
  }
}

private enum ShippedScenarioError: Error {
  case unexpectedPopulation
}
