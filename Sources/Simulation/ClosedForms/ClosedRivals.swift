/// Claims of one subject on one basis of which the highest is paid, group after group: each is assessed
/// exactly at a point, and compared.
struct ClosedRivals: Sendable {
  struct Member: Sendable {
    /// Place of its shape among those of the forms; nil for an amount that does not move.
    var shape: Int?
    /// The quantity in whole cells, or the amount in fen.
    var cell: Int64
    /// Index in the policy.
    var measure: Int
  }

  /// A claim that moves, against others that do not, and what these come to with all that they meet.
  struct Stake: Sendable {
    /// Its rules, of which one at most pays at a point; none for a claim that is never paid.
    var cells: [RuledRows.Cell]
    /// Index in the policy.
    var measure: Int
    /// What the strongest of its rivals is due, in fen, and whether it is kept against an equal one.
    var rival: Int64
    var winsTies: Bool
    /// Awards of all others, in fen.
    var ifKept: [(measure: Int, fen: Int64)]
    var otherwise: [(measure: Int, fen: Int64)]
  }

  private var stakes: [Stake] = []

  /// Group `g` is `members[starts[g]..<starts[g + 1]]`.
  private var starts: [Int] = [0]
  private var members: [Member] = []

  /// Claims that are compared.
  private(set) var count = 0

  var largest: Int64 {
    (members.filter { $0.shape != nil }.map(\.cell) + stakes.flatMap { $0.cells.map(\.cell) })
      .max() ?? 0
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

  /// Calls `pay` with the measure and the award of each claim that is kept, in fen.
  @inline(__always)
  func forEachKept(
    _ numbers: [ClosedShape.Numbers], _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ award: Int64) -> Void
  ) {
    for stake in stakes {
      let amount = stake.cells.reduce(Int64(0)) {
        max($0, numbers[$1.shape].assessed($1.cell, rounding))
      }
      let isKept =
        amount > 0 && (amount > stake.rival || (amount == stake.rival && stake.winsTies))
      if isKept { pay(stake.measure, rounding.awarded(amount)) }
      for (measure, fen) in isKept ? stake.ifKept : stake.otherwise { pay(measure, fen) }
    }
    for group in 0..<starts.count - 1 {
      var (measure, most) = (0, Int64(0))
      for member in members[starts[group]..<starts[group + 1]] {
        let amount =
          member.shape.map { numbers[$0].assessed(member.cell, rounding) } ?? member.cell
        if amount > most { (measure, most) = (member.measure, amount) }
      }
      if most > 0 { pay(measure, rounding.awarded(most)) }
    }
  }
}
