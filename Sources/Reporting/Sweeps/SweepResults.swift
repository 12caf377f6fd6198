package import Diagnostics
import PolicyCatalogue
package import Simulation

/// The points of a sweep with what came of each.
package struct SweepResults: Sendable {
  let scenario: Scenario
  let source: Scenario.PopulationSource
  let populationHash: String
  let sweep: Sweep
  let layout: SweepLayout
  /// Of the scenario and the sweep; those of the population are in the layout.
  let warnings: [Diagnostic]
  /// Rows as `SweepEvaluator` gives them, in blocks.
  let blocks: [[Int64]]
  /// By block: the number of its first point; and the number of points.
  let starts: [Int]

  /// - Throws: `InconsistentResults` if the blocks do not hold the sweep.
  package init(
    scenario: Scenario, source: Scenario.PopulationSource, populationHash: String, sweep: Sweep,
    layout: SweepLayout, blocks: [[Int64]], warnings: [Diagnostic]
  ) throws(InconsistentResults) {
    self.scenario = scenario
    self.source = source
    self.populationHash = populationHash
    self.sweep = sweep
    self.layout = layout
    self.blocks = blocks
    self.warnings = warnings
    var starts = [0]
    for block in blocks {
      guard block.count % layout.width == 0 else {
        throw InconsistentResults("a block of \(block.count) numbers is no \(layout.width) a point")
      }
      starts.append(starts[starts.count - 1] + block.count / layout.width)
    }
    self.starts = starts
    guard starts[blocks.count] == sweep.count, layout.pools == scenario.pools.map(\.id) else {
      throw InconsistentResults(
        "\(starts[blocks.count]) points of \(layout.pools.count) pools for a sweep of \(sweep.count)"
      )
    }
  }

  /// The number of a column of the rows, point by point.
  func column(_ place: Int) -> some Sequence<Int64> {
    blocks.lazy.flatMap { [layout] block in
      stride(from: place, to: block.count, by: layout.width).lazy.map { block[$0] }
    }
  }

  /// The factors of a pool, point by point.
  func factors(ofPool pool: Int) -> some Sequence<Fraction> {
    zip(column(2 + 2 * pool), column(3 + 2 * pool)).lazy.map { Fraction(Int128($0), Int128($1)) }
  }

  /// The least and the greatest of some figures, each with the first point, counted from 1, that has
  /// it.
  static func extremes<Figure: Comparable>(
    _ figures: some Sequence<Figure>
  ) -> (lowest: (figure: Figure, point: Int), highest: (figure: Figure, point: Int))? {
    var found: (lowest: (figure: Figure, point: Int), highest: (figure: Figure, point: Int))?
    for (index, figure) in figures.enumerated() {
      guard let known = found else {
        found = ((figure, 1), (figure, 1))
        continue
      }
      if figure < known.lowest.figure { found?.lowest = (figure, index + 1) }
      if figure > known.highest.figure { found?.highest = (figure, index + 1) }
    }
    return found
  }
}
