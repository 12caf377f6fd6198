import PolicyCatalogue
import Population

/// The order of claim ids by their UTF-8 bytes, in which ties are decided.
struct ClaimIDOrder {
  /// Place of every row of the plan.
  let ranks: [Int32]

  /// Complexity: O(n) when the ids already ascend from row to row, else O(n log n).
  init(policy: Policy, population: Population, offsets: [Int]) {
    let count = offsets[offsets.count - 1]
    // The first eight bytes decide almost always; the rest is looked at only where they are equal.
    var prefixes = [UInt64](repeating: 0, count: count)
    for (measure, claims) in population.claims.enumerated() {
      let rows = offsets[measure]..<offsets[measure + 1]
      for index in 0..<claims.count {
        prefixes[rows.lowerBound + index] = Self.prefix(claims.ids.utf8(index))
      }
      if rows.count > claims.count {
        let id = Self.assumedID(policy.measures[measure])
        prefixes[rows.upperBound - 1] = Self.prefix(id[...])
      }
    }

    func id(_ row: Int32) -> ArraySlice<UInt8> {
      var (low, high) = (0, offsets.count - 1)
      while high - low > 1 {
        let middle = (low + high) / 2
        if offsets[middle] <= Int(row) { low = middle } else { high = middle }
      }
      let index = Int(row) - offsets[low]
      return index < population.claims[low].count
        ? population.claims[low].ids.utf8(index) : Self.assumedID(policy.measures[low])[...]
    }
    func precedes(_ a: Int32, _ b: Int32) -> Bool {
      let (x, y) = (prefixes[Int(a)], prefixes[Int(b)])
      return x != y ? x < y : id(a).lexicographicallyPrecedes(id(b))
    }

    var order = (0..<Int32(count)).map { $0 }
    let ascends = zip(order, order.dropFirst()).allSatisfy { !precedes($1, $0) }
    if !ascends { order.sort(by: precedes) }
    var ranks = [Int32](repeating: 0, count: count)
    for (place, row) in order.enumerated() { ranks[Int(row)] = Int32(place) }
    self.ranks = ranks
  }

  private static func assumedID(_ measure: Measure) -> [UInt8] {
    Array("assumed:\(measure.id)".utf8)
  }

  private static func prefix(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for (place, byte) in bytes.prefix(8).enumerated() {
      prefix |= UInt64(byte) << UInt64(56 - 8 * place)
    }
    return prefix
  }
}
