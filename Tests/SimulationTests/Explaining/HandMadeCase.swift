import Diagnostics
import PolicyCatalogue
import Population
import Simulation

/// A policy, a register and a ledger built claim by claim in a test, so that the engine is tested
/// without the reader of policies.
struct HandMadeCase {
  enum Cell {
    /// In the smallest unit: fen, a count, millionths of a rate.
    case number(Double)
    case flag(Bool)
    case date(String?)
    case level(String)
  }

  struct Claimant {
    var id: String
    var group = ""
    var cells: [RegisterColumn: Cell] = [:]
  }

  struct Claim {
    var id: String
    var enterprise: String
    var basis = ""
    var filedOn = "2017-05-01"
    var settleNextYear = false
    var elsewhere = false
    var cells: [Cell] = []
  }

  static let location = SourceLocation(file: "hand-made.yaml", line: 1, column: 1)

  var parameters: [Parameter] = []
  var measures: [Measure] = []
  var claimants: [Claimant] = []
  var claims: [Int: [Claim]] = [:]
  var configurePolicy: [(inout Policy) -> Void] = []
  var budget = Scenario.Budget.unlimited
  var assumed: [Int: Int64] = [:]
  var waivedRules: Set<Int> = []
  var assessedUnit = Fraction(1, 100)
  var assessedDirection = Rounding.Direction.halfUp

  // MARK: policy

  /// A number of the policy, in its natural unit; a position belongs to the measure added next.
  mutating func number(
    _ value: Fraction, _ dimension: Dimension = .none, isBandPosition: Bool = false
  ) -> Expression {
    parameters.append(
      Parameter(
        address: "p.\(parameters.count)", kind: .number(dimension), value: value, step: 1,
        isBandPosition: isBandPosition, measure: isBandPosition ? measures.count : nil,
        location: Self.location))
    return .parameter(parameters.count - 1)
  }

  mutating func yuan(_ value: Fraction) -> Expression { number(value, .money) }

  mutating func date(_ text: String) -> Expression {
    parameters.append(
      Parameter(
        address: "p.\(parameters.count)", kind: .date, value: Fraction(Self.day(text)), step: 1,
        location: Self.location))
    return .parameter(parameters.count - 1)
  }

  /// Adds a measure and returns its index; articles count from 1.
  @discardableResult
  mutating func measure(
    _ id: String, inputs: [InputSchema] = [], award: Award?,
    _ configure: (inout Measure) -> Void = { _ in }
  ) -> Int {
    var measure = Measure(
      id: id, chapter: 0, article: measures.count + 1, item: 1,
      shape: award == nil ? .open : .rate, title: Message(id, zh: id), location: Self.location)
    measure.inputs = inputs
    measure.award = award
    configure(&measure)
    measures.append(measure)
    return measures.count - 1
  }

  /// A measure that awards the money that a claim asks.
  @discardableResult
  mutating func asked(_ id: String, _ configure: (inout Measure) -> Void = { _ in }) -> Int {
    measure(
      id, inputs: [.money("asked_yuan")], award: Award(base: .amount(.input(0))), configure)
  }

  mutating func policy(_ configure: @escaping (inout Policy) -> Void) {
    configurePolicy.append(configure)
  }

  // MARK: ledger

  /// A claimant without anything against it.
  mutating func claimant(
    _ id: String, group: String = "", _ cells: [RegisterColumn: Cell] = [:]
  ) {
    claimants.append(Claimant(id: id, group: group, cells: cells))
  }

  mutating func claim(
    _ id: String, of measure: Int, by enterprise: String, basis: String = "",
    filedOn: String = "2017-05-01", settleNextYear: Bool = false, elsewhere: Bool = false,
    _ cells: Cell...
  ) {
    if !claimants.contains(where: { $0.id == enterprise }) { claimant(enterprise) }
    claims[measure, default: []].append(
      Claim(
        id: id, enterprise: enterprise, basis: basis, filedOn: filedOn,
        settleNextYear: settleNextYear, elsewhere: elsewhere, cells: cells))
  }

  /// A claim of a measure that awards what is asked, in whole yuan.
  mutating func ask(
    _ id: String, _ yuan: Int, of measure: Int = 0, by enterprise: String = "E",
    basis: String = "", elsewhere: Bool = false, filedOn: String = "2017-05-01"
  ) {
    claim(
      id, of: measure, by: enterprise, basis: basis, filedOn: filedOn, elsewhere: elsewhere,
      .number(Double(yuan) * 100))
  }

  static func day(_ text: String) -> Int {
    let parts = text.split(separator: "-").map { Int($0)! }
    return CalendarDate(year: parts[0], month: parts[1], day: parts[2]).daysSince1970
  }

  // MARK: building

  func scenario() -> Scenario {
    var parameters = parameters
    parameters.append(
      Parameter(
        address: "rounding.assessed.unit", kind: .number(.money), value: assessedUnit,
        step: assessedUnit, location: Self.location))
    var policy = Policy(
      id: "hand-made", title: Message("hand-made", zh: "手工"), source: "",
      valid: ValidityPeriod(from: Self.day("2017-01-01"), to: Self.day("2017-12-31"), article: 90),
      chapters: [Chapter(id: "chapter-1", title: Message("one", zh: "一"))], measures: measures,
      registerColumns: RegisterColumn.allCases.map(\.schema), parameters: parameters,
      assessedRounding: Rounding(
        unit: .parameter(parameters.count - 1), direction: assessedDirection),
      hash: "", path: "")
    policy.pools = [Pool(id: "all", measures: Array(measures.indices))]
    for configure in configurePolicy { configure(&policy) }
    return Scenario(
      path: "hand-made.yaml", title: Message("hand-made", zh: "手工"), policy: policy, year: 2017,
      population: .directory(""), budget: budget, pools: policy.pools,
      values: ParameterValues(of: policy), assumed: assumed, waivedRules: waivedRules, hash: "")
  }

  func population() -> Population {
    var bases: [String: Int32] = [:]
    let tables = measures.indices.map { index -> ClaimTable in
      var table = ClaimTable(measure: index)
      let claims = claims[index] ?? []
      for claim in claims {
        table.ids.append(claim.id.utf8)
        table.enterprises.append(Int32(claimants.firstIndex { $0.id == claim.enterprise }!))
        table.filedOn.append(Int32(Self.day(claim.filedOn)))
        table.settleNextYear.append(claim.settleNextYear ? 1 : 0)
        table.elsewhere.append(claim.elsewhere ? 1 : 0)
        if !claim.basis.isEmpty && bases[claim.basis] == nil {
          bases[claim.basis] = Int32(bases.count)
        }
        table.bases.append(bases[claim.basis] ?? -1)
      }
      table.inputs = measures[index].inputs.indices.map { input in
        Self.column(claims.map { $0.cells[input] }, measures[index].inputs[input])
      }
      return table
    }
    return Population(register: register(), claims: tables, hash: "")
  }

  private func register() -> Register {
    var (ids, names) = (IdentifierColumn(), IdentifierColumn())
    var subjects: [Int32] = []
    var known: [String: Int32] = [:]
    for claimant in claimants {
      ids.append(claimant.id.utf8)
      names.append(claimant.id.utf8)
      let name = claimant.group.isEmpty ? "alone \(claimant.id)" : "group \(claimant.group)"
      if known[name] == nil { known[name] = Int32(known.count) }
      subjects.append(known[name]!)
    }
    let columns = RegisterColumn.allCases.map { column -> Column in
      switch column.schema.type {
      case .text:
        let texts = claimants.map { claimant -> String in
          if case .level(let text) = claimant.cells[column] { return text }
          return column == .group ? claimant.group : ""
        }
        return .text(
          TextColumn(codes: texts.indices.map { Int32($0) }, values: texts))
      default:
        return Self.column(
          claimants.map { $0.cells[column] ?? Self.blank(column.schema) }, column.schema)
      }
    }
    return Register(
      ids: ids, names: names, columns: columns, subjects: subjects, subjectCount: known.count)
  }

  private static func blank(_ schema: InputSchema) -> Cell {
    switch schema.type {
    case .number: .number(0)
    case .flag: .flag(false)
    case .date: .date(nil)
    case .level(let levels): .level(levels[0])
    case .text: .level("")
    }
  }

  static func column(_ cells: [Cell], _ schema: InputSchema) -> Column {
    switch schema.type {
    case .number:
      .numbers(cells.map { if case .number(let number) = $0 { number } else { .nan } })
    case .flag:
      .flags(cells.map { if case .flag(true) = $0 { 1 } else { 0 } })
    case .date:
      .dates(
        cells.map {
          if case .date(let day?) = $0 { Int32(Self.day(day)) } else { Column.blankDate }
        })
    case .level(let levels):
      .levels(
        cells.map { cell in
          guard case .level(let level) = cell else { return 255 }
          return UInt8(levels.firstIndex(of: level)!)
        })
    case .text:
      .text(
        TextColumn(
          codes: cells.indices.map { Int32($0) },
          values: cells.map { if case .level(let text) = $0 { text } else { "" } }))
    }
  }

  // MARK: results

  func settle() throws -> Outcome {
    let (scenario, population) = (scenario(), population())
    return Outcome(
      settlement: try ReferenceSettlement.settle(scenario: scenario, population: population),
      scenario: scenario, population: population)
  }

  struct Outcome {
    var settlement: Settlement
    var scenario: Scenario
    var population: Population

    func row(_ id: String) -> Int {
      for table in population.claims {
        for row in 0..<table.count where table.ids[row] == id {
          return settlement.claims.offsets[table.measure] + row
        }
      }
      for measure in scenario.assumed.keys
      where "assumed:\(scenario.policy.measures[measure].id)" == id {
        return settlement.claims.offsets[measure + 1] - 1
      }
      fatalError("no claim \(id)")
    }

    func id(_ row: Int) -> String {
      let measure = settlement.claims.measure(of: row)
      let index = row - settlement.claims.offsets[measure]
      let table = population.claims[measure]
      return index < table.count
        ? table.ids[index] : "assumed:\(scenario.policy.measures[measure].id)"
    }

    /// In fen.
    func assessed(_ id: String) -> Int { Int(settlement.claims.assessed[row(id)]) }
    func award(_ id: String) -> Int { Int(settlement.claims.awards[row(id)]) }
    func paid(_ id: String) -> Int { Int(settlement.claims.paid[row(id)]) }

    /// As results show it.
    func reason(_ id: String) -> String {
      let reason = settlement.claims.reasons[row(id)]
      if let rule = reason.eligibilityRule {
        return "ineligible:\(scenario.policy.eligibility[rule].id)"
      }
      if reason == .excluded {
        return "excluded-by:\(self.id(Int(settlement.claims.excluders[row(id)])))"
      }
      return reason.code
    }

    /// `"10000"`, or `"0 below-threshold"`; the award in fen.
    subscript(id: String) -> String {
      let reason = reason(id)
      return reason.isEmpty ? "\(award(id))" : "\(award(id)) \(reason)"
    }

    func explain(_ id: String) throws -> Explanation {
      try Explainer(scenario: scenario, population: population, settlement: settlement).explain(id)
    }
  }
}

extension InputSchema {
  static func money(_ name: String) -> InputSchema {
    InputSchema(name: name, type: .number(.money, .money, unit: "元", decimals: 2))
  }

  static func count(_ name: String) -> InputSchema {
    InputSchema(name: name, type: .number(.count, .none, unit: "", decimals: 0))
  }

  static func flag(_ name: String) -> InputSchema { InputSchema(name: name, type: .flag) }

  static func date(_ name: String) -> InputSchema {
    InputSchema(name: name, type: .date, isOptional: true)
  }

  static func level(_ name: String, _ levels: String...) -> InputSchema {
    InputSchema(name: name, type: .level(levels))
  }
}
