import PolicyCatalogue

/// The claims whose outcome reads the same ones of the numbers that a batch changes: they are settled
/// once for each distinct tuple of these, however many points share it.
struct ClaimClass: Sendable {
  /// The changed numbers of the policy that bear on these claims, ascending.
  var parameters: [Int]
  /// Rows of the whole plan, ascending; closed under what meets what.
  var rows: [Int32]

  /// The classes that a change of some parameters reaches.
  ///
  /// Complexity: O(rows of the measures reached and of what they meet).
  static func classes(
    changing parameters: [Int], plan: Plan, ties: Ties, readers: ParameterReaders
  ) -> [ClaimClass] {
    let read = plan.policy.measures.indices.map { measure in
      parameters.filter { readers[$0].settled.contains(measure) }
    }
    var rows: [[Int]: [Int32]] = [:]
    for measure in plan.policy.measures.indices where !read[measure].isEmpty {
      // An assumed amount follows the claims of its measure; no rule reads it.
      let claims = plan.offsets[measure]..<plan.offsets[measure] + plan.source(of: measure).count
      let free = claims.lazy.filter { !ties.isTied[$0] }.map { Int32($0) }
      rows[read[measure], default: []].append(contentsOf: free)
    }
    for component in ties.components.indices {
      let members = ties.components[component]
      var all: [Int] = []
      var last = -1
      for row in members {
        let measure = plan.measure(of: Int(row))
        if measure == last || read[measure].isEmpty { continue }
        all = all.isEmpty || all == read[measure] ? read[measure] : all.union(read[measure])
        last = measure
      }
      if !all.isEmpty { rows[all, default: []].append(contentsOf: members) }
    }
    return rows.map { ClaimClass(parameters: $0.key, rows: $0.value.sorted()) }
      .sorted { $0.parameters.lexicographicallyPrecedes($1.parameters) }
  }
}

extension [Int] {
  /// Precondition: both ascend.
  fileprivate func union(_ other: [Int]) -> [Int] { Set(self).union(other).sorted() }
}
