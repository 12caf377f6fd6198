package import PolicyCatalogue

extension Parameter {
  package func json(of value: Fraction) -> JSON {
    switch kind {
    case .number: .exact(value)
    case .date: .string(Self.dateText(value))
    }
  }

  /// A plain decimal number or a date, without its unit.
  package func plainText(of value: Fraction) -> String {
    switch kind {
    case .number: Decimal.exact(value)
    case .date: Self.dateText(value)
    }
  }

  /// `yuan/tonne`, `date`, or nothing for a plain number.
  package var unit: String {
    switch kind {
    case .number(let dimension): dimension.symbol
    case .date: "date"
    }
  }

  static func dateText(_ days: Fraction) -> String {
    CalendarDate(daysSince1970: Int(days.floor)).description
  }
}

extension Parameter {
  package func json(in policy: Policy) -> JSON {
    .object([
      "address": .string(address),
      "value": json(of: follows.map { policy.parameters[$0].value } ?? value),
      "unit": .string(unit),
      "step": .exact(step),
      "minimum": minimum.map { json(of: $0) } ?? .null,
      "maximum": maximum.map { json(of: $0) } ?? .null,
      "follows": .optional(follows.map { policy.parameters[$0].address }),
      "measure": .optional(measure.map { policy.measures[$0].id }),
    ])
  }
}
