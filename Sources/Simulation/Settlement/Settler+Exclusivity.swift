import PolicyCatalogue
import Population

// Article 47 and its like: of claims that compete, one is paid.
extension Settler {
  func applyExclusions(_ state: ClaimState) {
    for rule in policy.exclusions { apply(rule, state) }
    for rule in policy.exclusions {
      let groups = rule.measures.map { plan.groups(of: $0, by: rule.scope) } ?? plan.bases
      state.followExcluders(among: groups.rows)
    }
  }

  private func apply(_ exclusion: Exclusion, _ state: ClaimState) {
    guard let measures = exclusion.measures else {
      applyOnBases(exclusion, state)
      return
    }
    let groups = plan.groups(of: measures, by: exclusion.scope)
    // Millions of small groups: none of them is copied.
    groups.forEach(threads: threads) { _, members in
      var (due, winner) = (0, -1)
      for row in members.lazy.map({ Int($0) }) where state.amounts[row] > 0 {
        due += 1
        let isBetter =
          switch exclusion.keep {
          case .highest: winner < 0 || precedes(row, winner, state)
          case .first: winner < 0
          case .listed: winner < 0 || place(row, measures) < place(winner, measures)
          }
        if isBetter { winner = row }
      }
      if due < 2 { return }
      // Whoever lists measures keeps all claims of the first of them.
      let isKept = { (row: Int) in
        exclusion.keep == .listed
          ? self.plan.measure(of: row) == self.plan.measure(of: winner) : row == winner
      }
      for row in members.lazy.map({ Int($0) }) where state.amounts[row] > 0 && !isKept(row) {
        state.exclude(row, by: Int32(winner))
      }
    }
  }

  private func place(_ row: Int, _ measures: [Int]) -> Int {
    measures.firstIndex(of: plan.measure(of: row))!
  }

  private func applyOnBases(_ exclusion: Exclusion, _ state: ClaimState) {
    for row in plan.markedElsewhere where state.amounts[Int(row)] > 0 {
      state.set(Int(row), to: 0, else: .supportedElsewhere)
    }
    plan.bases.forEach(threads: threads) { group, rows in
      if exclusion.scope == .enterprise {
        for claims in Dictionary(grouping: rows, by: { plan.enterprise(of: Int($0)) }).values {
          claims.withUnsafeBufferPointer { rows in
            apply(exclusion.keep, toBasis: rows, isMarked: hasMarked(rows), state)
          }
        }
      } else {
        apply(exclusion.keep, toBasis: rows, isMarked: plan.isMarkedElsewhere[group], state)
      }
    }
  }

  private func hasMarked(_ rows: UnsafeBufferPointer<Int32>) -> Bool {
    !plan.markedElsewhere.isEmpty && rows.contains(where: plan.markedElsewhere.contains)
  }

  private func apply(
    _ keep: Exclusion.Keep, toBasis rows: UnsafeBufferPointer<Int32>, isMarked: Bool,
    _ state: ClaimState
  ) {
    if isMarked {
      for row in rows where state.amounts[Int(row)] > 0 {
        state.set(Int(row), to: 0, else: .supportedElsewhere)
      }
      return
    }
    // Nearly all are alone of their kind on the basis, so that the best of them is found on the way.
    var (due, winner, standAlone) = (0, -1, true)
    for row in rows.lazy.map({ Int($0) }) where state.amounts[row] > 0 {
      due += 1
      standAlone = standAlone && !hasAllies[plan.measure(of: row)]
      let isBetter =
        winner < 0
        || (keep == .first ? comesBefore(row, winner) : precedes(row, winner, state))
      if isBetter { winner = row }
    }
    if due < 2 { return }
    if standAlone {
      for row in rows.lazy.map({ Int($0) }) where state.amounts[row] > 0 && row != winner {
        state.exclude(row, by: Int32(winner))
      }
    } else {
      keepBestAllies(rows.map(Int.init).filter { state.amounts[$0] > 0 }, keep, state)
    }
  }

  private func comesBefore(_ a: Int, _ b: Int) -> Bool { plan.ranks[a] < plan.ranks[b] }

  private func exclude(_ rows: [Int], by winner: Int, _ state: ClaimState) {
    for row in rows { state.exclude(row, by: Int32(winner)) }
  }

  /// Higher amount first; ties by article, item, claim id.
  private func precedes(_ a: Int, _ b: Int, _ state: ClaimState) -> Bool {
    let (x, y) = (state.amounts[a], state.amounts[b])
    return x != y ? x > y : standsBefore(a, b)
  }

  private func standsBefore(_ a: Int, _ b: Int) -> Bool {
    let (m, n) = (plan.measure(of: a), plan.measure(of: b))
    if places[m] != places[n] { return places[m] < places[n] }
    return comesBefore(a, b)
  }

  /// The claims of one subject on one basis: rises of one ladder and the parts of one split stand
  /// together against the rest.
  private func keepBestAllies(_ rows: [Int], _ keep: Exclusion.Keep, _ state: ClaimState) {
    var allies: [Ally: [Int]] = [:]
    for row in rows { allies[ally(of: row), default: []].append(row) }
    for (ally, members) in allies {
      if case .parts(let measure) = ally {
        allies[ally] = keepBestOfEachPart(members, measure, keep, state)
      }
    }
    let sides = allies.values.map { members in
      (
        amount: members.reduce(0) { $0 + state.amounts[$1] },
        lowest: members.min { standsBefore($0, $1) }!, members: members
      )
    }
    guard sides.count > 1 else { return }
    let winner = sides.min { a, b in
      if keep == .first { return firstRank(a.members) < firstRank(b.members) }
      return a.amount != b.amount ? a.amount > b.amount : standsBefore(a.lowest, b.lowest)
    }!
    let excluder = winner.members.min { precedes($0, $1, state) }!
    for side in sides where side.lowest != winner.lowest {
      exclude(side.members, by: excluder, state)
    }
  }

  private func firstRank(_ rows: [Int]) -> Int32 { rows.map { plan.ranks[$0] }.min()! }

  private enum Ally: Hashable {
    case ladder(String)
    case parts(measure: Int)
    case alone(row: Int)
  }

  private func ally(of row: Int) -> Ally {
    let index = plan.measure(of: row)
    let measure = policy.measures[index]
    if let ladder = measure.ladder { return .ladder(ladder.family) }
    return measure.rivalsUnlessDiffers == nil ? .alone(row: row) : .parts(measure: index)
  }

  /// Claims for the same part of a split do compete.
  private func keepBestOfEachPart(
    _ members: [Int], _ measure: Int, _ keep: Exclusion.Keep, _ state: ClaimState
  ) -> [Int] {
    let input = policy.measures[measure].rivalsUnlessDiffers!
    var best: [String: Int] = [:]
    for row in members {
      let part = cell(plan.population.claims[measure].inputs[input], row - plan.offsets[measure])
      if let other = best[part] {
        let comesFirst =
          keep == .first ? comesBefore(row, other) : precedes(row, other, state)
        if !comesFirst { continue }
      }
      best[part] = row
    }
    for row in members {
      let part = cell(plan.population.claims[measure].inputs[input], row - plan.offsets[measure])
      if best[part]! != row { state.exclude(row, by: Int32(best[part]!)) }
    }
    return members.filter { state.amounts[$0] > 0 }
  }

  /// A cell as a key for equality.
  private func cell(_ column: Column, _ row: Int) -> String {
    switch column {
    case .numbers(let cells): "\(cells[row])"
    case .flags(let cells), .levels(let cells): "\(cells[row])"
    case .dates(let cells): "\(cells[row])"
    case .text(let column): column[row]
    }
  }
}
