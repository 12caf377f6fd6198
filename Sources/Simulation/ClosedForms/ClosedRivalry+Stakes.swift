import Diagnostics
import PolicyCatalogue

// A claim that moves may compete with one that meets others in turn: in what a company may have, in a
// fund. As long as it is the only one of them that moves, these others fare in one way where it is kept
// and in another where it is not, whatever it is worth.
extension ClosedRivalry {
  struct Stake {
    /// Of the component; of the claim that moves; of the claims on its basis, itself among them.
    var rows: [Int]
    var row: Int
    var basis: [Int]
    /// The strongest of its rivals; nil without any that is due something.
    var rival: Int?
    /// Whether another policy pays on the basis, so that it pays nothing.
    var isSupported: Bool
  }

  /// Groups of bases by the rows of measures that move.
  func basesOfRows(_ ruled: RuledRows) -> [Int: Int] {
    var bases: [Int: Int] = [:]
    for group in plan.bases.indices {
      for row in plan.bases[group] where ruled.measures.contains(plan.measure(of: Int(row))) {
        bases[Int(row)] = group
      }
    }
    return bases
  }

  func stake(in rows: [Int], _ ruled: RuledRows, _ bases: [Int: Int]) -> Stake? {
    let moving = rows.filter { reached.contains(plan.measure(of: $0)) }
    guard moving.count == 1, let base = bases[moving[0]],
      mayCompete[plan.measure(of: moving[0])],
      !plan.policy.protections.contains(where: { $0.extent != .whole })
    else { return nil }
    let basis = plan.bases[base].map { Int($0) }
    let open = basis.filter(state.isOpen)
    guard !basis.contains(where: { named.contains(plan.measure(of: $0)) }), !holdsAllies(open)
    else { return nil }
    let due = open.filter { $0 != moving[0] && state.amounts[$0] > 0 }
    let rival = due.max { a, b in
      state.amounts[a] != state.amounts[b]
        ? state.amounts[a] < state.amounts[b] : standsBefore(b, a)
    }
    return Stake(
      rows: rows, row: moving[0], basis: basis, rival: rival,
      isSupported: basis.contains { plan.markedElsewhere.contains(Int32($0)) })
  }

  /// Settles the others twice: as if every claim that moves were kept, and as if none were.
  func append(
    _ stakes: [Stake], _ ruled: RuledRows, to rivals: inout ClosedRivals
  ) throws(DataError) {
    let assessment = try Assessor(plan: plan, threads: settler.threads).assess(settler.values)
    var (kept, lost) = (assessment, assessment)
    for stake in stakes {
      for row in stake.basis { kept.assessed[row] = 0 }
      lost.assessed[stake.row] = 0
    }
    let ifKept = try settler.award(kept)
    let otherwise = try settler.award(lost)
    for stake in stakes {
      var members: [ClosedRivals.Member] = []
      if !stake.isSupported && state.isOpen(stake.row) {
        ruled.appendMembers(of: stake.row, measure: plan.measure(of: stake.row), to: &members)
      }
      if let rival = stake.rival {
        members.insert(
          due(rival), at: standsBefore(stake.row, rival) ? members.endIndex : 0)
      }
      rivals.append(
        ClosedRivals.Stake(
          members: members, ifKept: awards(of: stake.rows, ifKept),
          otherwise: awards(of: stake.rows, otherwise)))
    }
  }

  /// By measure, in fen.
  private func awards(of rows: [Int], _ state: ClaimState) -> [(measure: Int, fen: Int64)] {
    rows.filter { state.amounts[$0] > 0 }.map {
      (plan.measure(of: $0), Int64(state.amounts[$0]))
    }
  }

  private func standsBefore(_ a: Int, _ b: Int) -> Bool { precedence(a) < precedence(b) }
}
