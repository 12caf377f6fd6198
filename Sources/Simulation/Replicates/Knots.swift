import Diagnostics
import PolicyCatalogue
import Population

/// The claims at one level of growth that meet others, where it is uncertain which of them are filed:
/// who gets what is settled anew in each replicate, among those that are.
///
/// A component of claims that meet each other belongs to one subject. It is settled once for each set of
/// its claims that is filed in any replicate, not once for each replicate; many components are settled
/// at once, each with a set of its own.
struct Knots: Sendable {
  let level: SettledLevel
  /// The components, those with most uncertain claims first, so that those that are settled together need
  /// about as many settlements.
  private let knots: [Knot]
  private let thresholds: [UInt32]
  /// The policy's steps between claims that are left to do.
  private let steps: [SettlementStep]
  /// Components that are settled together.
  private static let chunk = 8192

  init(_ ties: Ties, _ level: SettledLevel, _ thresholds: [UInt32]) {
    self.level = level
    self.thresholds = thresholds
    let plan = level.plan
    let barsComeFirst = plan.policy.barsBeforeClaimsMeet
    steps = plan.policy.steps.filter { $0 != .funds && !(barsComeFirst && $0.bars) }
    var knots: [Knot] = []
    for component in ties.components.indices {
      let rows = ties.components[component]
      let live = rows.filter { row in
        level.assessment.assessed[Int(row)] > 0
          && !(barsComeFirst && level.reasons[Int(row)].isBar)
      }
      if live.count < 2 { continue }
      let uncertain = live.indices.filter {
        thresholds[plan.measure(of: Int(live[$0]))] < ReplicateDraws.certain
      }
      if uncertain.isEmpty { continue }
      let enterprise = plan.enterprise(of: Int(live[0]))!
      knots.append(
        Knot(
          component: Array(rows), live: live, uncertain: uncertain,
          subject: Int(plan.population.register.subjects[enterprise])))
    }
    self.knots = knots.enumerated().sorted { a, b in
      (b.element.uncertain.count, a.offset) < (a.element.uncertain.count, b.offset)
    }.map(\.element)
  }

  /// The rows whose awards depend on what is filed besides them.
  var rows: [Int32] { knots.flatMap(\.live) }

  func sums(
    _ draws: ReplicateDraws, _ columns: ReplicateColumns, _ identities: [UInt64], threads: Int
  ) throws(DataError) -> ReplicateSums {
    let chunks = chunks
    let results = ConcurrentResults<ReplicateSums>(count: chunks.count)
    Parallel.forEach(chunks.count, threads: threads) { index in
      results.run(index) { () throws(DataError) in
        try sums(of: knots[chunks[index]], draws, columns, identities)
      }
    }
    var total = ReplicateSums(columns: columns.count, slots: draws.count)
    for part in try results.values() { total += part }
    return total
  }

  /// Neighbours whose numbers of uncertain claims are within one of each other's.
  private var chunks: [Range<Int>] {
    var chunks: [Range<Int>] = []
    var first = 0
    for index in knots.indices {
      let isFull = index - first == Self.chunk
      if isFull || knots[index].uncertain.count + 1 < knots[first].uncertain.count {
        chunks.append(first..<index)
        first = index
      }
    }
    if first < knots.count { chunks.append(first..<knots.count) }
    return chunks
  }

  private func sums(
    of knots: ArraySlice<Knot>, _ draws: ReplicateDraws, _ columns: ReplicateColumns,
    _ identities: [UInt64]
  ) throws(DataError) -> ReplicateSums {
    var sums = ReplicateSums(columns: columns.count, slots: draws.count)
    let fortunes = knots.map { fortune(of: $0, draws, identities[$0.subject]) }
    let rows = knots.flatMap(\.component).sorted()
    let part = level.plan.restricted(to: rows)
    let settler = try Settler(
      plan: part, values: level.settler.values, threads: 1, struck: level.settler.struck)
    let places = RowPlaces(rows)
    let live = knots.map { knot in knot.live.map { Int(places[$0]!) } }
    let assessment = level.assessment.selecting(rows)
    for pattern in 0..<(fortunes.map { $0.patterns.count }.max() ?? 0) {
      var filed = assessment
      for row in filed.assessed.indices { filed.assessed[row] = 0 }
      for (index, knot) in knots.enumerated() where pattern < fortunes[index].patterns.count {
        for (place, row) in live[index].enumerated()
        where fortunes[index].isFiled(place, in: pattern, knot) {
          filed.assessed[row] = assessment.assessed[row]
        }
      }
      let state = try settler.award(filed, steps: steps)
      for index in fortunes.indices where pattern < fortunes[index].patterns.count {
        let slots = fortunes[index].patterns[pattern].slots
        for row in live[index] where state.amounts[row] > 0 {
          columns.forEachPart(of: state.amounts[row], part.measure(of: row)) { column, amount in
            if amount == 0 { return }
            for (slot, weight) in slots { sums.add(Int64(weight) * Int64(amount), column, slot) }
          }
        }
      }
    }
    return sums
  }

  private func fortune(
    of knot: Knot, _ draws: ReplicateDraws, _ identity: UInt64
  ) -> Fortune {
    let plan = level.plan
    let claims = knot.uncertain.map { place -> (identity: UInt64, threshold: UInt32) in
      let row = Int(knot.live[place])
      let measure = plan.measure(of: row)
      let table = plan.population.claims[measure]
      return (FNV1a(table.ids.utf8(row - plan.offsets[measure])).value, thresholds[measure])
    }
    return Fortune(claims, subject: identity, level.slots, draws)
  }
}

/// One component.
struct Knot: Sendable {
  /// All its rows, ascending.
  let component: [Int32]
  /// Those that may get something.
  let live: [Int32]
  /// Places in `live` of the claims that may not be filed, ascending.
  let uncertain: [Int]
  let subject: Int
}

/// What the replicates of a level have in store for a component: which of its claims are filed, and how
/// often its subject stands there.
private struct Fortune {
  struct Pattern {
    /// By uncertain claim.
    var isFiled: [Bool]
    /// The slots in which just these are filed, with the subject's weight there, above zero.
    var slots: [(slot: Int, weight: UInt8)]
  }

  private(set) var patterns: [Pattern] = []

  init(
    _ claims: [(identity: UInt64, threshold: UInt32)], subject: UInt64, _ range: Range<Int>,
    _ draws: ReplicateDraws
  ) {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * draws.capacity) { scratch in
      let scratch = scratch.baseAddress!
      var weights = [UInt8](repeating: 0, count: draws.count)
      weights.withUnsafeMutableBufferPointer {
        draws.weights(of: subject, $0.baseAddress!, scratch: scratch)
      }
      // One bit a claim tells equal sets; of more claims than bits each replicate's set is its own.
      var filed = [Bool](repeating: false, count: claims.count * range.count)
      var keys = [UInt64](repeating: 0, count: range.count)
      for (index, claim) in claims.enumerated() {
        let taken = draws.takeUp(of: claim.identity, scratch: scratch)
        for (place, slot) in range.enumerated() where UInt32(taken[slot]) < claim.threshold {
          filed[place * claims.count + index] = true
          keys[place] |= 1 << UInt64(index & 63)
        }
      }
      var known: [UInt64: Int] = [:]
      for (place, slot) in range.enumerated() where weights[slot] > 0 {
        let key = claims.count > 64 ? UInt64(place) : keys[place]
        let pattern = known[key] ?? patterns.count
        if pattern == patterns.count {
          known[key] = pattern
          let set = filed[place * claims.count..<(place + 1) * claims.count]
          patterns.append(Pattern(isFiled: Array(set), slots: []))
        }
        patterns[pattern].slots.append((slot, weights[slot]))
      }
    }
  }

  /// Whether a live claim is filed; what is certain always is.
  func isFiled(_ place: Int, in pattern: Int, _ knot: Knot) -> Bool {
    guard let index = knot.uncertain.firstIndex(of: place) else { return true }
    return patterns[pattern].isFiled[index]
  }
}

extension Reason {
  /// Whether it takes a claim out of the year, whatever the claim is worth.
  fileprivate var isBar: Bool {
    self == .deferred || self == .outsideYear || self == .outsideValidity || eligibilityRule != nil
  }
}
