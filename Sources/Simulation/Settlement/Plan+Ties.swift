import PolicyCatalogue
import Population

extension Plan {
  /// A subject and a basis as one number.
  private static func key(subject: Int32, basis: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: subject)) << 32 | UInt64(UInt32(bitPattern: basis))
  }

  /// The groups of claims of one subject on one basis, and the rows marked as supported elsewhere.
  ///
  /// Most bases have a single claim: those are counted out first, so that only claims that may compete
  /// are sorted.
  static func bases(
    _ population: Population, _ offsets: [Int], _ ranks: [Int32]
  ) -> (RowGroups, Set<Int32>) {
    var claimsOnBasis: [Int32] = []
    for claims in population.claims {
      for basis in claims.bases where basis >= 0 {
        while Int(basis) >= claimsOnBasis.count {
          claimsOnBasis.append(contentsOf: repeatElement(0, count: max(1024, claimsOnBasis.count)))
        }
        claimsOnBasis[Int(basis)] += 1
      }
    }
    var keyed: [(key: UInt64, row: Int32)] = []
    var elsewhere: Set<Int32> = []
    for (measure, claims) in population.claims.enumerated() {
      for index in 0..<claims.count {
        let basis = claims.bases[index]
        let row = Int32(offsets[measure] + index)
        let subject = population.register.subjects[Int(claims.enterprises[index])]
        if claims.elsewhere[index] != 0 { elsewhere.insert(row) }
        if basis >= 0, claimsOnBasis[Int(basis)] > 1 {
          keyed.append((key(subject: subject, basis: basis), row))
        }
      }
    }
    return (RowGroups(keyed: keyed, ranks: ranks, least: 2), elsewhere)
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
    _ key: GroupKey, _ population: Population, _ offsets: [Int], _ ranks: [Int32]
  ) -> RowGroups {
    var keyed: [(key: UInt64, row: Int32)] = []
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
          if basis >= 0 { keyed.append((Self.key(subject: subject, basis: basis), row)) }
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
  ) -> [Int32] {
    let order = ClaimOrder(population)
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
    if assumed.isEmpty { return ranks }
    // Each claim moves up by the assumed ones before it.
    for row in ranks.indices {
      let rank = Int(ranks[row])
      ranks[row] += Int32(assumed.count { $0.before <= rank })
    }
    for (place, claim) in assumed.enumerated() {
      ranks[claim.row] = Int32(claim.before + place)
    }
    return ranks
  }
}
