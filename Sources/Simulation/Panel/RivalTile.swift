import CKernels

/// Rivals of which several move in a grid: Σ max over them for each combination of levels.
///
/// Most claimants claim few of the rivals, and for most of those one is larger than another at any
/// level. A claimant is worked out over the combinations only of those measures that can win for him at
/// some level; the rest cannot change what he gets.
struct RivalTile {
  private let moving: [MovingMeasure]
  private let rows = Int(outlay_tile_rows)
  /// Rows by the set of moving measures that can win, one bit each.
  private var buckets: [Bucket]
  /// By set: what its rows come to for each combination of the levels of its measures.
  private var sums: [[Double]]
  private var least: [Double]
  private var amounts: [Double]
  /// By moving measure: the least and the greatest amount of each row over its levels.
  private var low: [[Double]]
  private var high: [[Double]]

  private struct Bucket {
    /// At least so much is paid whatever the levels.
    var least: [Double] = []
    /// By measure of the set.
    var cells: [[Int32]]
  }

  init(_ moving: [MovingMeasure]) {
    self.moving = moving
    let sets = 1 << moving.count
    buckets = (0..<sets).map { set in
      Bucket(cells: [[Int32]](repeating: [], count: set.nonzeroBitCount))
    }
    sums = (0..<sets).map { set in
      let size = moving.enumerated().reduce(1) {
        set >> $1.offset & 1 == 1 ? $0 * $1.element.rules.count : $0
      }
      return [Double](repeating: 0, count: size)
    }
    least = [Double](repeating: 0, count: rows)
    amounts = least
    low = [[Double]](repeating: least, count: moving.count)
    high = low
  }

  /// Adds a tile.
  mutating func add(
    _ tile: UnsafePointer<Int32>, resting: [Int], _ rules: [outlay_rate_cap], _ rows: Int
  ) {
    for i in 0..<rows { least[i] = 0 }
    for column in resting {
      outlay_panel_raise(&least, tile + column * rows, rules[column])
    }
    if moving.count == 1 {
      // One alone needs no sorting out.
      outlay_panel_levels(
        &sums[1], tile + moving[0].column * rows, least, moving[0].rules, moving[0].rules.count,
        rows)
      return
    }
    for (place, measure) in moving.enumerated() {
      let cells = tile + measure.column * rows
      outlay_panel_amounts(&low[place], cells, measure.rules[0])
      outlay_panel_amounts(&high[place], cells, measure.rules[0])
      for rule in measure.rules.dropFirst() {
        outlay_panel_amounts(&amounts, cells, rule)
        for i in 0..<rows {
          low[place][i] = min(low[place][i], amounts[i])
          high[place][i] = max(high[place][i], amounts[i])
        }
      }
    }
    for i in 0..<rows {
      var floor = least[i]
      for place in moving.indices { floor = max(floor, low[place][i]) }
      var set = 0
      for place in moving.indices where high[place][i] > floor { set |= 1 << place }
      if set == 0 {
        sums[0][0] += floor
        continue
      }
      buckets[set].least.append(floor)
      var member = 0
      for (place, measure) in moving.enumerated() where set >> place & 1 == 1 {
        buckets[set].cells[member].append(tile[measure.column * rows + i])
        member += 1
      }
      if buckets[set].least.count == rows { flush(set) }
    }
  }

  /// The sums over all tiles, the last measure moving fastest.
  mutating func finished() -> [Double] {
    for set in buckets.indices where !buckets[set].least.isEmpty { flush(set) }
    let sizes = moving.map(\.rules.count)
    var totals = [Double](repeating: 0, count: sizes.reduce(1, *))
    for (set, part) in sums.enumerated() {
      for point in totals.indices {
        var (rest, place, stride) = (point, 0, 1)
        for index in sizes.indices.reversed() {
          let level = rest % sizes[index]
          rest /= sizes[index]
          if set >> index & 1 == 1 {
            place += level * stride
            stride *= sizes[index]
          }
        }
        totals[point] += part[place]
      }
    }
    return totals
  }

  private mutating func flush(_ set: Int) {
    let bucket = buckets[set]
    let members = moving.indices.filter { set >> $0 & 1 == 1 }
    let count = bucket.least.count
    // By member: its amounts at each level, a column a level.
    let levels = zip(members, bucket.cells).map { member, cells in
      var columns = [Double](repeating: 0, count: moving[member].rules.count * count)
      for (level, rule) in moving[member].rules.enumerated() {
        columns.withUnsafeMutableBufferPointer {
          outlay_panel_evaluate($0.baseAddress! + level * count, cells, rule, count)
        }
      }
      return columns
    }
    sums[set].withUnsafeMutableBufferPointer {
      Self.add(levels[...], above: bucket.least, count, to: $0.baseAddress!)
    }
    buckets[set].least.removeAll(keepingCapacity: true)
    for member in buckets[set].cells.indices {
      buckets[set].cells[member].removeAll(keepingCapacity: true)
    }
  }

  /// Σ max(least, one amount of each member) for each combination of levels.
  private static func add(
    _ levels: ArraySlice<[Double]>, above least: [Double], _ count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let first = levels.first!
    let levelCount = first.count / count
    if levels.count == 1 {
      outlay_panel_maxima(sums, least, first, count, levelCount, count)
      return
    }
    let inner = levels.dropFirst().reduce(1) { $0 * ($1.count / count) }
    var raised = least
    for level in 0..<levelCount {
      first.withUnsafeBufferPointer {
        outlay_panel_greater(&raised, least, $0.baseAddress! + level * count, count)
      }
      add(levels.dropFirst(), above: raised, count, to: sums + level * inner)
    }
  }
}
