internal import Glibc

/// The order of all claims of a ledger by the UTF-8 bytes of their ids.
///
/// Claims are numbered through: table by table, row by row.
package struct ClaimOrder: Sendable {
  private let ids: [IdentifierColumn]
  /// Number of the first claim of each table, and after the last the number of claims.
  package let offsets: [Int]
  /// Numbers in the order of ids; empty where that is the order in which they stand.
  package let sorted: [Int32]
  /// Rank of each number; empty likewise.
  package let ranks: [Int32]
  private let hasDuplicates: Bool

  /// Complexity: O(bytes of ids); a single pass where they ascend already.
  package init(_ population: Population) { self.init(ids: population.claims.map(\.ids)) }

  init(ids: [IdentifierColumn]) {
    self.ids = ids
    var offsets = [0]
    for column in ids { offsets.append(offsets.last! + column.count) }
    self.offsets = offsets
    if Self.isAscending(ids) {
      sorted = []
      ranks = []
      hasDuplicates = false
      return
    }
    var sort = IdentifierSort(ids: ids, offsets: offsets)
    let sorted = sort.sorted()
    self.sorted = sorted
    hasDuplicates = sort.hasDuplicates
    ranks = [Int32](unsafeUninitializedCapacity: sorted.count) { buffer, count in
      for (rank, number) in sorted.enumerated() {
        buffer.initializeElement(at: Int(number), to: Int32(rank))
      }
      count = sorted.count
    }
  }

  package var count: Int { offsets.last! }

  /// Rank from 0 of a claim among all claims.
  package func rank(table: Int, row: Int) -> Int {
    let number = offsets[table] + row
    return ranks.isEmpty ? number : Int(ranks[number])
  }

  /// The claim of that rank. Complexity: O(log tables).
  package func claim(rank: Int) -> (table: Int, row: Int) {
    place(ofNumber: sorted.isEmpty ? rank : Int(sorted[rank]))
  }

  /// Where the claim with this id stands; the table is the index of its measure. Complexity: O(log
  /// claims).
  package func find(_ id: String) -> (measure: Int, row: Int)? {
    let rank = countOfClaims(before: id)
    guard rank < count, utf8(rank: rank).elementsEqual(id.utf8) else { return nil }
    let found = claim(rank: rank)
    return (found.table, found.row)
  }

  /// How many claims come before an id. Complexity: O(log claims).
  package func countOfClaims(before id: String) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if utf8(rank: middle).lexicographicallyPrecedes(id.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Each claim whose id another has that stands before it, with the first that has it; in the order
  /// of ids.
  func duplicates() -> [(claim: (table: Int, row: Int), first: (table: Int, row: Int))] {
    if !hasDuplicates { return [] }
    var found: [(claim: (table: Int, row: Int), first: (table: Int, row: Int))] = []
    var first = 0
    for rank in sorted.indices.dropFirst() {
      if utf8(rank: rank).elementsEqual(utf8(rank: first)) {
        found.append((claim(rank: rank), claim(rank: first)))
      } else {
        first = rank
      }
    }
    return found
  }

  private func utf8(rank: Int) -> ArraySlice<UInt8> {
    let (table, row) = claim(rank: rank)
    return ids[table].utf8(row)
  }

  private func place(ofNumber number: Int) -> (table: Int, row: Int) {
    let table = tableIndex(ofNumber: number, offsets)
    return (table, number - offsets[table])
  }

  /// Strictly: what ascends has no duplicates.
  private static func isAscending(_ ids: [IdentifierColumn]) -> Bool {
    var last: (column: Int, row: Int)?
    for column in ids.indices {
      for row in 0..<ids[column].count {
        if let last, !precedes(ids[last.column], last.row, ids[column], row) { return false }
        last = (column, row)
      }
    }
    return true
  }
}

/// The table in which a number falls; tables without claims have none.
package func tableIndex(ofNumber number: Int, _ offsets: [Int]) -> Int {
  var (low, high) = (0, offsets.count - 1)
  while high - low > 1 {
    let middle = (low + high) / 2
    if offsets[middle] <= number { low = middle } else { high = middle }
  }
  return low
}

/// Whether one id comes before another by bytes.
private func precedes(
  _ a: IdentifierColumn, _ rowA: Int, _ b: IdentifierColumn, _ rowB: Int
) -> Bool {
  let (startA, startB) = (a.offsets[rowA], b.offsets[rowB])
  let (countA, countB) = (a.offsets[rowA + 1] - startA, b.offsets[rowB + 1] - startB)
  let order = a.bytes.withUnsafeBufferPointer { bytesA in
    b.bytes.withUnsafeBufferPointer { bytesB in
      countA == 0 || countB == 0
        ? 0
        : memcmp(
          bytesA.baseAddress! + startA, bytesB.baseAddress! + startB, min(countA, countB))
    }
  }
  return order == 0 ? countA < countB : order < 0
}
