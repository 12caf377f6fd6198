import PolicyCatalogue

extension Expression {
  /// The parts that must all hold for it to hold.
  var conjuncts: [Expression] {
    if case .all(let terms) = self { terms.flatMap(\.conjuncts) } else { [self] }
  }

  /// What an enterprise has to be, whatever it claims, for a condition over its claims to hold: no more
  /// than that, so that the others need not be asked. The parts that read the register alone, and that
  /// the dates with which something is compared are known.
  var neededOfEnterprise: Expression {
    let parts = conjuncts.flatMap { part in
      part.readsClaim ? part.comparedDates.map { .known($0) } : [part]
    }
    return parts.isEmpty ? .flag(true) : .all(parts)
  }

  /// A comparison with a blank date is false. (Growth, numbers and levels take blanks as values.)
  private var comparedDates: [Expression] {
    guard case .compare(_, let a, let b) = self else { return [] }
    return [a, b].compactMap(\.shiftedDate)
  }

  /// The date of the register that this is, or is some months after: blank where that is blank.
  private var shiftedDate: Expression? {
    switch self {
    case .enterprise: self
    case .plusMonths(let date, _): date.shiftedDate
    default: nil
    }
  }
}
