import CKernels
import LinearAlgebra
package import PolicyCatalogue
import Population

/// The awards of a panel at one point, claimant by claimant and measure by measure, in blocks that
/// replicate weights meet.
///
/// Claimants who are awarded nothing have no row: they cost nothing, whatever their weights.
package final class PanelAwards: @unchecked Sendable {
  /// Index in the policy of each column.
  package let measures: [Int]
  /// Rows of the register, in the order of the blocks.
  package let enterprises: [Int32]
  /// Block after block, in it a column of `WeightedSums.blockRows` cells a measure.
  private let cells: UnsafeMutableBufferPointer<Double>
  private let threads: Int
  /// The greatest sum of a column.
  private let largest: Double

  private static let rows = WeightedSums.blockRows
  private var blockSize: Int { Self.rows * measures.count }
  private var blockCount: Int { (enterprises.count + Self.rows - 1) / Self.rows }

  /// - Returns: nil where a product could pass 2^53.
  package init?(of panel: Panel, at values: ParameterValues) {
    guard let rules = panel.rules(values) else { return nil }
    measures = panel.measures.map(\.measure)
    threads = panel.threads
    let (count, tileRows) = (measures.count, Panel.tileRows)
    var amounts = [Double](repeating: 0, count: tileRows * count)
    var enterprises: [Int32] = []
    let most = (panel.enterprises.count + Self.rows - 1) / Self.rows
    let cells = UnsafeMutableBufferPointer<Double>.allocate(capacity: most * Self.rows * count)
    adviseLargePages(UnsafeMutableRawBufferPointer(cells))
    cells.initialize(repeating: 0)
    var sums = [Double](repeating: 0, count: count)
    for tile in 0..<panel.tileCount {
      panel.awards(of: tile, rules, into: &amounts)
      for row in 0..<tileRows {
        let due = (0..<count).lazy.map { amounts[$0 * tileRows + row] }
        if due.allSatisfy({ $0 == 0 }) { continue }
        let (block, place) = enterprises.count.quotientAndRemainder(dividingBy: Self.rows)
        for (column, amount) in due.enumerated() {
          cells[(block * count + column) * Self.rows + place] = amount
          sums[column] += amount
        }
        enterprises.append(panel.enterprises[tile * tileRows + row])
      }
    }
    self.enterprises = enterprises
    self.cells = cells
    largest = sums.max() ?? 0
  }

  deinit { cells.deallocate() }

  /// Σ weight × award for each replicate and measure, entry (r, m) at `r + m × replicates`.
  ///
  /// - Parameter weights: by row of these awards, the weights of all replicates side by side.
  /// - Returns: nil where a sum could pass 2^53.
  package func weighted(by weights: UnsafePointer<UInt8>, replicates: Int) -> [Double]? {
    if largest * 255 >= ExactProduct.limit { return nil }
    // A thread works on as few, long stretches as share the work out evenly.
    let tasks = Parallel.ranges(of: blockCount, size: 64)
    let found = ConcurrentResults<WeightedSums>(count: tasks.count)
    nonisolated(unsafe) let (weights, cells) = (weights, UnsafePointer(cells.baseAddress!))
    let (size, count, total) = (blockSize, measures.count, enterprises.count)
    Parallel.forEach(tasks.count, threads: threads) { index in
      found.run(index) { () in
        var sums = WeightedSums(weights: replicates, amounts: count)
        for block in tasks[index] {
          let first = block * Self.rows
          sums.add(
            weights + first * replicates, cells + block * size, stride: Self.rows,
            rows: min(Self.rows, total - first))
        }
        return sums
      }
    }
    var sums = WeightedSums(weights: replicates, amounts: count)
    for part in found.successes() { sums += part }
    return sums.sums
  }
}

extension Panel {
  /// The awards of a tile after exclusion, a column a measure.
  func awards(of tile: Int, _ rules: [outlay_rate_cap], into amounts: inout [Double]) {
    let (cells, rows) = (self.tile(tile), Self.tileRows)
    for column in measures.indices {
      amounts.withUnsafeMutableBufferPointer {
        outlay_panel_amounts($0.baseAddress! + column * rows, cells + column * rows, rules[column])
      }
    }
    var first = 0
    for group in groups where group > 0 {
      let members = first..<first + Int(group)
      first = members.upperBound
      if group == 1 { continue }
      for row in 0..<rows {
        var winner = members.lowerBound
        for member in members where amounts[member * rows + row] > amounts[winner * rows + row] {
          winner = member
        }
        for member in members where member != winner { amounts[member * rows + row] = 0 }
      }
    }
  }
}
