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

  /// Figures of the villages, each a Double as its bits: income, growth, villages below, then the
  /// probability of each target.
  struct Villages: Sendable, Codable {
    var count: Int
    var replicates: Int
    var hash: String
    var lastYear: Int
    var targets: [String]

    var width: Int { 3 + targets.count }
  }

  var pools: [String]
  var groupings: [Grouping]
  var enterprises: Int
  var claims: Int
  /// Of the population, finished lines.
  var warnings: [Warning]
  /// On which it was computed.
  var kernels: Kernels
  /// Whether replicates tell quantiles of each point.
  var hasQuantiles: Bool
  /// Where numbers of the villages are swept.
  var villages: Villages?
  /// Where the growth of later years is swept: those years.
  var years: [Int]

  /// - Parameters:
  ///   - population: nil for villages alone.
  ///   - villages: where numbers of the villages are swept.
  ///   - years: where the growth of later years is swept: those years.
  package init(
    _ scenario: Scenario, _ population: Population?, _ villages: VillageBatch?,
    years: [Int], by: [SweepGrouping], warnings: [Diagnostic]
  ) {
    self.years = years
    hasQuantiles = population != nil && scenario.replicates != nil
    self.villages = villages.map { batch in
      Villages(
        count: batch.villages.count, replicates: batch.question.replicates,
        hash: batch.villages.hash, lastYear: batch.question.lastYear,
        targets: VillageTarget.Kind.allCases.map(\.rawValue))
    }
    pools = scenario.pools.map(\.id)
    groupings = by.map { grouping in
      let names =
        grouping.column.flatMap { column in
          population.map {
            GroupTotals.names(
              $0.register.text(column), assumedClaims: scenario.assumed.count)
          }
        }
        ?? scenario.policy.measures.map(\.id)
      return Grouping(by: grouping, names: names)
    }
    enterprises = population?.register.count ?? 0
    claims = (population?.claimCount ?? 0) + scenario.assumed.count
    self.warnings = warnings.map {
      Warning(
        english: $0.description(in: .english), chinese: $0.description(in: .chinese))
    }
    let blas = BLASEnvironment.current
    kernels = Kernels(
      core: blas.core, configuration: blas.configuration, threads: blas.threads)
  }

  /// Whole numbers in a row: award and payment, each pool's factor as numerator and denominator, then
  /// award and payment of each group of each grouping, then quantiles of award and of payment, then the
  /// payments of later years, then the figures of the villages.
  var width: Int { offsetOfVillages + (villages?.width ?? 0) }

  var offsetOfQuantiles: Int { offset(ofGrouping: groupings.count) }
  var offsetOfYears: Int {
    offsetOfQuantiles + (hasQuantiles ? 2 * Self.quantiles.count : 0)
  }

  var offsetOfVillages: Int { offsetOfYears + years.count }

  /// Of award and payment each, in percent.
  static let quantiles = ["p05", "p50", "p95"]

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
