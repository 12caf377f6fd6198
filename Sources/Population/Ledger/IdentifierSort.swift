/// Sorts ids by eight bytes at a time: a radix sort on the first eight that differ, then again on the
/// next eight within each run that is still equal.
///
/// Comparing whole ids would load two of them from memory for each comparison; here the keys travel
/// with the numbers.
struct IdentifierSort {
  private struct Entry {
    /// Big-endian, filled with zero bytes, which no id holds.
    var key: UInt64
    var number: Int32
  }

  let ids: [IdentifierColumn]
  let offsets: [Int]
  /// Whether two ids turned out to be the same.
  private(set) var hasDuplicates = false

  init(ids: [IdentifierColumn], offsets: [Int]) {
    self.ids = ids
    self.offsets = offsets
  }

  /// Numbers in the order of ids; equal ids in the order of their numbers.
  mutating func sorted() -> [Int32] {
    let depth = commonPrefix()
    var entries: [Entry] = []
    entries.reserveCapacity(offsets.last!)
    for (table, column) in ids.enumerated() {
      for row in 0..<column.count {
        entries.append(
          Entry(key: Self.key(column, row, depth), number: Int32(offsets[table] + row)))
      }
    }
    sort(&entries, depth: depth)
    return entries.map(\.number)
  }

  /// In bytes: what all ids begin with tells none from another.
  private func commonPrefix() -> Int {
    guard let first = ids.first(where: { $0.count > 0 })?.utf8(0) else { return 0 }
    var common = first.count
    let start = first.startIndex
    for column in ids {
      for row in 0..<column.count where common > 0 {
        let offset = column.offsets[row]
        common = min(common, column.offsets[row + 1] - offset)
        var index = 0
        while index < common && column.bytes[offset + index] == first[start + index] { index += 1 }
        common = index
      }
    }
    return common
  }

  private static func key(_ column: IdentifierColumn, _ row: Int, _ depth: Int) -> UInt64 {
    let start = column.offsets[row] + depth
    let end = column.offsets[row + 1]
    if start + 8 <= column.bytes.count && start < end {
      let word = UInt64(
        bigEndian: column.bytes.span.bytes.unsafeLoadUnaligned(
          fromByteOffset: start, as: UInt64.self))
      return end - start >= 8 ? word : word & ~(UInt64.max >> UInt64(8 * (end - start)))
    }
    var key: UInt64 = 0
    for index in 0..<8 {
      key = key << 8 | (start + index < end ? UInt64(column.bytes[start + index]) : 0)
    }
    return key
  }

  /// All entries are equal in the bytes before `depth`, and have their keys from there.
  private mutating func sort(_ entries: inout [Entry], depth: Int) {
    if entries.count > 2048 {
      Self.radixSort(&entries)
    } else {
      entries.sort { ($0.key, $0.number) < ($1.key, $1.number) }
    }
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count && entries[end].key == entries[start].key { end += 1 }
      // A zero byte at the end of the key: the ids have ended, and are the same.
      if end - start > 1 && entries[start].key & 0xFF == 0 {
        hasDuplicates = true
      } else if end - start > 1 {
        var run = entries[start..<end].map { entry in
          let table = tableIndex(ofNumber: Int(entry.number), offsets)
          return Entry(
            key: Self.key(ids[table], Int(entry.number) - offsets[table], depth + 8),
            number: entry.number)
        }
        sort(&run, depth: depth + 8)
        for (index, entry) in run.enumerated() { entries[start + index].number = entry.number }
      }
      start = end
    }
  }

  /// Stable, a byte at a time from the last, leaving out bytes that are the same in all.
  private static func radixSort(_ entries: inout [Entry]) {
    var varying: UInt64 = 0
    for entry in entries { varying |= entry.key ^ entries[0].key }
    var other = entries
    for byte in 0..<8 {
      let shift = UInt64(8 * byte)
      if (varying >> shift) & 0xFF == 0 { continue }
      var places = [Int](repeating: 0, count: 257)
      for entry in entries { places[Int((entry.key >> shift) & 0xFF) + 1] += 1 }
      for value in 1..<257 { places[value] += places[value - 1] }
      for entry in entries {
        let value = Int((entry.key >> shift) & 0xFF)
        other[places[value]] = entry
        places[value] += 1
      }
      swap(&entries, &other)
    }
  }
}
