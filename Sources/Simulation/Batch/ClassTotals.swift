import PolicyCatalogue

/// What the claims of a class come to at one tuple of its numbers: by measure, in fen.
struct ClassTotals: Sendable {
  private(set) var awards: [Int64]
  /// The part of the awards that is paid before all others.
  private(set) var protected: [Int64]

  init(measures: Int) {
    awards = [Int64](repeating: 0, count: measures)
    protected = awards
  }

  /// Of some rows, all by default, of a plan that has been settled.
  init(_ settler: Settler, _ state: ClaimState, rows: [Int32]? = nil) {
    self.init(measures: settler.policy.measures.count)
    let plan = settler.plan
    guard let rows else {
      for measure in awards.indices { add(plan.rows(of: measure), measure, settler, state) }
      return
    }
    var first = 0
    for measure in awards.indices {
      let end = plan.offsets[measure + 1]
      var last = first
      while last < rows.count, rows[last] < end { last += 1 }
      add(rows[first..<last].lazy.map { Int($0) }, measure, settler, state)
      first = last
    }
  }

  private mutating func add(
    _ rows: some Collection<Int>, _ measure: Int, _ settler: Settler, _ state: ClaimState
  ) {
    if rows.isEmpty { return }
    let protection = settler.protection(of: measure)
    // All awards together are below 2^53 fen, so that these sums are exact.
    var (award, protected) = (0.0, 0.0)
    for row in rows {
      award += state.amounts[row]
      protected += protection.part(of: state.amounts[row])
    }
    awards[measure] += Int64(award)
    self.protected[measure] += Int64(protected)
  }

  static func += (a: inout ClassTotals, b: ClassTotals) {
    for measure in a.awards.indices {
      a.awards[measure] += b.awards[measure]
      a.protected[measure] += b.protected[measure]
    }
  }

  static func -= (a: inout ClassTotals, b: ClassTotals) {
    for measure in a.awards.indices {
      a.awards[measure] -= b.awards[measure]
      a.protected[measure] -= b.protected[measure]
    }
  }
}
