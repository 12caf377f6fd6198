/// Turns calibrated weights into whole numbers of copies, so that nothing weighted enters the
/// accounts.
///
/// The rows are ordered by cell (industry, size, kind, town) and taken systematically: a row gets as
/// many copies as the running sum of weights passes whole numbers. Every run of rows in that order
/// then has its weight to less than one, so industries keep their totals; towns, which come last,
/// gather the rounding of many runs and are set right by exchanges within a cell.
struct WholeWeights: Sendable {
  /// Copies by row; they add up to the size asked for.
  private(set) var copies: [Int32]

  /// `cells` are numbers from 0 by row, `towns` from −1, `start` is between 0 and 1.
  init(
    weights: [Double], cells: [Int32], towns: [Int32], townTargets: [Double?], size: Int,
    start: Double
  ) {
    copies = [Int32](repeating: 0, count: weights.count)
    let townCount = (towns.max() ?? -1) + 2
    let keys = zip(cells, towns).map { $0 * townCount + $1 + 1 }
    let order = Self.sorted(keys)

    // On a grid of 2^-32 the sums are exact.
    let grid = weights.map { ($0 * 0x1p32).rounded() }
    let total = grid.reduce(0, +)
    var sum = 0.0
    var taken = 0
    for (place, row) in order.enumerated() {
      sum += grid[Int(row)]
      let reached =
        place == order.count - 1
        ? size : min(size, Int((sum / total * Double(size) + start).rounded(.down)))
      copies[Int(row)] = Int32(reached - taken)
      taken = reached
    }
    exchange(
      order: order, keys: keys, towns: towns, townCount: Int(townCount), targets: townTargets)
  }

  /// Rows ordered by key, a counting sort.
  private static func sorted(_ keys: [Int32]) -> [Int32] {
    var starts = [Int](repeating: 0, count: Int(keys.max() ?? -1) + 2)
    for key in keys { starts[Int(key) + 1] += 1 }
    for key in 1..<max(1, starts.count) { starts[key] += starts[key - 1] }
    var order = [Int32](repeating: 0, count: keys.count)
    for (row, key) in keys.enumerated() {
      order[starts[Int(key)]] = Int32(row)
      starts[Int(key)] += 1
    }
    return order
  }

  /// While one town has more than its target and another less, a record of the first gives way to
  /// one of the second in the same cell.
  private mutating func exchange(
    order: [Int32], keys: [Int32], towns: [Int32], townCount: Int, targets: [Double?]
  ) {
    guard targets.contains(where: { $0 != nil }), !order.isEmpty else { return }
    var excess = targets.map { -($0 ?? 0) }
    for (row, town) in towns.enumerated() where town >= 0 && targets[Int(town)] != nil {
      excess[Int(town)] += Double(copies[row])
    }
    // Places in `order` where each key begins.
    var starts = [Int](repeating: order.count, count: Int(keys[Int(order.last!)]) + 2)
    for place in order.indices.reversed() { starts[Int(keys[Int(order[place])])] = place }
    for key in starts.indices.dropLast().reversed() where starts[key] == order.count {
      starts[key] = starts[key + 1]
    }
    let cellCount = (starts.count - 1 + townCount - 1) / townCount
    func rows(_ cell: Int, _ town: Int) -> ArraySlice<Int32> {
      let key = cell * townCount + town + 1
      return key + 1 < starts.count ? order[starts[key]..<starts[key + 1]] : []
    }

    let controlled = targets.indices.filter { targets[$0] != nil }
    var exhausted: Set<[Int]> = []
    while true {
      // The pair that gains most, among those that can still exchange anything.
      var best: (from: Int, to: Int)?
      var gain = 1.0 + 1e-9
      for from in controlled {
        for to in controlled where excess[from] - excess[to] > gain {
          if exhausted.contains([from, to]) { continue }
          gain = excess[from] - excess[to]
          best = (from, to)
        }
      }
      guard let best else { return }
      var found = false
      for cell in 0..<cellCount {
        guard let giver = rows(cell, best.from).max(by: { copies[Int($0)] < copies[Int($1)] }),
          copies[Int(giver)] > 0,
          let taker = rows(cell, best.to).min(by: { copies[Int($0)] < copies[Int($1)] })
        else { continue }
        copies[Int(giver)] -= 1
        copies[Int(taker)] += 1
        excess[best.from] -= 1
        excess[best.to] += 1
        found = true
        break
      }
      if !found { exhausted.insert([best.from, best.to]) }
    }
  }
}
