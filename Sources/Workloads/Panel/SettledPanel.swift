import PolicyCatalogue
import Population
import Simulation

/// A panel as the engine settles any policy: measures in the policy language, a register, and a claim
/// wherever there is something to claim for.
struct SettledPanel: Sendable {
  let files: PanelFiles
  let scenario: Scenario
  let population: Population
  let threads: Int
  private var stated: PanelFiles.Stated { files.stated }

  init(_ files: PanelFiles, threads: Int) throws {
    self.files = files
    self.threads = threads
    let policy = try PanelPolicy(files.stated).load()
    let measures = Array(policy.measures.indices)
    scenario = Scenario(
      path: files.directory, title: policy.title, policy: policy, year: 2017,
      population: .directory(files.directory), budget: .total(files.stated.budget),
      pools: [Pool(id: "all", measures: measures)], values: ParameterValues(of: policy), hash: "")
    population = try Self.population(files, policy)
  }

  /// W1. The panel and the memory of its outcome are ready; each run evaluates everything anew.
  func evaluation() throws -> PanelWorkload.Run {
    let panel = try panel()
    let outcome = PanelOutcome(for: panel)
    let (values, budget, measures) = (scenario.values, stated.budget, stated.measures)
    return {
      guard panel.evaluate(values, budget: budget, into: outcome) else { throw Self.tooLarge }
      return {
        let byTown = outcome.totals.prefix(measures).flatMap { $0.map { Double($0) } }
        let totals = outcome.totals.prefix(measures).map { Double($0.reduce(0, +)) }
        let factor = outcome.factor
        return totals + byTown
          + [Double(outcome.award), Double(factor.numerator) / Double(factor.denominator)]
          + Array(outcome.awards) + Array(outcome.paid)
      }
    }
  }

  /// W3: weights side by side for each row of the awards, which are ready.
  func replicates() throws -> PanelWorkload.Run {
    let (count, replicates) = (stated.enterprises, stated.replicates)
    guard let awards = PanelAwards(of: try panel(), at: scenario.values) else {
      throw Self.tooLarge
    }
    let given = try files.bytes("weights", count: replicates * count)
    let weights = awards.enterprises.flatMap { enterprise in
      (0..<replicates).map { given[$0 * count + Int(enterprise)] }
    }
    return {
      guard let sums = awards.weighted(by: weights, replicates: replicates) else {
        throw Self.tooLarge
      }
      let columns = awards.measures.count
      return {
        (0..<replicates).flatMap { replicate in
          (0..<columns).map { sums[replicate + $0 * replicates] }
        }
      }
    }
  }

  /// What a panel has to read: all cells that it keeps, and the rows that are awarded anything.
  struct Extent: Sendable {
    var byteCount: Int
    var rowCount: Int
  }

  func extent() throws -> Extent {
    let panel = try panel()
    guard let awards = PanelAwards(of: panel, at: scenario.values) else { throw Self.tooLarge }
    return Extent(byteCount: panel.byteCount, rowCount: awards.enterprises.count)
  }

  private func panel() throws -> Panel {
    guard let panel = try Panel.make(scenario, population, threads: threads) else {
      throw WorkloadError("\(files.directory) is no panel")
    }
    return panel
  }

  private static let tooLarge = WorkloadError("amounts are too large to be computed exactly")
}
