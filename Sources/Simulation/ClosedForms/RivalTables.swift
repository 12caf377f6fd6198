import Population

/// Claims of which the highest of each group is paid, whose amounts are assessed exactly at a point and
/// compared; groups of the same kinds stand in one table.
final class RivalTables: Sendable {
  private let tables: [RivalTable]
  let stakes: [ClosedRivals.Stake]

  /// To find out who can win costs as much as assessing a few points.
  private static let leastPoints = 8
  /// Rows that are looked through at a time.
  private static let partSize = 1 << 14

  init(_ tables: [RivalTable], stakes: [ClosedRivals.Stake]) {
    self.tables = tables
    self.stakes = stakes
  }

  /// Calls `pay` with the measure and the award of what is kept, in fen, claims together or one by one;
  /// and with what other claims gain and lose by it.
  ///
  /// - Parameter numbers: by shape.
  func forEachSum(
    _ numbers: [ClosedShape.Numbers], _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) {
    numbers.withUnsafeBufferPointer { numbers in
      for table in tables.indices {
        tables[table].forEachSum(numbers, rounding) { kind, sum in
          pay(Int(tables[table].kinds[kind].measure), sum)
        }
      }
      for stake in stakes.indices { stakes[stake].add(numbers, rounding, pay: pay) }
    }
  }

  /// Tables that come to the same at each of some points, with as little to compare as there is.
  ///
  /// - Parameters:
  ///   - points: by point and shape.
  ///   - levels: by moving shape, over the points.
  func parts(
    at points: [[ClosedShape.Numbers]], _ levels: [Int: Levels], threads: Int
  ) -> [RivalTable] {
    if points.count < Self.leastPoints { return tables }
    let tables = tables
    let ranges = tables.map { $0.boundRanges(points, levels) }
    let tasks = tables.indices.flatMap { table in
      Parallel.ranges(of: tables[table].count, size: Self.partSize).map { (table: table, rows: $0) }
    }
    let found = ConcurrentResults<[RivalTable]>(count: tasks.count)
    Parallel.forEach(tasks.count, threads: threads) { index in
      let task = tasks[index]
      found.run(index) { () in tables[task.table].parts(of: task.rows, ranges[task.table]) }
    }
    return found.successes().flatMap { $0 }
  }
}

extension ClosedRivals.Stake {
  /// Precondition: simplified.
  func add(
    _ numbers: UnsafeBufferPointer<ClosedShape.Numbers>, _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) {
    // Where a rival is kept the others fare as they do without the claim, its own award included.
    let kept = kept(rounding) { numbers[$0] }
    guard kept.moves else { return }
    pay(Int(kept.measure), rounding.awarded(kept.amount))
    for (measure, fen) in ifKept { pay(measure, fen) }
  }
}
