import Population
import Synchronization

/// Rows that have a key in common, group after group; within a group in the order of claim ids.
struct RowGroups: Sendable {
  /// Group `g` is `rows[starts[g]..<starts[g + 1]]`.
  private(set) var starts: [Int] = [0]
  private(set) var rows: [Int32] = []

  var count: Int { starts.count - 1 }
  var indices: Range<Int> { 0..<count }

  subscript(group: Int) -> ArraySlice<Int32> { rows[starts[group]..<starts[group + 1]] }

  /// Groups rows by key, leaving out groups of fewer than `least`.
  ///
  /// Complexity: O(n log n).
  init(keyed: [(key: UInt64, row: Int32)], ranks: RowRanks, least: Int) {
    func precedes(_ a: (key: UInt64, row: Int32), _ b: (key: UInt64, row: Int32)) -> Bool {
      a.key != b.key ? a.key < b.key : ranks[a.row] < ranks[b.row]
    }
    // Ledgers are often kept in the order of the register.
    let isSorted = zip(keyed, keyed.dropFirst()).allSatisfy { !precedes($1, $0) }
    self.init(sorted: isSorted ? keyed : keyed.sorted(by: precedes), least: least)
  }

  /// The same with the rows of a group in their own order.
  init(keyed: [(key: UInt64, row: Int32)], least: Int) {
    self.init(
      sorted: keyed.sorted { a, b in a.key != b.key ? a.key < b.key : a.row < b.row }, least: least)
  }

  /// Splits groups by the subject of each row, and leaves out the rows that are then alone.
  init(
    splitting whole: RowGroups, ranks: RowRanks, threads: Int,
    subject: @Sendable (_ row: Int32) -> Int32
  ) {
    let tasks = Parallel.ranges(of: whole.count, size: 1 << 14)
    let parts = ConcurrentResults<RowGroups>(count: tasks.count)
    Parallel.forEach(tasks.count, threads: threads) { task in
      parts.run(task) { () in
        RowGroups(splitting: whole, groups: tasks[task], ranks: ranks, subject: subject)
      }
    }
    let all = parts.successes()
    rows.reserveCapacity(all.reduce(0) { $0 + $1.rows.count })
    starts.reserveCapacity(all.reduce(1) { $0 + $1.count })
    for part in all {
      let offset = rows.count
      rows.append(contentsOf: part.rows)
      starts.append(contentsOf: part.starts.dropFirst().lazy.map { offset + $0 })
    }
  }

  private init(
    splitting whole: RowGroups, groups: Range<Int>, ranks: RowRanks,
    subject: (_ row: Int32) -> Int32
  ) {
    rows.reserveCapacity(whole.starts[groups.upperBound] - whole.starts[groups.lowerBound])
    starts.reserveCapacity(groups.count + 1)
    var members: [(subject: Int32, rank: Int32, row: Int32)] = []
    for group in groups {
      let (first, end) = (whole.starts[group], whole.starts[group + 1])
      if end - first == 2 {
        // Most groups are pairs, and need no list of their own.
        let (a, b) = (whole.rows[first], whole.rows[first + 1])
        guard subject(a) == subject(b) else { continue }
        let isOrdered = ranks[a] < ranks[b]
        rows.append(isOrdered ? a : b)
        rows.append(isOrdered ? b : a)
        starts.append(rows.count)
        continue
      }
      members.removeAll(keepingCapacity: true)
      for row in whole.rows[first..<end] { members.append((subject(row), ranks[row], row)) }
      members.sort { ($0.subject, $0.rank) < ($1.subject, $1.rank) }
      appendSubjects(of: members)
    }
  }

  /// - Parameter members: by subject.
  private mutating func appendSubjects(of members: [(subject: Int32, rank: Int32, row: Int32)]) {
    var first = 0
    while first < members.count {
      var end = first + 1
      while end < members.count, members[end].subject == members[first].subject { end += 1 }
      if end - first > 1 {
        for member in members[first..<end] { rows.append(member.row) }
        starts.append(rows.count)
      }
      first = end
    }
  }

  init(rows: [Int32], starts: [Int]) {
    self.rows = rows
    self.starts = starts
  }

  init(_ groups: some Sequence<[Int32]>) {
    for group in groups {
      rows.append(contentsOf: group)
      starts.append(rows.count)
    }
  }

  private init(sorted: [(key: UInt64, row: Int32)], least: Int) {
    rows.reserveCapacity(sorted.count)
    var first = 0
    while first < sorted.count {
      let key = sorted[first].key
      var end = first
      while end < sorted.count, sorted[end].key == key {
        rows.append(sorted[end].row)
        end += 1
      }
      if end - first >= least {
        starts.append(rows.count)
      } else {
        rows.removeLast(end - first)
      }
      first = end
    }
  }

  /// Calls `body` with each group, on several threads at once, without a copy of its rows.
  func forEach(threads: Int, _ body: @Sendable (_ group: Int, UnsafeBufferPointer<Int32>) -> Void) {
    let tasks = Parallel.ranges(of: count, size: 4096)
    rows.withUnsafeBufferPointer { rows in
      starts.withUnsafeBufferPointer { starts in
        nonisolated(unsafe) let (rows, starts) = (rows, starts)
        Parallel.forEach(tasks.count, threads: threads) { task in
          for group in tasks[task] {
            body(group, UnsafeBufferPointer(rebasing: rows[starts[group]..<starts[group + 1]]))
          }
        }
      }
    }
  }

  /// The groups of which `belongs` is true, in order; asked on several threads at once.
  func indices(
    threads: Int, where belongs: @Sendable (UnsafeBufferPointer<Int32>) -> Bool
  ) -> [Int] {
    let found = Mutex<[Int]>([])
    forEach(threads: threads) { group, rows in
      if belongs(rows) { found.withLock { $0.append(group) } }
    }
    return found.withLock { $0 }.sorted()
  }
}
