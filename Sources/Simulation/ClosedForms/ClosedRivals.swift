/// Claims of which the highest of each group is paid, whose amounts are assessed exactly at a point and
/// compared.
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
  /// The same with less to compare: of the members of a group whose amounts are known the strongest
  /// alone is left, and what does not depend on the others is paid at once.
  ///
  /// - Parameters:
  ///   - fixed: by shape, the numbers of those that do not move.
  ///   - pay: called with the measure and the award, in fen, of what is paid at every point.
  func simplified(
    _ fixed: [ClosedShape.Numbers?], _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) -> ClosedRivals {
    var result = ClosedRivals()
    for group in 0..<starts.count - 1 {
      let left = Self.simplified(Array(members[starts[group]..<starts[group + 1]]), fixed, rounding)
      if left.contains(where: { $0.shape >= 0 }) {
        result.append(left)
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
        result.append(stake)
        continue
      }
      let kept = Self.kept(stake.members, rounding) { fixed[$0]! }
      if kept.moves { pay(Int(kept.measure), rounding.awarded(kept.amount)) }
      for (measure, fen) in kept.moves ? stake.ifKept : stake.otherwise { pay(measure, fen) }
    }
    result.count = count
    return result
  }

  private static func simplified(
    _ group: [Member], _ fixed: [ClosedShape.Numbers?], _ rounding: ClosedRounding
  ) -> [Member] {
    let known = group.map { member -> Member in
      guard member.shape >= 0, let numbers = fixed[Int(member.shape)] else { return member }
      let amount = numbers.assessed(member.cell, rounding)
      return Member(shape: -1, measure: member.measure, cell: amount)
    }
    // The first of the largest.
    var strongest: Int?
    for (place, member) in known.enumerated() where member.shape < 0 {
      if member.cell > strongest.map({ known[$0].cell }) ?? 0 { strongest = place }
    }
    return known.enumerated().filter { $1.shape >= 0 || $0 == strongest }.map(\.element)
  }

  /// Calls `pay` with the measure and the award of each claim that is kept, in fen; and with what other
  /// claims gain and lose by it.
  ///
  /// Precondition: simplified.
  @inline(__always)
  func forEachKept(
    _ numbers: UnsafePointer<ClosedShape.Numbers>, _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) {
    members.withUnsafeBufferPointer { members in
      starts.withUnsafeBufferPointer { starts in
        for group in 0..<starts.count - 1 {
          let range = starts[group]..<starts[group + 1]
          let kept = Self.kept(UnsafeBufferPointer(rebasing: members[range]), rounding) {
            numbers[$0]
          }
          if kept.amount > 0 { pay(Int(kept.measure), rounding.awarded(kept.amount)) }
        }
      }
    }
    for index in stakes.indices {
      let kept = stakes[index].members.withUnsafeBufferPointer { members in
        Self.kept(members, rounding) { numbers[$0] }
      }
      // Where a rival is kept the others fare as they do without the claim, its own award included.
      guard kept.moves else { continue }
      pay(Int(kept.measure), rounding.awarded(kept.amount))
      for (measure, fen) in stakes[index].ifKept { pay(measure, fen) }
    }
  }

  /// The claim that is kept, and whether it is one with a shape; an amount of nothing where none is.
  @inline(__always)
  private static func kept(
    _ members: some Collection<Member>, _ rounding: ClosedRounding,
    _ numbers: (Int) -> ClosedShape.Numbers
  ) -> (measure: Int32, amount: Int64, moves: Bool) {
    var (measure, most, moves) = (Int32(0), Int64(0), false)
    for member in members {
      let hasShape = member.shape >= 0
      let amount =
        hasShape
        ? numbers(Int(member.shape)).assessed(member.cell, rounding) : member.cell
      if amount > most { (measure, most, moves) = (member.measure, amount, hasShape) }
    }
    return (measure, most, moves)
  }
}
