import CKernels

/// Rivals of which several move in a grid: Σ max over them for each combination of levels.
///
/// Most claimants claim few of the rivals, and for most of those one is larger than another at any
/// level. A claimant is worked out over the combinations only of those measures that can win for him at
/// some level; the rest cannot change what he gets.
final class RivalTile {
  private static let rows = Int(outlay_tile_rows)

  private let moving: [MovingMeasure]
  /// By set of moving measures that can win, one bit each: their rows so far.
  private let buckets: [RivalBucket]
  /// By set: what its rows come to for each combination of the levels of its measures.
  private var sums: [[Double]]
  /// Of a tile: what is paid at least.
  private let least = UnsafeMutablePointer<Double>.allocate(capacity: rows)
  /// By moving measure: the least and the greatest amount over its levels.
  private let low: UnsafeMutablePointer<Double>
  private let high: UnsafeMutablePointer<Double>

  init(_ moving: [MovingMeasure]) {
    self.moving = moving
    buckets = (0..<1 << moving.count).map { set in
      RivalBucket(members: moving.indices.filter { set >> $0 & 1 == 1 }, rows: Self.rows)
    }
    sums = buckets.map { bucket in
      [Double](
        repeating: 0, count: bucket.members.reduce(1) { $0 * moving[$1].rules.count })
    }
    low = .allocate(capacity: moving.count * Self.rows)
    high = .allocate(capacity: moving.count * Self.rows)
  }

  deinit {
    least.deallocate()
    low.deallocate()
    high.deallocate()
  }

  /// Adds a tile.
  ///
  /// - Parameter resting: places of the rivals that do not move.
  func add(_ tile: UnsafePointer<Int32>, resting: [Int], _ rules: [outlay_rate_cap]) {
    let rows = Self.rows
    if resting.isEmpty, moving.count == 1 {
      addOne(tile, above: nil)
      return
    }
    least.initialize(repeating: 0, count: rows)
    for column in resting { outlay_panel_raise(least, tile + column * rows, rules[column]) }
    if moving.count == 1 {
      addOne(tile, above: least)
      return
    }
    for (place, measure) in moving.enumerated() {
      let (low, high) = (low + place * rows, high + place * rows)
      outlay_panel_range(
        low, high, tile + measure.column * rows, measure.rules, measure.rules.count)
      outlay_panel_greater(least, least, low, rows)
    }
    var nothingMoves = 0.0
    for row in 0..<rows {
      var set = 0
      for place in 0..<moving.count where high[place * rows + row] > least[row] {
        set |= 1 << place
      }
      if set == 0 {
        nothingMoves += least[row]
      } else {
        buckets[set].append(least[row], tile + row, moving, stride: rows)
        if buckets[set].count == rows { flush(set) }
      }
    }
    sums[0][0] += nothingMoves
  }

  /// One alone needs no sorting out.
  private func addOne(_ tile: UnsafePointer<Int32>, above least: UnsafePointer<Double>?) {
    let measure = moving[0]
    outlay_panel_levels(
      &sums[1], tile + measure.column * Self.rows, least, measure.rules, measure.rules.count,
      Self.rows)
  }

  /// The sums over all tiles, by set and combination of the levels of its measures.
  func finished() -> [[Double]] {
    for set in buckets.indices where buckets[set].count > 0 { flush(set) }
    return sums
  }

  /// Σ over several such sums for each combination of all levels, the last measure moving fastest.
  static func totals(_ parts: [[[Double]]], _ moving: [MovingMeasure]) -> [Int64] {
    var sums = parts[0]
    for part in parts.dropFirst() {
      for set in sums.indices {
        for place in sums[set].indices { sums[set][place] += part[set][place] }
      }
    }
    let sizes = moving.map(\.rules.count)
    var totals = [Int64](repeating: 0, count: sizes.reduce(1, *))
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
        totals[point] += Int64(part[place])
      }
    }
    return totals
  }

  private func flush(_ set: Int) {
    let bucket = buckets[set]
    sums[set].withUnsafeMutableBufferPointer {
      bucket.add(to: $0.baseAddress!, moving)
    }
    bucket.clear()
  }
}

/// Rows in which the same measures can win.
private final class RivalBucket {
  /// Places among the moving measures.
  let members: [Int]
  private(set) var count = 0
  private let rows: Int
  /// At least so much is paid whatever the levels.
  private let least: UnsafeMutablePointer<Double>
  /// A column a member.
  private let cells: UnsafeMutablePointer<Int32>
  /// A column a level, by member; made when first needed, as most sets are empty.
  private var amounts: UnsafeMutablePointer<Double>?
  private var raised: UnsafeMutablePointer<Double>?

  init(members: [Int], rows: Int) {
    self.members = members
    self.rows = rows
    least = .allocate(capacity: rows)
    cells = .allocate(capacity: rows * max(1, members.count))
  }

  deinit {
    least.deallocate()
    cells.deallocate()
    amounts?.deallocate()
    raised?.deallocate()
  }

  @inline(__always)
  func append(
    _ floor: Double, _ row: UnsafePointer<Int32>, _ moving: [MovingMeasure], stride: Int
  ) {
    least[count] = floor
    for member in 0..<members.count {
      cells[member * rows + count] = row[moving[members[member]].column * stride]
    }
    count += 1
  }

  func clear() { count = 0 }

  /// Adds Σ max(least, one amount of each member) for each combination of levels.
  func add(to sums: UnsafeMutablePointer<Double>, _ moving: [MovingMeasure]) {
    if members.count == 1 {
      let rules = moving[members[0]].rules
      outlay_panel_levels(sums, cells, least, rules, rules.count, count)
      return
    }
    let levelCounts = members.map { moving[$0].rules.count }
    let amounts = amounts ?? .allocate(capacity: levelCounts.reduce(0, +) * rows)
    self.amounts = amounts
    let raised = raised ?? .allocate(capacity: members.count * rows)
    self.raised = raised
    var column = 0
    for (place, member) in members.enumerated() {
      for rule in moving[member].rules {
        outlay_panel_evaluate(amounts + column * rows, cells + place * rows, rule, count)
        column += 1
      }
    }
    add(to: sums, above: least, amounts, raised, levelCounts[...])
  }

  private func add(
    to sums: UnsafeMutablePointer<Double>, above least: UnsafePointer<Double>,
    _ amounts: UnsafePointer<Double>, _ raised: UnsafeMutablePointer<Double>,
    _ levelCounts: ArraySlice<Int>
  ) {
    let levels = levelCounts.first!
    if levelCounts.count == 1 {
      outlay_panel_maxima(sums, least, amounts, rows, levels, count)
      return
    }
    let inner = levelCounts.dropFirst().reduce(1, *)
    for level in 0..<levels {
      outlay_panel_greater(raised, least, amounts + level * rows, count)
      add(
        to: sums + level * inner, above: raised, amounts + levels * rows, raised + rows,
        levelCounts.dropFirst())
    }
  }
}
