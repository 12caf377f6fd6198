import PolicyCatalogue
import Population

/// A column that a rule reads, seen from a claim.
enum ColumnReference: Sendable, Hashable {
  case input(Int)
  /// A column of the register, reached through the claim's enterprise.
  case enterprise(Int)
  case filedOn
  case settleNextYear
}

/// The rows over which a rule runs, and what its column references mean there.
///
/// Two kinds of rows exist: the claims of one measure, and the enterprises of the register, for rules
/// that read nothing of a claim and so are answered once for each enterprise.
struct RowSource: Sendable {
  let register: Register
  /// nil where the rows are the register's own.
  private(set) var claims: ClaimTable?
  let inputs: [InputSchema]
  let registerColumns: [InputSchema]

  init(claims: ClaimTable, of measure: Measure, register: Register, policy: Policy) {
    self.register = register
    self.claims = claims
    inputs = measure.inputs
    registerColumns = policy.registerColumns
  }

  init(register: Register, policy: Policy) {
    self.register = register
    claims = nil
    inputs = []
    registerColumns = policy.registerColumns
  }

  /// The same measure over other claims.
  func with(_ claims: ClaimTable) -> RowSource {
    var source = self
    source.claims = claims
    return source
  }

  var count: Int { claims?.count ?? register.count }

  func schema(of reference: ColumnReference) -> InputSchema {
    switch reference {
    case .input(let index): inputs[index]
    case .enterprise(let index): registerColumns[index]
    case .filedOn: InputSchema(name: "filed_on", type: .date)
    case .settleNextYear: InputSchema(name: "settle_next_year", type: .flag)
    }
  }

  func column(_ reference: ColumnReference) -> Column {
    switch (reference, claims) {
    case (.input(let index), let claims?): claims.inputs[index]
    case (.enterprise(let index), _): register.columns[index]
    case (.filedOn, let claims?): .dates(claims.filedOn)
    case (.settleNextYear, let claims?): .flags(claims.settleNextYear)
    case (_, nil): preconditionFailure("a rule over the register reads a field of a claim")
    }
  }

  /// The row of the column that belongs to a row of the source.
  func row(of reference: ColumnReference, at row: Int) -> Int {
    if case .enterprise = reference, let claims { Int(claims.enterprises[row]) } else { row }
  }

  /// The denominator of a number column: 10^decimals.
  func denominator(of reference: ColumnReference) -> Int128 {
    guard case .number(_, _, _, let decimals) = schema(of: reference).type else { return 1 }
    return (0..<decimals).reduce(1) { power, _ in power * 10 }
  }
}
