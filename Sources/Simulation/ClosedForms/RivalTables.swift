/// Claims of which the highest of each group is paid, whose amounts are assessed exactly at a point and
/// compared; groups of the same kinds stand in one table.
struct RivalTables: Sendable {
  private var tables: [RivalTable] = []
  private var places: [[RivalTable.Kind]: Int] = [:]
  private var stakes: [ClosedRivals.Stake] = []

  var isEmpty: Bool { tables.isEmpty && stakes.isEmpty }

  /// - Parameter group: of equal amounts the first is paid.
  mutating func append(_ group: [ClosedRivals.Member]) {
    let kinds = group.map { RivalTable.Kind(shape: $0.shape, measure: $0.measure) }
    let place = places[kinds] ?? tables.count
    if place == tables.count {
      places[kinds] = place
      tables.append(RivalTable(kinds: kinds))
    }
    tables[place].append(group.lazy.map(\.cell))
  }

  mutating func append(_ stake: ClosedRivals.Stake) { stakes.append(stake) }

  /// Calls `pay` with the measure and the award of what is kept, in fen, claims together or one by one;
  /// and with what other claims gain and lose by it.
  func forEachSum(
    _ numbers: UnsafePointer<ClosedShape.Numbers>, _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) {
    for table in tables { table.forEachSum(numbers, rounding, pay: pay) }
    for stake in stakes {
      // Where a rival is kept the others fare as they do without the claim, its own award included.
      let kept = stake.kept(rounding) { numbers[$0] }
      guard kept.moves else { continue }
      pay(Int(kept.measure), rounding.awarded(kept.amount))
      for (measure, fen) in stake.ifKept { pay(measure, fen) }
    }
  }
}
