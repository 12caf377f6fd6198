import PolicyCatalogue

/// The claims of one measure before they are numbered across the ledger.
struct ClaimDraft: Sendable {
  var table: ClaimTable
  /// Whether a claim stands on the basis that its subject's claims share.
  var isShared: [Bool]

  init(
    _ plan: MeasurePlan, register: SyntheticRegister, strata: Strata,
    assumptions: SyntheticAssumptions
  ) {
    let seed = assumptions.seed
    let (rows, turns) = Self.filers(plan, register, strata, seed: seed)
    let filing = assumptions.filing

    table = ClaimTable(measure: plan.measure)
    table.enterprises = rows
    table.filedOn.reserveCapacity(rows.count)
    let dates = RandomStream(seed: seed, "claim", plan.id, "filed on")
    for (row, turn) in zip(rows, turns) {
      let (place, late) = dates.uniforms(Int(row), turn: Int(turn))
      if late < filing.late {
        table.filedOn.append(Int32(filing.to + 1 + Int(place * Double(filing.lateDays))))
      } else {
        let from = max(filing.from, Int(register.registeredOn[Int(row)]))
        table.filedOn.append(Int32(from + Int(place * Double(max(0, filing.to - from) + 1))))
      }
    }
    table.settleNextYear = rows.map { register.defers[Int($0)] }

    let bases = RandomStream(seed: seed, "claim", plan.id, "basis")
    isShared = []
    isShared.reserveCapacity(rows.count)
    for (row, turn) in zip(rows, turns) {
      let (shared, elsewhere) = bases.uniforms(Int(row), turn: Int(turn))
      let isElsewhere = elsewhere < assumptions.claims.elsewhere
      table.elsewhere.append(isElsewhere ? 1 : 0)
      isShared.append(!isElsewhere && shared < plan.sharedBasis)
    }
    table.inputs = plan.cells.columns(
      CellContext(rows: rows, turns: turns, filedOn: table.filedOn), register.facts,
      followsSize: assumptions.claims.followsSize)
  }

  /// The rows that file, ascending, and which claim of the row each is.
  private static func filers(
    _ plan: MeasurePlan, _ register: SyntheticRegister, _ strata: Strata, seed: UInt64
  ) -> (rows: [Int32], turns: [Int32]) {
    // Claimants that can file, by weight; the expected number of claims is shared out over them.
    let eligible = strata.industryCounts.map { counts in
      guard let industries = plan.industries else { return counts.reduce(0, +) }
      return zip(counts, industries).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    }
    let weight = zip(eligible, plan.weights).reduce(0.0) { $0 + Double($1.0) * $1.1 }
    if weight <= 0 || plan.propensity <= 0 { return ([], []) }
    let expected = plan.propensity * Double(register.sizes.count)

    var chosen: [Int32] = []
    let choice = RandomStream(seed: seed, "claim", plan.id, "files")
    for stratum in 0..<strata.count where plan.weights[stratum] > 0 && eligible[stratum] > 0 {
      let chance = min(1, expected * plan.weights[stratum] / weight)
      let rows = strata.rows[stratum]
      // Gaps between filers are geometric: one draw a filer, not one a claimant.
      let scale = chance < 1 ? 1 / portableLog(1 - chance) : 0
      if chance <= 0x1p-50 { continue }
      var place = -1
      var turn = 0
      while true {
        let gap = scale == 0 ? 0 : portableLog(choice.uniform(turn, turn: stratum)) * scale
        if gap >= Double(rows.count - place) { break }
        place += 1 + Int(gap)
        if place >= rows.count { break }
        turn += 1
        let row = rows[place]
        if let industries = plan.industries, !industries[Int(register.industries[Int(row)] + 1)] {
          continue
        }
        chosen.append(row)
      }
    }
    chosen.sort()

    if plan.again <= 0 || plan.most < 2 {
      return (chosen, [Int32](repeating: 0, count: chosen.count))
    }
    let repeats = RandomStream(seed: seed, "claim", plan.id, "again")
    var rows: [Int32] = []
    var turns: [Int32] = []
    rows.reserveCapacity(chosen.count * 5 / 4)
    turns.reserveCapacity(chosen.count * 5 / 4)
    for row in chosen {
      var turn = 0
      repeat {
        rows.append(row)
        turns.append(Int32(turn))
        turn += 1
      } while turn < plan.most && repeats.uniform(Int(row), turn: turn) < plan.again
    }
    return (rows, turns)
  }
}
