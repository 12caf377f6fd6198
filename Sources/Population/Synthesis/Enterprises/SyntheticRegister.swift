import Diagnostics
import PolicyCatalogue

/// The register made from candidates and their copies, with what claims follow of a claimant.
struct SyntheticRegister: Sendable {
  var register: Register
  var facts: ClaimantFacts
  /// Indices in the assumptions; −1 for none.
  var towns: [Int32]
  var industries: [Int32]
  var sizes: [Int32]
  var registeredOn: [Int32]
  /// Whether the claimant, new in the year, chose to settle next year.
  var defers: [UInt8]

  init(
    _ assumptions: SyntheticAssumptions, policy: Policy, candidates: Candidates, sources: [Int32],
    fixedValues: [[Double]], attributes: CorrelatedAttributes, ownColumns: CellPlans,
    parallel: ParallelBlocks
  ) {
    let count = sources.count
    let shares = assumptions.register
    let filing = assumptions.filing
    func stream(_ name: String) -> RandomStream {
      RandomStream(seed: assumptions.seed, "register", name)
    }
    func flags(_ name: String, _ share: Double, companiesOnly: Bool = true) -> [UInt8] {
      let stream = stream(name)
      let isCompany = isCompany
      return parallel.column(count) { row in
        (!companiesOnly || isCompany[row]) && stream.uniform(row) < share ? 1 : 0
      }
    }
    func inverted(_ flags: [UInt8]) -> [UInt8] { flags.map { 1 - $0 } }

    let kinds = sources.map { candidates.kinds[Int($0)] }
    towns = sources.map { candidates.towns[Int($0)] }
    industries = sources.map { candidates.industries[Int($0)] }
    sizes = sources.map { candidates.sizes[Int($0)] }
    let isBusiness = kinds.map { $0 < 0 || assumptions.kinds[Int($0)].isBusiness }
    let company = RegisterColumn.kinds.firstIndex(of: "company")!
    let kindCodes = kinds.map { kind in
      kind < 0
        ? company
        : RegisterColumn.kinds.firstIndex(of: assumptions.kinds[Int(kind)].name) ?? company
    }
    let isCompany = kindCodes.map { $0 == company }

    // Attributes: those of the candidate, then the others given them.
    let rowIndustries = industries
    var draws = candidates.draws.map { column in sources.map { column[Int($0)] } }
    var values = fixedValues
    for attribute in attributes.fixedCount..<max(attributes.fixedCount, attributes.attributes.count)
    {
      draws.append(parallel.column(count) { attributes.draw(attribute, row: $0) })
      let drawn = draws
      values.append(
        parallel.column(count) { row in
          guard isBusiness[row] else { return 0 }
          let normal = attributes.normal(attribute) { drawn[$0][row] }
          return attributes.value(attribute, normal: normal, industry: Int(rowIndustries[row]))
        })
    }
    let sizing = attributes.index(of: CorrelatedAttributes.sizing)
    let drawn = draws
    let sizeNormals = parallel.column(count) { row in
      guard let sizing, isBusiness[row] else { return 0.0 }
      return attributes.normal(sizing) { drawn[$0][row] }
    }
    facts = ClaimantFacts(
      kinds: kinds, sizeNormals: sizeNormals,
      attributes: Dictionary(
        uniqueKeysWithValues: zip(attributes.attributes.map(\.name), values)))

    // Fraud, and the day of registration, which lies before it was found.
    let fraudStream = stream("fraud_found_on")
    let fraud = parallel.column(count) { row -> Int32 in
      guard isCompany[row] else { return Column.blankDate }
      let (chance, place) = fraudStream.uniforms(row)
      let year = 365.2425
      let from = Double(filing.from)
      var bound = shares.fraudThisYear
      if chance < bound { return Int32(from + place * Double(filing.to - filing.from + 1)) }
      bound += shares.fraudRecent
      if chance < bound { return Int32(from - 1 - place * (3 * year - 2)) }
      bound += shares.fraudLongAgo
      if chance < bound { return Int32(from - 3 * year - 2 - place * 5 * year) }
      return Column.blankDate
    }
    let registeredStream = stream("registered_on")
    let registered = parallel.column(count) { row -> Int32 in
      let (chance, place) = registeredStream.uniforms(row)
      let isNew = chance < shares.newcomers && fraud[row] == Column.blankDate
      let last = fraud[row] == Column.blankDate ? filing.from - 1 : Int(fraud[row]) - 365
      let (from, to) = isNew ? (filing.from, filing.to) : (min(shares.registeredFrom, last), last)
      return Int32(from + Int(place * Double(to - from + 1)))
    }
    registeredOn = registered
    let deferStream = stream("settle_next_year")
    defers = parallel.column(count) { row in
      isCompany[row] && Int(registered[row]) >= shares.deferFrom
        && deferStream.uniform(row) < shares.deferring ? 1 : 0
    }

    let grades = Self.levels(of: .safetyGrade)
    let gradeChoice = Choice(
      grades.map { grade in
        shares.safetyGrades.first { $0.name == grade }?.factor
          ?? (grade.isEmpty && shares.safetyGrades.isEmpty ? 1 : 0)
      })
    let gradeStream = stream("safety_grade")
    let safety = parallel.column(count) { row in
      isCompany[row] ? UInt8(gradeChoice.pick(gradeStream.uniform(row))) : 0
    }

    // Identifiers and names.
    let width = String(count).utf8.count
    var ids = IdentifierColumn()
    var names = IdentifierColumn()
    ids.reserveCapacity(rows: count, bytesEach: width + 1)
    names.reserveCapacity(rows: count, bytesEach: 40)
    let invented = InventedNames(prefix: assumptions.namePrefix, rows: count)
    let parts = parallel.mapRows(count) { range in
      range.map { row -> [UInt8] in
        if RegisterColumn.kinds[kindCodes[row]] == "individual" {
          return Array(invented.person(row).utf8)
        }
        let industry = rowIndustries[row]
        return Array(
          invented.enterprise(
            row, industry: industry < 0 ? "" : assumptions.industries[Int(industry)].name,
            suffix: kinds[row] < 0 ? "" : assumptions.kinds[Int(kinds[row])].suffix
          ).utf8)
      }
    }
    for part in parts { for name in part { names.append(name) } }
    for row in 0..<count { ids.append(paddedIdentifier("E", row + 1, width: width)) }

    let groups = Groups(
      count: count, isCompany: isCompany, share: shares.grouped, largest: shares.largestGroup,
      stream: stream("group"))

    var columns: [Column] = []
    for column in RegisterColumn.allCases {
      switch column {
      case .enterprise, .name: columns.append(.text(TextColumn()))
      case .kind: columns.append(.levels(kindCodes.map { UInt8($0) }))
      case .town:
        columns.append(.text(Self.text(towns, assumptions.towns.map(\.name))))
      case .industry:
        columns.append(.text(Self.text(industries, assumptions.industries.map(\.name))))
      case .size: columns.append(.text(Self.text(sizes, assumptions.sizes.map(\.name))))
      case .group: columns.append(.text(groups.column))
      case .registeredOn: columns.append(.dates(registered))
      case .registeredHere:
        columns.append(.flags(inverted(flags("registered_here", shares.notRegisteredHere))))
      case .taxedHere: columns.append(.flags(inverted(flags("taxed_here", shares.notTaxedHere))))
      case .penalised: columns.append(.flags(flags("penalised", shares.penalised)))
      case .safetyAccident:
        columns.append(.flags(flags("safety_accident", shares.safetyAccident)))
      case .safetyGrade: columns.append(.levels(safety))
      case .energyTargetMet:
        columns.append(.flags(inverted(flags("energy_target_met", shares.energyTargetMissed))))
      case .fraudFoundOn: columns.append(.dates(fraud))
      case .specialDeal: columns.append(.flags(flags("special_deal", shares.specialDeal)))
      case .revenue:
        columns.append(.numbers(Self.cells(facts.attributes, column.schema, count: count)))
      }
    }
    let context = CellContext(
      rows: (0..<count).map { Int32($0) }, turns: [Int32](repeating: 0, count: count),
      filedOn: [Int32](repeating: Int32(filing.from), count: count))
    let own = policy.registerColumns.dropFirst(RegisterColumn.allCases.count)
    let made = ownColumns.columns(context, facts, followsSize: assumptions.claims.followsSize)
    for (schema, column) in zip(own, made) {
      let isAttribute = facts.attributes[schema.name] != nil
      if isAttribute, case .number = schema.type {
        columns.append(.numbers(Self.cells(facts.attributes, schema, count: count)))
      } else {
        columns.append(column)
      }
    }
    register = Register(
      ids: ids, names: names, columns: columns, subjects: groups.subjects,
      subjectCount: groups.subjectCount)
  }

  private static func levels(of column: RegisterColumn) -> [String] {
    guard case .level(let levels) = column.schema.type else { preconditionFailure() }
    return levels
  }

  /// An attribute in units of the column; zeros where the scenario has no such attribute.
  private static func cells(
    _ attributes: [String: [Double]], _ schema: InputSchema, count: Int
  ) -> [Double] {
    guard case .number(_, _, _, let decimals) = schema.type, let values = attributes[schema.name]
    else { return [Double](repeating: 0, count: count) }
    let unit = (0..<decimals).reduce(1.0) { unit, _ in unit * 10 }
    let maximum = schema.maximum.map { ($0.approximation * unit).rounded(.down) } ?? (0x1p53 - 1)
    return values.map { min(($0 * unit).rounded(), maximum) }
  }

  /// Codes in the order of first appearance, as a reader of the written file would give them.
  private static func text(_ indices: [Int32], _ names: [String]) -> TextColumn {
    var column = TextColumn()
    column.codes.reserveCapacity(indices.count)
    var codes = [Int32](repeating: -1, count: names.count + 1)
    for index in indices {
      let place = Int(index) + 1
      if codes[place] < 0 {
        codes[place] = Int32(column.values.count)
        column.values.append(place == 0 ? "" : names[place - 1])
      }
      column.codes.append(codes[place])
    }
    return column
  }
}

/// `E00042`: padded, so that the order of bytes is the order of making.
func paddedIdentifier(_ prefix: Unicode.Scalar, _ number: Int, width: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: UInt8(ascii: "0"), count: width + 1)
  bytes[0] = UInt8(ascii: prefix)
  var rest = number
  var place = width
  while rest > 0 {
    bytes[place] += UInt8(rest % 10)
    rest /= 10
    place -= 1
  }
  return bytes
}
