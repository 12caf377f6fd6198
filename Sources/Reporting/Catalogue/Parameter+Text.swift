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
