import CKernels
package import Diagnostics
import PolicyCatalogue
package import Population

extension Panel {
  /// The panel of a scenario and a population.
  ///
  /// nil where they do not have the form: every measure that is claimed pays a rate up to a cap; of
  /// rivals, measures of an exclusion by enterprise, the highest is kept, and nothing else joins claims;
  /// a claimant claims a measure once; amounts are rounded half up to the fen; cells fit in 31 bits.
  ///
  /// - Throws: `DataError` where eligibility cannot be computed exactly.
  package static func make(
    _ scenario: Scenario, _ population: Population, threads: Int? = nil
  ) throws(DataError) -> Panel? {
    let threads = threads ?? Parallel.availableThreads
    let policy = scenario.policy
    guard policy.rounds(half: .halfUp, toFenOf: scenario.values),
      policy.awardRounding == nil, policy.paymentRounding == nil, policy.bestRules.isEmpty,
      policy.limitRules.isEmpty, policy.reductions.isEmpty, scenario.assumed.isEmpty,
      let order = policy.rivals
    else { return nil }
    let claimed = order.map { group in group.filter { population.claims[$0].count > 0 } }
      .filter { !$0.isEmpty }
    let measures = claimed.joined().map { PanelMeasure($0, of: policy) }
    if measures.isEmpty || measures.contains(where: { $0 == nil }) { return nil }
    let isOpen = try openClaims(scenario, population, threads)
    return Panel(
      scenario, population, measures.map { $0! }, groups: claimed.map { UInt8($0.count) }, isOpen,
      threads)
  }

  /// By measure and row of its table: whether nothing bars the claim.
  private static func openClaims(
    _ scenario: Scenario, _ population: Population, _ threads: Int
  ) throws(DataError) -> [[Bool]] {
    // Whether claims meet on a basis is of interest below; which exclusions they are in is not.
    var alone = scenario
    alone.policy.exclusions = []
    let plan = Plan(scenario: alone, population: population, threads: threads)
    let settler = try Settler(plan: plan, values: scenario.values, threads: threads)
    let state = ClaimState(
      Assessment(
        assessed: [Double](repeating: 1, count: plan.count),
        reasons: [Reason](repeating: .none, count: plan.count), held: []), excludes: false)
    for step in scenario.policy.steps {
      switch step {
      case .deferral: try settler.barDeferred(state)
      case .validity: settler.barOutsideValidity(state)
      case .eligibility: try settler.barIneligible(state)
      case .ladders, .exclusivity, .best, .limits, .reductions, .funds: break
      }
    }
    return scenario.policy.measures.indices.map { measure in
      plan.rows(of: measure).map { state.amounts[$0] > 0 }
    }
  }

  private convenience init?(
    _ scenario: Scenario, _ population: Population, _ measures: [PanelMeasure], groups: [UInt8],
    _ isOpen: [[Bool]], _ threads: Int
  ) {
    let register = population.register
    var columns: [PanelColumn] = []
    var isPayable = [Bool](repeating: false, count: register.count)
    for measure in measures {
      let claims = population.claims[measure.measure]
      guard claims.bases.allSatisfy({ $0 < 0 }),
        case .numbers(let cells) = claims.inputs[measure.input]
      else { return nil }
      var (unit, most) = (Int64(0), Int64(0))
      for row in 0..<claims.count where isOpen[measure.measure][row] && cells[row] > 0 {
        let cell = Int64(cells[row])
        unit = Int64(greatestCommonDivisor(UInt128(unit), UInt128(cell)))
        most = max(most, cell)
        isPayable[Int(claims.enterprises[row])] = true
      }
      unit = max(1, unit)
      if most / unit >= 1 << 31 { return nil }
      columns.append(PanelColumn(unit: unit, most: most / unit))
    }
    let towns = register.text(.town)
    let (enterprises, townOfTile) = Self.rows(of: isPayable, towns)
    var slots = [Int32](repeating: -1, count: register.count)
    for (slot, enterprise) in enterprises.enumerated() where enterprise >= 0 {
      slots[Int(enterprise)] = Int32(slot)
    }
    let tileSize = Self.tileRows * measures.count
    let tiles = UnsafeMutableBufferPointer<Int32>.allocate(capacity: townOfTile.count * tileSize)
    adviseLargePages(UnsafeMutableRawBufferPointer(tiles))
    tiles.initialize(repeating: 0)
    for (column, measure) in measures.enumerated() {
      let claims = population.claims[measure.measure]
      guard case .numbers(let cells) = claims.inputs[measure.input] else { return nil }
      for row in 0..<claims.count where isOpen[measure.measure][row] && cells[row] > 0 {
        let slot = Int(slots[Int(claims.enterprises[row])])
        let (tile, place) = slot.quotientAndRemainder(dividingBy: Self.tileRows)
        let cell = tile * tileSize + column * Self.tileRows + place
        if tiles[cell] != 0 {
          tiles.deallocate()
          return nil
        }
        tiles[cell] = Int32(Int64(cells[row]) / columns[column].unit)
      }
    }
    self.init(
      scenario: scenario, measures: measures, columns: columns, groups: groups, towns: townOfTile,
      townNames: towns.values, enterprises: enterprises, enterpriseCount: register.count,
      cells: tiles, threads: threads)
  }

  /// Who stands in which row of the tiles, town by town in the order of the register, and the town of
  /// each tile; the last tile of a town is filled up with nobody.
  private static func rows(
    of isPayable: [Bool], _ towns: TextColumn
  ) -> (enterprises: [Int32], towns: [Int32]) {
    var members = [[Int32]](repeating: [], count: towns.values.count)
    for row in isPayable.indices where isPayable[row] {
      members[Int(towns.codes[row])].append(Int32(row))
    }
    var (enterprises, townOfTile): ([Int32], [Int32]) = ([], [])
    for (town, rows) in members.enumerated() where !rows.isEmpty {
      let tiles = (rows.count + tileRows - 1) / tileRows
      enterprises += rows
      enterprises += [Int32](repeating: -1, count: tiles * tileRows - rows.count)
      townOfTile += [Int32](repeating: Int32(town), count: tiles)
    }
    return (enterprises, townOfTile)
  }
}

extension Policy {
  /// Whether assessed amounts are rounded so, to whole fen.
  fileprivate func rounds(
    half direction: Rounding.Direction, toFenOf values: ParameterValues
  ) -> Bool {
    guard case .parameter(let unit) = assessedRounding.unit else { return false }
    return assessedRounding.direction == direction && values[unit] == Fraction(1, 100)
  }

  /// The computable measures in groups of rivals, of which the highest is kept and of equals the first;
  /// nil where claims are joined in another way.
  fileprivate var rivals: [[Int]]? {
    var groups: [[Int]] = []
    var isGrouped = [Bool](repeating: false, count: measures.count)
    for rule in exclusions {
      guard let rivals = rule.measures else { continue }
      guard rule.scope == .enterprise, rule.keep == .highest, rivals.count < 256,
        rivals.allSatisfy({ !isGrouped[$0] })
      else { return nil }
      for measure in rivals { isGrouped[measure] = true }
      groups.append(
        rivals.sorted {
          (measures[$0].article, measures[$0].item) < (measures[$1].article, measures[$1].item)
        })
    }
    for index in measures.indices where measures[index].isComputable && !isGrouped[index] {
      groups.append([index])
    }
    return groups
  }
}
