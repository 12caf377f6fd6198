/// Claims of which the highest of each group is paid, as they are found.
struct ClosedRivals: Sendable {
  struct Member: Sendable {
    /// Place of its shape among those of the forms; -1 for an amount that does not move.
    var shape: Int32
    /// Index in the policy.
    var measure: Int32
    /// The quantity in whole cells, or the amount in fen.
    var cell: Int64
  }

  /// A claim that moves, against others that do not, and what these come to with all that they meet.
  struct Stake: Sendable {
    /// Its rules, of which one at most pays at a point, with its strongest rival; of equal amounts the
    /// first is paid.
    var members: [Member]
    /// Awards of all others, in fen, where the claim is kept and where it is not.
    var ifKept: [(measure: Int, fen: Int64)]
    var otherwise: [(measure: Int, fen: Int64)]
  }

  /// Group `g` is `members[starts[g]..<starts[g + 1]]`.
  private var starts: [Int] = [0]
  private var members: [Member] = []
  private var stakes: [Stake] = []

  /// Claims that are compared.
  private(set) var count = 0

  var largest: Int64 {
    (members + stakes.flatMap(\.members)).reduce(0) { $1.shape < 0 ? $0 : max($0, $1.cell) }
  }

  /// - Parameter group: of equal amounts the first is paid.
  mutating func append(_ group: [Member]) {
    members += group
    starts.append(members.count)
    count += group.count
  }

  mutating func append(_ stake: Stake) {
    stakes.append(stake)
    count += 1
  }
}

extension ClosedRivals {
  /// What is left to compare at a point: of the members of a group whose amounts are known the strongest
  /// alone, and nothing of what does not depend on the others, which is paid at once.
  ///
  /// - Parameters:
  ///   - fixed: by shape, the numbers of those that do not move.
  ///   - pay: called with the measure and the award, in fen, of what is paid at every point.
  func tables(
    _ fixed: [ClosedShape.Numbers?], _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) -> RivalTables {
    var columns: [(kinds: [RivalTable.Kind], cells: [[Double]])] = []
    var places: [[RivalTable.Kind]: Int] = [:]
    var moving: [Stake] = []
    var left: [Member] = []
    for group in 0..<starts.count - 1 {
      Self.simplify(members[starts[group]..<starts[group + 1]], fixed, rounding, into: &left)
      if left.contains(where: { $0.shape >= 0 }) {
        let kinds = left.map { RivalTable.Kind(shape: $0.shape, measure: $0.measure) }
        let place = places[kinds] ?? columns.count
        if place == columns.count {
          places[kinds] = place
          columns.append((kinds, kinds.map { _ in [] }))
        }
        for (kind, member) in left.enumerated() {
          columns[place].cells[kind].append(Double(member.cell))
        }
      } else if let kept = left.first, kept.cell > 0 {
        pay(Int(kept.measure), rounding.awarded(kept.cell))
      }
    }
    for var stake in stakes {
      let isMoving = stake.members.contains { $0.shape >= 0 && fixed[Int($0.shape)] == nil }
      if isMoving {
        for (measure, fen) in stake.otherwise { pay(measure, fen) }
        stake.ifKept += stake.otherwise.map { ($0.measure, -$0.fen) }
        stake.otherwise = []
        moving.append(stake)
        continue
      }
      let kept = stake.kept(rounding) { fixed[$0]! }
      if kept.moves { pay(Int(kept.measure), rounding.awarded(kept.amount)) }
      for (measure, fen) in kept.moves ? stake.ifKept : stake.otherwise { pay(measure, fen) }
    }
    return RivalTables(
      columns.map { RivalTable(kinds: $0.kinds, columns: $0.cells) }, stakes: moving)
  }

  private static func simplify(
    _ group: ArraySlice<Member>, _ fixed: [ClosedShape.Numbers?], _ rounding: ClosedRounding,
    into left: inout [Member]
  ) {
    left.removeAll(keepingCapacity: true)
    // The first of the largest.
    var strongest: Int?
    for var member in group {
      if member.shape >= 0, let numbers = fixed[Int(member.shape)] {
        member = Member(
          shape: -1, measure: member.measure, cell: numbers.assessed(member.cell, rounding))
      }
      guard member.shape < 0 else {
        left.append(member)
        continue
      }
      if member.cell <= strongest.map({ left[$0].cell }) ?? 0 { continue }
      if let strongest { left.remove(at: strongest) }
      strongest = left.count
      left.append(member)
    }
  }
}

extension ClosedRivals.Stake {
  /// The claim that is kept, and whether it is one with a shape; an amount of nothing where none is.
  @inline(__always)
  func kept(
    _ rounding: ClosedRounding, _ numbers: (Int) -> ClosedShape.Numbers
  ) -> (measure: Int32, amount: Int64, moves: Bool) {
    var (measure, most, moves) = (Int32(0), Int64(0), false)
    for index in members.indices {
      let member = members[index]
      let hasShape = member.shape >= 0
      let amount =
        hasShape
        ? numbers(Int(member.shape)).assessed(member.cell, rounding) : member.cell
      if amount > most { (measure, most, moves) = (member.measure, amount, hasShape) }
    }
    return (measure, most, moves)
  }
}
