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

  /// Group `g` is `members[starts[g]..<starts[g + 1]]`.
  private var starts: [Int] = [0]
  private var members: [Member] = []

  var count: Int { members.count }

  var largest: Int64 { members.reduce(0) { max($0, $1.shape == nil ? 0 : $1.cell) } }

  /// - Parameter group: of equal amounts the first is paid.
  mutating func append(_ group: [Member]) {
    members += group
    starts.append(members.count)
  }

  /// Calls `pay` with the measure and the assessed amount of each claim that is kept, in fen.
  @inline(__always)
  func forEachKept(
    _ numbers: [ClosedShape.Numbers], _ rounding: ClosedRounding,
    pay: (_ measure: Int, _ assessed: Int64) -> Void
  ) {
    for group in 0..<starts.count - 1 {
      var (measure, most) = (0, Int64(0))
      for member in members[starts[group]..<starts[group + 1]] {
        let amount =
          member.shape.map { numbers[$0].assessed(member.cell, rounding) } ?? member.cell
        if amount > most { (measure, most) = (member.measure, amount) }
      }
      if most > 0 { pay(measure, most) }
    }
  }
}
