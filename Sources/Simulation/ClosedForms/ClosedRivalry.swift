import Diagnostics
import PolicyCatalogue

/// Finds the groups of claims that only compete with each other, the highest of which is paid: what one
/// of them is awarded is found by comparing, without settling anything.
struct ClosedRivalry {
  let plan: Plan
  let ties: Ties
  let state: ClosedClaims.State
  /// Measures whose claims are paid what they are due unless a higher one excludes them.
  let mayCompete: [Bool]
  let reached: Set<Int>
  /// Measures whose claims compete also elsewhere than on their bases.
  let named: Set<Int>
  /// By row: how many claims the largest group has whose lowest row it is and of which a rule keeps the
  /// highest. No group reaches beyond a component, so that one of the same size is all of it.
  private var covered: [Int32]
  /// Whether a rule keeps the highest claim of a subject on a basis.
  private var keepsOnBases = false
  let settler: Settler

  init(
    claims: ClosedClaims, bound: Set<Int>, state: ClosedClaims.State, ties: Ties
  ) {
    plan = claims.plan
    settler = claims.settler
    covered = [Int32](repeating: 0, count: plan.count)
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
    for group in groups.indices {
      let rows = groups[group]
      guard let lowest = rows.min() else { continue }
      covered[Int(lowest)] = max(covered[Int(lowest)], Int32(rows.count))
    }
  }

  /// Marks the rows of what is found as answered.
  func groups(
    _ ruled: RuledRows, _ isAnswered: inout [Bool]
  ) throws(DataError) -> ClosedRivals {
    var rivals = ClosedRivals()
    var stakes: [Stake] = []
    let bases = keepsOnBases ? basesOfRows(ruled) : [:]
    var members: [ClosedRivals.Member] = []
    for component in ties.components.indices {
      let rows = ties.components[component]
      guard rows.contains(where: { reached.contains(plan.measure(of: Int($0))) }) else { continue }
      if covered[Int(rows.first!)] == rows.count, find(&members, of: rows, ruled) {
        rivals.append(members)
      } else if let stake = stake(in: rows.map { Int($0) }, ruled, bases) {
        stakes.append(stake)
      } else {
        continue
      }
      for row in rows { isAnswered[Int(row)] = true }
    }
    if !stakes.isEmpty { try append(stakes, ruled, to: &rivals) }
    return rivals
  }

  /// In the order in which equal amounts are preferred: article, item, claim id. False where something
  /// else bears on one of them.
  private func find(
    _ members: inout [ClosedRivals.Member], of rows: ArraySlice<Int32>, _ ruled: RuledRows
  ) -> Bool {
    members.removeAll(keepingCapacity: true)
    if !plan.markedElsewhere.isEmpty, rows.contains(where: plan.markedElsewhere.contains) {
      // The whole basis pays nothing, as long as no claim has competed before that is found.
      return !rows.contains { named.contains(plan.measure(of: Int($0))) }
    }
    var open = rows.map { Int($0) }.filter(state.isOpen)
    guard open.allSatisfy({ isKnown($0, ruled) }), !holdsAllies(open) else { return false }
    open.sort { precedence($0) < precedence($1) }
    for row in open {
      let measure = plan.measure(of: row)
      if ruled.measures.contains(measure) {
        ruled.appendMembers(of: row, measure: measure, to: &members)
      } else {
        members.append(due(row))
      }
    }
    return true
  }

  /// A claim whose amount does not move.
  func due(_ row: Int) -> ClosedRivals.Member {
    ClosedRivals.Member(
      shape: -1, measure: Int32(plan.measure(of: row)), cell: Int64(state.amounts[row]))
  }

  /// Article, item, claim id: which of equal amounts is preferred.
  func precedence(_ row: Int) -> (Int, Int32) {
    (settler.places[plan.measure(of: row)], plan.ranks[row])
  }

  /// Whether what the claim is due is known at every point.
  private func isKnown(_ row: Int, _ ruled: RuledRows) -> Bool {
    let measure = plan.measure(of: row)
    return mayCompete[measure] && (ruled.measures.contains(measure) || !reached.contains(measure))
  }

  /// Whether claims stand together: rises of one ladder, or parts of one split.
  func holdsAllies(_ rows: [Int]) -> Bool {
    if !rows.contains(where: { settler.hasAllies[plan.measure(of: $0)] }) { return false }
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
