/// Rows that have a key in common, group after group; within a group in the order of claim ids.
struct RowGroups: Sendable {
  /// Group `g` is `rows[starts[g]..<starts[g + 1]]`.
  private(set) var starts: [Int] = [0]
  private(set) var rows: [Int32] = []

  var count: Int { starts.count - 1 }

  subscript(group: Int) -> ArraySlice<Int32> { rows[starts[group]..<starts[group + 1]] }

  /// Groups rows by key, leaving out groups of fewer than `least`.
  ///
  /// Complexity: O(n log n).
  init(keyed: [(key: UInt64, row: Int32)], ranks: [Int32], least: Int) {
    self.init(
      sorted: keyed.sorted { a, b in
        a.key != b.key ? a.key < b.key : ranks[Int(a.row)] < ranks[Int(b.row)]
      }, least: least)
  }

  /// The same with the rows of a group in their own order.
  init(keyed: [(key: UInt64, row: Int32)], least: Int) {
    self.init(
      sorted: keyed.sorted { a, b in a.key != b.key ? a.key < b.key : a.row < b.row }, least: least)
  }

  init(_ groups: some Sequence<[Int32]>) {
    for group in groups {
      rows.append(contentsOf: group)
      starts.append(rows.count)
    }
  }

  private init(sorted: [(key: UInt64, row: Int32)], least: Int) {
    var first = 0
    while first < sorted.count {
      var end = first + 1
      while end < sorted.count, sorted[end].key == sorted[first].key { end += 1 }
      if end - first >= least {
        rows.append(contentsOf: sorted[first..<end].lazy.map(\.row))
        starts.append(rows.count)
      }
      first = end
    }
  }
}
