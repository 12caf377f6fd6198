import Diagnostics
import PolicyCatalogue

/// The tied claims of measures whose rules closed forms know: what decides each claim's amount.
struct RuledRows: Sendable {
  struct Cell: Sendable {
    /// Place of its shape among those of the forms.
    var shape: Int
    var cell: Int64
  }

  /// By row: its rules, of which one at most pays at a point.
  private(set) var cells: [[Cell]]
  /// Measures all of whose tied claims are here.
  private(set) var measures: Set<Int> = []

  init(count: Int) { cells = [[Cell]](repeating: [], count: count) }

  var isEmpty: Bool { measures.isEmpty }

  mutating func add(_ measure: Int, _ rows: [(row: Int, cell: Cell)]) {
    measures.insert(measure)
    for (row, cell) in rows { cells[row].append(cell) }
  }
}

/// Finds the groups of claims that only compete with each other, the highest of which is paid: what one
/// of them is awarded is found by comparing, without settling anything.
struct ClosedRivalry {
  private let plan: Plan
  private let ties: Ties
  private let state: ClosedClaims.State
  /// Measures whose claims are paid what they are due unless a higher one excludes them.
  private let mayCompete: [Bool]
  private let reached: Set<Int>
  /// Measures whose claims compete also elsewhere than on their bases.
  private let named: Set<Int>
  /// Groups of which a rule keeps the highest claim, by their lowest row.
  private var covering: [Int32: [[Int32]]] = [:]
  /// Whether a rule keeps the highest claim of a subject on a basis.
  private var keepsOnBases = false
  private let settler: Settler

  init(
    claims: ClosedClaims, bound: Set<Int>, state: ClosedClaims.State, ties: Ties
  ) {
    plan = claims.plan
    settler = claims.settler
    self.ties = ties
    self.state = state
    reached = claims.measuresReached
    let policy = plan.policy
    named = Set(policy.exclusions.flatMap { $0.measures ?? [] })
    let otherwise = policy.exclusions.filter { $0.keep != .highest }
    let isPlain =
      policy.competesLast && !otherwise.contains { $0.measures == nil }
    let decidedOtherwise = Set(otherwise.flatMap { $0.measures ?? [] })
    mayCompete = policy.measures.indices.map {
      isPlain && !bound.contains($0) && !decidedOtherwise.contains($0)
    }
    guard isPlain else { return }
    for rule in policy.exclusions where rule.keep == .highest {
      guard let measures = rule.measures else {
        if rule.scope == .subject {
          keepsOnBases = true
          cover(plan.bases)
        }
        continue
      }
      cover(plan.groups(of: measures, by: rule.scope))
    }
  }

  private mutating func cover(_ groups: RowGroups) {
    for group in groups.indices where groups[group].count > 1 {
      let rows = groups[group].sorted()
      covering[rows[0], default: []].append(rows)
    }
  }

  /// Marks the rows of what is found as answered.
  func groups(
    _ ruled: RuledRows, _ isAnswered: inout [Bool]
  ) throws(DataError) -> ClosedRivals {
    var rivals = ClosedRivals()
    var stakes: [Stake] = []
    let bases = keepsOnBases ? basesOfRows(ruled) : [:]
    for component in ties.components.indices {
      let rows = ties.components[component].map { Int($0) }
      guard rows.contains(where: { reached.contains(plan.measure(of: $0)) }) else { continue }
      if isCovered(ties.components[component]), let members = members(of: rows, ruled) {
        rivals.append(members)
      } else if let stake = stake(in: rows, ruled, bases) {
        stakes.append(stake)
      } else {
        continue
      }
      for row in rows { isAnswered[row] = true }
    }
    if !stakes.isEmpty { try append(stakes, ruled, to: &rivals) }
    return rivals
  }

  private func isCovered(_ rows: ArraySlice<Int32>) -> Bool {
    covering[rows.first!]?.contains { $0[...] == rows } == true
  }

  /// In the order in which equal amounts are preferred: article, item, claim id. nil where something
  /// else bears on one of them.
  private func members(of rows: [Int], _ ruled: RuledRows) -> [ClosedRivals.Member]? {
    let isSupported = rows.contains { plan.markedElsewhere.contains(Int32($0)) }
    if isSupported {
      // The whole basis pays nothing, as long as no claim has competed before that is found.
      return rows.contains { named.contains(plan.measure(of: $0)) } ? nil : []
    }
    let open = rows.filter(state.isOpen)
    guard open.allSatisfy({ isKnown($0, ruled) }), !holdsAllies(open) else { return nil }
    return open.sorted { precedence($0) < precedence($1) }.flatMap { row in
      let measure = plan.measure(of: row)
      if ruled.measures.contains(measure) {
        return ruled.cells[row].map {
          ClosedRivals.Member(shape: Int32($0.shape), measure: Int32(measure), cell: $0.cell)
        }
      }
      return [due(row)]
    }
  }

  /// A claim whose amount does not move.
  private func due(_ row: Int) -> ClosedRivals.Member {
    ClosedRivals.Member(
      shape: -1, measure: Int32(plan.measure(of: row)), cell: Int64(state.amounts[row]))
  }

  /// Article, item, claim id: which of equal amounts is preferred.
  private func precedence(_ row: Int) -> (Int, Int, Int32) {
    let measure = plan.policy.measures[plan.measure(of: row)]
    return (measure.article, measure.item, plan.ranks[row])
  }

  /// Whether what the claim is due is known at every point.
  private func isKnown(_ row: Int, _ ruled: RuledRows) -> Bool {
    let measure = plan.measure(of: row)
    return mayCompete[measure] && (ruled.measures.contains(measure) || !reached.contains(measure))
  }

  /// Whether claims stand together: rises of one ladder, or parts of one split.
  private func holdsAllies(_ rows: [Int]) -> Bool {
    var families: Set<String> = []
    var splits: Set<Int> = []
    for row in rows {
      let index = plan.measure(of: row)
      let measure = plan.policy.measures[index]
      if let ladder = measure.ladder, !families.insert(ladder.family).inserted { return true }
      if measure.rivalsUnlessDiffers != nil, !splits.insert(index).inserted { return true }
    }
    return false
  }
}

// A claim that moves may compete with one that meets others in turn: in what a company may have, in a
// fund. As long as it is the only one of them that moves, these others fare in one way where it is kept
// and in another where it is not, whatever it is worth.
extension ClosedRivalry {
  private struct Stake {
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
  private func basesOfRows(_ ruled: RuledRows) -> [Int: Int] {
    var bases: [Int: Int] = [:]
    for group in plan.bases.indices {
      for row in plan.bases[group] where ruled.measures.contains(plan.measure(of: Int(row))) {
        bases[Int(row)] = group
      }
    }
    return bases
  }

  private func stake(in rows: [Int], _ ruled: RuledRows, _ bases: [Int: Int]) -> Stake? {
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
  private func append(
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
      let measure = Int32(plan.measure(of: stake.row))
      let isPaid = !stake.isSupported && state.isOpen(stake.row)
      var members =
        isPaid
        ? ruled.cells[stake.row].map {
          ClosedRivals.Member(shape: Int32($0.shape), measure: measure, cell: $0.cell)
        } : []
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

extension Policy {
  /// Whether claims compete, and only once all else that may strike or lower them by themselves has
  /// been done.
  fileprivate var competesLast: Bool {
    guard let place = steps.firstIndex(of: .exclusivity) else { return false }
    return !steps[place...].contains { step in
      switch step {
      case .deferral, .validity, .eligibility, .ladders: true
      case .exclusivity, .best, .limits, .reductions, .funds: false
      }
    }
  }
}
