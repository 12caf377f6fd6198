import PolicyCatalogue
import Population

extension Plan {
  /// The groups of claims on one basis, whoever makes them, in no order.
  ///
  /// Most bases have a single claim: only those that get a second one are written down, in one pass over
  /// the claims, and put together by counting, so that nothing large is sorted.
  static func sharedBases(_ population: Population, _ offsets: [Int]) -> RowGroups {
    let last = population.claims.reduce(-1) { last, claims in
      claims.bases.reduce(last) { $0 > $1 ? $0 : $1 }
    }
    let none: Int32 = -1
    var shared: [(basis: Int32, row: Int32)] = []
    var counts: [Int32] = []
    // By basis: the row of its first claim; once a second one has come, −2 − the number of the basis
    // among the shared ones.
    _ = [Int32](count: Int(last) + 1) { first in
      first.initialize(repeating: none)
      for (measure, claims) in population.claims.enumerated() {
        var row = Int32(offsets[measure])
        for basis in claims.bases {
          if basis >= 0 {
            let known = first[Int(basis)]
            if known == none {
              first[Int(basis)] = row
            } else if known >= 0 {
              let number = Int32(counts.count)
              first[Int(basis)] = -2 - number
              counts.append(2)
              shared.append((number, known))
              shared.append((number, row))
            } else {
              counts[Int(-2 - known)] += 1
              shared.append((-2 - known, row))
            }
          }
          row += 1
        }
      }
    }
    var starts: [Int] = [0]
    starts.reserveCapacity(counts.count + 1)
    for count in counts { starts.append(starts.last! + Int(count)) }
    var next = starts
    let rows = [Int32](unsafeUninitializedCapacity: shared.count) { rows, count in
      for (basis, row) in shared {
        rows[next[Int(basis)]] = row
        next[Int(basis)] += 1
      }
      count = shared.count
    }
    return RowGroups(rows: rows, starts: starts)
  }

  static func markedElsewhere(_ population: Population, _ offsets: [Int]) -> Set<Int32> {
    var marked: Set<Int32> = []
    for (measure, claims) in population.claims.enumerated() {
      let rows = ClaimFlags.elsewhere.pick(0..<claims.count, of: claims)
      for row in rows { marked.insert(Int32(offsets[measure]) + row) }
    }
    return marked
  }

  /// What names a set of groups: whose claims, and what they have in common.
  struct GroupKey: Hashable, Sendable {
    var measures: [Int]
    var scope: Scope
  }

  /// The groups that the policy's rules ask for.
  static func groupKeys(_ policy: Policy) -> Set<GroupKey> {
    var keys: Set<GroupKey> = []
    for (index, measure) in policy.measures.enumerated() {
      if let best = measure.best { keys.insert(GroupKey(measures: [index], scope: best.scope)) }
      if let limit = measure.limit { keys.insert(GroupKey(measures: [index], scope: limit.scope)) }
    }
    for rule in policy.bestRules {
      keys.insert(GroupKey(measures: rule.measures, scope: rule.best.scope))
    }
    for rule in policy.limitRules {
      keys.insert(GroupKey(measures: rule.measures, scope: rule.limit.scope))
    }
    for rule in policy.exclusions {
      if let measures = rule.measures {
        keys.insert(GroupKey(measures: measures, scope: rule.scope))
      }
    }
    return keys
  }

  /// The claims of some measures by what the scope names; assumed claims belong to nobody.
  static func groups(
    _ key: GroupKey, _ population: Population, _ offsets: [Int], _ ranks: RowRanks
  ) -> RowGroups {
    var keyed: [(key: UInt64, row: Int32)] = []
    keyed.reserveCapacity(key.measures.reduce(0) { $0 + population.claims[$1].count })
    for measure in key.measures {
      let claims = population.claims[measure]
      for index in 0..<claims.count {
        let enterprise = claims.enterprises[index]
        let subject = population.register.subjects[Int(enterprise)]
        let row = Int32(offsets[measure] + index)
        switch key.scope {
        case .enterprise: keyed.append((UInt64(enterprise), row))
        case .subject: keyed.append((UInt64(subject), row))
        case .basis:
          let basis = claims.bases[index]
          if basis >= 0 {
            keyed.append((UInt64(UInt32(subject)) << 32 | UInt64(UInt32(basis)), row))
          }
        }
      }
    }
    return RowGroups(keyed: keyed, ranks: ranks, least: 1)
  }

  func groups(of measures: [Int], by scope: Scope) -> RowGroups {
    groups[GroupKey(measures: measures, scope: scope)]!
  }

  /// Place of every row in the order of claim ids; the ledger's claims, and the assumed ones between
  /// them.
  static func ranks(
    _ policy: Policy, _ population: Population, _ offsets: [Int],
    _ assumedRows: [(measure: Int, row: Int)]
  ) -> RowRanks {
    let order = population.order
    if assumedRows.isEmpty { return RowRanks(order.ranks) }
    let assumed = assumedRows.map { measure, row in
      let id = assumedClaimID(policy.measures[measure])
      return (id: id, row: row, before: order.countOfClaims(before: id))
    }.sorted { ($0.before, $0.id) < ($1.before, $1.id) }
    var ranks = [Int32](repeating: 0, count: offsets[offsets.count - 1])
    for (measure, claims) in population.claims.enumerated() {
      for index in 0..<claims.count {
        ranks[offsets[measure] + index] = Int32(order.rank(table: measure, row: index))
      }
    }
    // Each claim moves up by the assumed ones before it.
    for row in ranks.indices {
      let rank = Int(ranks[row])
      ranks[row] += Int32(assumed.count { $0.before <= rank })
    }
    for (place, claim) in assumed.enumerated() {
      ranks[claim.row] = Int32(claim.before + place)
    }
    return RowRanks(ranks)
  }
}

extension Plan {
  /// By group of `bases`: whether one of its rows is marked as supported elsewhere.
  static func isMarkedElsewhere(
    _ bases: RowGroups, _ marked: Set<Int32>, of rowCount: Int
  ) -> [Bool] {
    if marked.isEmpty { return [Bool](repeating: false, count: bases.count) }
    var isMarked = [Bool](repeating: false, count: rowCount)
    for row in marked { isMarked[Int(row)] = true }
    return bases.indices.map { group in bases[group].contains { isMarked[Int($0)] } }
  }
}
