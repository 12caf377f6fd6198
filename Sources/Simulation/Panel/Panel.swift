import CKernels
import PolicyCatalogue
import Population

/// Rate-and-cap measures over the same claimants, kept as narrow as they are exact and in the order in
/// which they are read: what a whole evaluation costs is then little more than streaming the columns.
///
/// Claimants who may be paid stand town by town in tiles of 512 rows; a tile holds a column of 32-bit
/// cells for each measure, rivals side by side, and tile lies after tile in memory. A claimant without a
/// claim has a cell of 0, which pays nothing.
///
/// Benchmarks show by it what an evaluation and replicates need at least. No command settles by it:
/// commands tell of every claim what it is awarded and why, which a panel does not keep.
package final class Panel: @unchecked Sendable {
  package let scenario: Scenario
  let measures: [PanelMeasure]
  let columns: [PanelColumn]
  /// How many measures each group of rivals has, in the order of `measures`; 1 for one without rivals.
  let groups: [UInt8]
  /// Town of each tile.
  let towns: [Int32]
  package let townNames: [String]
  /// Row of the register of each row of the tiles, or -1.
  let enterprises: [Int32]
  package let enterpriseCount: Int
  let cells: UnsafeMutableBufferPointer<Int32>
  let threads: Int

  static let tileRows = Int(outlay_tile_rows)

  var tileCount: Int { towns.count }
  var tileSize: Int { Self.tileRows * measures.count }
  /// Bytes of the cells: what an evaluation has to stream.
  package var byteCount: Int { cells.count * MemoryLayout<Int32>.size }

  func tile(_ index: Int) -> UnsafePointer<Int32> {
    UnsafePointer(cells.baseAddress! + index * tileSize)
  }

  init(
    scenario: Scenario, measures: [PanelMeasure], columns: [PanelColumn], groups: [UInt8],
    towns: [Int32], townNames: [String], enterprises: [Int32], enterpriseCount: Int,
    cells: UnsafeMutableBufferPointer<Int32>, threads: Int
  ) {
    self.scenario = scenario
    self.measures = measures
    self.columns = columns
    self.groups = groups
    self.towns = towns
    self.townNames = townNames
    self.enterprises = enterprises
    self.enterpriseCount = enterpriseCount
    self.cells = cells
    self.threads = threads
  }

  deinit { cells.deallocate() }

  /// The rules at a point; nil where a product could pass 2^53.
  func rules(_ values: ParameterValues) -> [outlay_rate_cap]? {
    var rules: [outlay_rate_cap] = []
    for (measure, column) in zip(measures, columns) {
      guard
        let rule = column.rule(
          threshold: measure.threshold.map { values[$0] }, rate: values[measure.rate],
          cap: measure.cap.map { values[$0] })
      else { return nil }
      rules.append(rule)
    }
    return rules
  }

  /// Tiles that one thread works on at a time, all of one town.
  var tasks: [Range<Int>] {
    var tasks: [Range<Int>] = []
    var first = 0
    for tile in 0...tileCount {
      if tile == tileCount || towns[tile] != towns[first] || tile - first == 8 {
        if tile > first { tasks.append(first..<tile) }
        first = tile
      }
    }
    return tasks
  }
}
