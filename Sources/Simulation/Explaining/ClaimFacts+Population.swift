internal import BigInt
internal import PolicyCatalogue
internal import Population

extension ExactValue {
  /// The cell of a column of a sheet or of the register.
  init(_ column: Column, row: Int, schema: InputSchema) {
    switch (column, schema.type) {
    case (.numbers(let cells), .number(_, _, _, let decimals)):
      // A cell is a whole number of the smallest unit, below 2^53, so the conversion loses nothing.
      self = .number(Rational(BigInt(Int64(cells[row])), BigInt(10).power(decimals)))
    case (.flags(let cells), .flag):
      self = .flag(cells[row] != 0)
    case (.dates(let cells), .date):
      self = .date(cells[row] == Column.blankDate ? nil : Int(cells[row]))
    case (.levels(let cells), .level(let levels)):
      self = .text(levels[Int(cells[row])])
    case (.text(let text), .text):
      self = .text(text[row])
    default:
      preconditionFailure("column '\(schema.name)' is not of the type that its schema states")
    }
  }
}

extension Register {
  /// A row as the rules see it.
  func facts(row: Int, columns schemas: [InputSchema]) -> [ExactValue] {
    schemas.indices.map { index in
      switch RegisterColumn(rawValue: index) {
      case .enterprise: .text(ids[row])
      case .name: .text(names[row])
      default: ExactValue(columns[index], row: row, schema: schemas[index])
      }
    }
  }
}

extension ClaimTable {
  /// A row as the rules see it; what the register says of the claimant is given.
  func facts(row: Int, measure: Measure, enterprise: [ExactValue]) -> ClaimFacts {
    ClaimFacts(
      inputs: measure.inputs.indices.map {
        ExactValue(inputs[$0], row: row, schema: measure.inputs[$0])
      },
      enterprise: enterprise, filedOn: Int(filedOn[row]), settleNextYear: settleNextYear[row] != 0)
  }
}
