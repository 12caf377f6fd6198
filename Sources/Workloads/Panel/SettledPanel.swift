import LinearAlgebra
import PolicyCatalogue
import Population
import Simulation

/// A panel as the engine settles any policy: measures in the policy language, a register, and a claim
/// wherever there is something to claim for.
struct SettledPanel: Sendable {
  private let files: PanelFiles
  private let scenario: Scenario
  private let population: Population
  private let threads: Int
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

  /// W1.
  func evaluation() throws -> [Double] {
    let settlement = try settle(scenario, population, threads: threads)
    let (awards, paid) = (settlement.claims.awards, settlement.claims.paid)
    let towns = Self.codes(of: population)
    var totals = [Double](repeating: 0, count: stated.measures)
    var byTown = [Double](repeating: 0, count: stated.measures * stated.towns)
    var awarded = [Double](repeating: 0, count: stated.enterprises)
    var payments = [Double](repeating: 0, count: stated.enterprises)
    for measure in 0..<stated.measures {
      let first = settlement.claims.offsets[measure]
      for (row, enterprise) in population.claims[measure].enterprises.enumerated() {
        let place = Int(enterprise)
        let award = awards[first + row]
        totals[measure] += award
        byTown[measure * stated.towns + towns[place]] += award
        awarded[place] += award
        payments[place] += paid[first + row]
      }
    }
    let factor = settlement.pools[0].factor
    return totals + byTown
      + [totals.reduce(0, +), Double(factor.numerator) / Double(factor.denominator)] + awarded
      + payments
  }

  /// W2 and w2g, from a batch that is ready.
  func grid(_ name: String) throws -> @Sendable () throws -> [Double] {
    guard let sweep = stated.sweeps[name] else {
      throw WorkloadError("\(files.directory)/panel.json has no sweep '\(name)'")
    }
    var points = [BatchPoint()]
    for (index, measure) in sweep.measures.enumerated() {
      points = try points.flatMap { point in
        try zip(sweep.rates[index], sweep.caps[index]).map { rate, cap in
          var next = point
          for (part, text) in [("rate", rate), ("cap", cap)] {
            let address = "\(PanelPolicy.id(measure)).\(part)"
            guard let adjustable = scenario.adjustable(address) else {
              throw WorkloadError("there is no number '\(address)'")
            }
            let value = try scenario.parameter(adjustable).value(writtenAs: text).get()
            try next.set(adjustable, to: value, in: scenario)
          }
          return next
        }
      }
    }
    let batch = try Batch(scenario, population, threads: threads)
    let grid = points
    return {
      let settled = try batch.settle(grid)
      return settled.map { Double($0.awards.reduce(0, +)) }
        + settled.map { point in
          Double(point.pools[0].factor.numerator) / Double(point.pools[0].factor.denominator)
        }
    }
  }

  /// W3: the weights, widened block by block, times the awards.
  func replicates() throws -> @Sendable () throws -> [Double] {
    let settlement = try settle(scenario, population, threads: threads)
    let (count, rows) = (stated.enterprises, 2048)
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: count), count: stated.measures)
    for measure in 0..<stated.measures {
      let first = settlement.claims.offsets[measure]
      for (row, enterprise) in population.claims[measure].enterprises.enumerated() {
        columns[measure][Int(enterprise)] = settlement.claims.awards[first + row]
      }
    }
    let blocks = Parallel.ranges(of: count, size: rows)
    let amounts = blocks.map { block in
      Matrix(
        rows: block.count, columns: columns.count,
        elements: columns.flatMap { $0[block] })
    }
    let (replicates, measures) = (stated.replicates, stated.measures)
    let weights = try files.bytes("weights", count: replicates * count)
    return {
      var total = ExactProduct(rows: replicates, columns: measures)
      for (index, block) in blocks.enumerated() {
        let widened = [Double](unsafeUninitializedCapacity: replicates * block.count) {
          cells, initialized in
          for replicate in 0..<replicates {
            let from = replicate * count + block.lowerBound
            for row in 0..<block.count {
              cells[replicate * block.count + row] = Double(weights[from + row])
            }
          }
          initialized = replicates * block.count
        }
        total += ExactProduct(
          weights: Matrix(rows: block.count, columns: replicates, elements: widened),
          amounts: amounts[index])
      }
      return (0..<replicates).flatMap { row in
        (0..<measures).map { Double(total[row, $0]) }
      }
    }
  }
}
