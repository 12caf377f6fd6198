import Diagnostics
import PolicyCatalogue
import Population

/// One cell of a case, in the form that columns store.
enum CaseCell {
  case number(Double)
  case flag(UInt8)
  case date(Int32)
  case level(UInt8)
  case text(String)

  static func blank(_ schema: InputSchema) -> CaseCell {
    switch schema.type {
    case .number: .number(0)
    case .flag: .flag(0)
    case .date: .date(Column.blankDate)
    case .level: .level(0)
    case .text: .text("")
    }
  }

  /// nil once it is reported that the node does not fit the column.
  init?(_ node: YAMLNode, _ schema: InputSchema, _ bag: inout DiagnosticBag) {
    if schema.isOptional, node.isNull || node.asText == "" {
      self = .blank(schema)
      return
    }
    switch schema.type {
    case .number(_, let dimension, _, let decimals):
      guard let value = node.number(dimension, &bag) else { return nil }
      var scale: Int128 = 1
      for _ in 0..<decimals { scale *= 10 }
      let limit = schema.maximum ?? Fraction(Int128(1) << 53, scale)
      guard value >= .zero, value <= limit, let scaled = try? value.times(Fraction(scale)),
        scaled.isInteger, scaled.numerator < Int128(1) << 53
      else {
        node.report(
          expected: Message(
            "a number from 0 to \(limit.decimal) with at most \(decimals) decimals",
            zh: "0 至 \(limit.decimal)、最多 \(decimals) 位小数的数"), &bag)
        return nil
      }
      self = .number(Double(scaled.numerator))
    case .flag:
      guard let flag = node.flag(&bag) else { return nil }
      self = .flag(flag ? 1 : 0)
    case .date:
      guard let day = node.date(&bag) else { return nil }
      self = .date(Int32(day))
    case .level(let levels):
      guard let text = node.text(&bag) else { return nil }
      guard let index = levels.firstIndex(of: text) else {
        node.report(
          expected: .oneOf(levels), suggestion: nearestName(to: text, among: levels), &bag)
        return nil
      }
      self = .level(UInt8(index))
    case .text:
      guard let text = node.text(&bag) else { return nil }
      self = .text(text)
    }
  }
}

struct CaseClaim {
  var id: String
  var measure: Int
  var location: SourceLocation
  var enterprise = 0
  var basis = ""
  var elsewhere = false
  var filedOn = 0
  var settleNextYear = false
  var inputs: [CaseCell] = []
  var award: Int64?
  var paid: Int64?
  var reason: String?
  var followUp: [FollowUp] = []

  init(id: String, measure: Int, location: SourceLocation) {
    self.id = id
    self.measure = measure
    self.location = location
  }
}

/// The enterprises of a case: eligible in every way unless it says otherwise.
struct CaseRegister {
  let policy: Policy
  private(set) var ids: [String] = []
  private var rows: [[CaseCell]] = []

  init(policy: Policy) { self.policy = policy }

  func row(of id: String) -> Int? { ids.firstIndex(of: id) }

  mutating func add(_ id: String, _ node: YAMLNode?, _ bag: inout DiagnosticBag) {
    var row = policy.registerColumns.map(CaseCell.blank)
    row[RegisterColumn.kind.rawValue] = .level(0)
    row[RegisterColumn.registeredOn.rawValue] = .date(
      Int32(CalendarDate(year: 2010, month: 1, day: 1).daysSince1970))
    for column in [RegisterColumn.registeredHere, .taxedHere, .energyTargetMet] {
      row[column.rawValue] = .flag(1)
    }
    if case .level(let grades) = RegisterColumn.safetyGrade.schema.type,
      let grade = grades.firstIndex(of: "A")
    {
      row[RegisterColumn.safetyGrade.rawValue] = .level(UInt8(grade))
    }
    // The id is the key of the case; names play no part.
    let own = policy.registerColumns.enumerated().dropFirst(2)
    let given = node.flatMap { $0.mapping(keys: own.map(\.element.name), &bag) }
    for (index, column) in own {
      if let cell = given?[column.name].flatMap({ CaseCell($0, column, &bag) }) {
        row[index] = cell
      }
    }
    ids.append(id)
    rows.append(row)
  }

  /// The population of a case, and where each of its claims is in it.
  func population(with claims: [CaseClaim]) -> (Population, [ExpectedClaim]) {
    var names = IdentifierColumn()
    var subjects: [Int32] = []
    var groups: [String: Int32] = [:]
    var subjectCount: Int32 = 0
    for (id, row) in zip(ids, rows) {
      names.append(id.utf8)
      guard case .text(let group) = row[RegisterColumn.group.rawValue] else {
        preconditionFailure("a group is text")
      }
      if let subject = groups[group], !group.isEmpty {
        subjects.append(subject)
      } else {
        if !group.isEmpty { groups[group] = subjectCount }
        subjects.append(subjectCount)
        subjectCount += 1
      }
    }
    var columns = policy.registerColumns.indices.map { index in
      Self.column(policy.registerColumns[index], rows.map { $0[index] })
    }
    // Ids and names stand in columns of their own.
    columns[RegisterColumn.enterprise.rawValue] = .text(TextColumn())
    columns[RegisterColumn.name.rawValue] = .text(TextColumn())
    let register = Register(
      ids: names, names: names, columns: columns, subjects: subjects,
      subjectCount: Int(subjectCount))

    var bases: [String: Int32] = [:]
    var expected: [ExpectedClaim] = []
    let tables = policy.measures.indices.map { measure in
      var table = ClaimTable(measure: measure)
      let own = claims.filter { $0.measure == measure }
        .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
      for claim in own {
        expected.append(
          ExpectedClaim(
            id: claim.id, measure: measure, row: table.count, award: claim.award,
            paid: claim.paid, reason: claim.reason, location: claim.location))
        table.ids.append(claim.id.utf8)
        table.enterprises.append(Int32(claim.enterprise))
        let next = Int32(bases.count)
        table.bases.append(
          claim.basis.isEmpty
            ? -1 : bases[claim.basis, default: next])
        if !claim.basis.isEmpty, bases[claim.basis] == nil { bases[claim.basis] = next }
        table.filedOn.append(Int32(claim.filedOn))
        table.settleNextYear.append(claim.settleNextYear ? 1 : 0)
        table.elsewhere.append(claim.elsewhere ? 1 : 0)
      }
      table.inputs = policy.measures[measure].inputs.enumerated().map { index, schema in
        Self.column(schema, own.map { $0.inputs[index] })
      }
      return table
    }
    expected.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    return (Population(register: register, claims: tables, hash: ""), expected)
  }

  private static func column(_ schema: InputSchema, _ cells: [CaseCell]) -> Column {
    switch schema.type {
    case .number:
      return .numbers(cells.map { if case .number(let value) = $0 { value } else { 0 } })
    case .flag:
      return .flags(cells.map { if case .flag(let value) = $0 { value } else { 0 } })
    case .date:
      return .dates(
        cells.map { if case .date(let value) = $0 { value } else { Column.blankDate } })
    case .level:
      return .levels(cells.map { if case .level(let value) = $0 { value } else { 0 } })
    case .text:
      var column = TextColumn()
      for case .text(let value) in cells {
        if let code = column.values.firstIndex(of: value) {
          column.codes.append(Int32(code))
        } else {
          column.codes.append(Int32(column.values.count))
          column.values.append(value)
        }
      }
      return .text(column)
    }
  }
}
