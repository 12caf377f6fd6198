import PolicyCatalogue
import Population

/// Which claims meet each other: on a basis, in what a company may have, or in a fund.
///
/// A claim that meets none is free, and its measure is evaluated for it alone. The others fall into
/// the connected components of what meets what, which are settled together.
struct Ties: Sendable {
  /// Rows of each component of two or more, ascending.
  let components: RowGroups
  /// By row.
  let isTied: [Bool]

  /// - Parameter throughFunds: whether the claims on a fund meet in it.
  /// - Complexity: O(rows + rows in groups).
  init(of plan: Plan, throughFunds: Bool = true) {
    var sets = DisjointSets(count: plan.count)
    for groups in [plan.bases] + plan.groups.values {
      for group in groups.indices { sets.join(groups[group].lazy.map { Int($0) }) }
    }
    for (index, measure) in plan.policy.measures.enumerated()
    where throughFunds && measure.fund != nil {
      sets.join(plan.rows(of: index))
    }
    // Most claims are free: only those that met another are sorted.
    isTied = sets.joined
    var keyed: [(key: UInt64, row: Int32)] = []
    for row in 0..<plan.count where isTied[row] {
      keyed.append((UInt64(sets.root(of: row)), Int32(row)))
    }
    components = RowGroups(keyed: keyed, least: 2)
  }
}

/// Union-find with path halving (Tarjan & van Leeuwen, "Worst-case analysis of set union algorithms",
/// 1984); the root of a set is its lowest member, so that nothing depends on the order of joining.
private struct DisjointSets {
  private var parents: [Int32]
  private(set) var joined: [Bool]

  init(count: Int) {
    parents = (0..<Int32(count)).map { $0 }
    joined = [Bool](repeating: false, count: count)
  }

  mutating func root(of member: Int) -> Int {
    var member = member
    while parents[member] != member {
      parents[member] = parents[Int(parents[member])]
      member = Int(parents[member])
    }
    return member
  }

  mutating func join(_ members: some Collection<Int>) {
    guard members.count > 1, let first = members.first else { return }
    joined[first] = true
    for member in members.dropFirst() {
      joined[member] = true
      let (a, b) = (root(of: first), root(of: member))
      if a < b { parents[b] = Int32(a) } else if b < a { parents[a] = Int32(b) }
    }
  }
}
