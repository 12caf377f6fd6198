package import Diagnostics
import Foundation
import LinearAlgebra
import PolicyCatalogue
package import Population
package import Simulation

/// What the rows of a sweep hold, and what else is told of it: all that is needed to write its results
/// without its population.
package struct SweepLayout: Sendable, Codable {
  struct Grouping: Sendable, Codable {
    var by: SweepGrouping
    var names: [String]
  }

  struct Warning: Sendable, Codable {
    var english: String
    var chinese: String
  }

  struct Kernels: Sendable, Codable {
    var core: String
    var configuration: String
    var threads: Int

    var environment: BLASEnvironment {
      BLASEnvironment(core: core, configuration: configuration, threads: threads)
    }
  }

  var pools: [String]
  var groupings: [Grouping]
  var enterprises: Int
  var claims: Int
  /// Of the population, finished lines.
  var warnings: [Warning]
  /// On which it was computed.
  var kernels: Kernels

  package init(
    _ scenario: Scenario, _ population: Population, by: [SweepGrouping], warnings: [Diagnostic]
  ) {
    pools = scenario.pools.map(\.id)
    groupings = by.map { grouping in
      let names =
        grouping.column.map {
          GroupTotals.names(
            population.register.text($0), assumedClaims: scenario.assumed.count)
        }
        ?? scenario.policy.measures.map(\.id)
      return Grouping(by: grouping, names: names)
    }
    enterprises = population.register.count
    claims = population.claimCount + scenario.assumed.count
    self.warnings = warnings.map {
      Warning(
        english: $0.description(in: .english), chinese: $0.description(in: .chinese))
    }
    let blas = BLASEnvironment.current
    kernels = Kernels(
      core: blas.core, configuration: blas.configuration, threads: blas.threads)
  }

  /// Whole numbers in a row: award and payment, each pool's factor as numerator and denominator, then
  /// award and payment of each group of each grouping.
  var width: Int { offset(ofGrouping: groupings.count) }

  func offset(ofGrouping index: Int) -> Int {
    groupings[..<index].reduce(2 + 2 * pools.count) { $0 + 2 * $1.names.count }
  }

  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("texts and whole numbers can always be written")
    }
    return [UInt8](data)
  }

  /// Nil for bytes that are no layout.
  package init?(_ bytes: [UInt8]) {
    guard let layout = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
    self = layout
  }

  package func warnings(in language: Language) -> [String] {
    warnings.map { language == .chinese ? $0.chinese : $0.english }
  }
}
