internal import GRDB

internal import struct Foundation.Data

/// How far a run has come.
package struct RunProgress: Sendable, Hashable {
  /// Points whose results are in the store, those of earlier sessions among them.
  package var finished: Int
  package var points: Int
  /// Points evaluated by this session, in so many seconds.
  package var evaluated: Int
  package var seconds: Double

  package init(finished: Int, points: Int, evaluated: Int, seconds: Double) {
    self.finished = finished
    self.points = points
    self.evaluated = evaluated
    self.seconds = seconds
  }
}

/// How the points of a run are cut into blocks: large enough to be worth a call, small enough that not
/// much is lost with one.
package struct BlockSizes: Sendable {
  package var first = 16
  package var largest = 1 << 16
  /// What a block is meant to take.
  package var seconds = 1.0

  package static let standard = BlockSizes()

  package init() {}

  /// After a block of so many points took so long. It grows slowly, since the first points of a batch
  /// may cost more or less than others.
  func next(after count: Int, took seconds: Double) -> Int {
    let fitting = Double(count) * self.seconds / max(seconds, 1e-6)
    return max(1, min(largest, count * 8, Int(min(fitting, 1e9))))
  }
}

extension RunSession {
  /// Evaluates what is missing of the run, block by block; each is in the store before the next one is
  /// begun, so that nothing but the block in flight is ever lost or done twice.
  ///
  /// - Parameters:
  ///   - isStopped: asked before each block.
  ///   - report: told after each block, and once before the first.
  ///   - evaluate: the results of some points, in their order; as many numbers for each.
  /// - Returns: whether the run is done; false if it was stopped before.
  package func work(
    sizes: BlockSizes = .standard, isStopped: () -> Bool = { false },
    report: (RunProgress) -> Void = { _ in }, evaluate: (Range<Int>) throws -> [Int64]
  ) throws -> Bool {
    var missing = try missing()
    let points = run.question.points
    var progress = RunProgress(
      finished: points - missing.reduce(0) { $0 + $1.count }, points: points, evaluated: 0,
      seconds: 0)
    report(progress)
    var size = sizes.first
    while let range = missing.first {
      if isStopped() { return false }
      let block = range.prefix(size)
      try begin(block)
      let start = ContinuousClock.now
      let numbers = try evaluate(block)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      try finish(block, numbers, seconds: seconds)
      missing[0] = block.endIndex..<range.endIndex
      if missing[0].isEmpty { missing.removeFirst() }
      progress.finished += block.count
      progress.evaluated += block.count
      progress.seconds += seconds
      report(progress)
      size = sizes.next(after: block.count, took: seconds)
    }
    try store.write { database in
      try database.execute(
        sql: "UPDATE run SET state = 'done', updated_at = ? WHERE id = ?",
        arguments: [RunStore.now, id])
    }
    return true
  }

  /// Points without results. A block that was in flight when its process ended comes back as it was.
  private func missing() throws(StoreError) -> [Range<Int>] {
    let rows = try store.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT first, count FROM block WHERE run = ? AND data IS NOT NULL ORDER BY first",
        arguments: [id])
    }
    var missing: [Range<Int>] = []
    var next = 0
    for row in rows {
      let (first, count): (Int, Int) = (row["first"], row["count"])
      if first > next { missing.append(next..<first) }
      next = max(next, first + count)
    }
    if next < run.question.points { missing.append(next..<run.question.points) }
    return missing
  }

  private func begin(_ block: Range<Int>) throws(StoreError) {
    try store.write { database in
      try database.execute(
        sql: """
          INSERT INTO block (run, first, count, attempts) VALUES (?, ?, ?, 1)
          ON CONFLICT (run, first) DO UPDATE SET count = excluded.count, attempts = attempts + 1
          """,
        arguments: [id, block.startIndex, block.count])
    }
  }

  private func finish(
    _ block: Range<Int>, _ numbers: [Int64], seconds: Double
  ) throws(StoreError) {
    let data = Data(PackedIntegers.packed(numbers))
    try store.write { database in
      try database.execute(
        sql: "UPDATE block SET data = ?, seconds = ? WHERE run = ? AND first = ?",
        arguments: [data, seconds, id, block.startIndex])
      try database.execute(
        sql: "UPDATE run SET updated_at = ? WHERE id = ?", arguments: [RunStore.now, id])
    }
  }
}
