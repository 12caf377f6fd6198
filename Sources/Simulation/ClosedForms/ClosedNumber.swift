import PolicyCatalogue

/// A rate, a cap or a bound of a rule, made of the policy's numbers alone.
indirect enum ClosedNumber: Sendable {
  case one
  case stated(Expression)
  case product(ClosedNumber, ClosedNumber)
  case lesser(ClosedNumber, ClosedNumber)
  /// Times one and a share.
  case raised(ClosedNumber, by: Expression)

  func value(_ values: (Int) -> Fraction) throws(Fraction.Overflow) -> Fraction {
    switch self {
    case .one: return .one
    case .stated(let expression): return try expression.value(values)
    case .product(let a, let b): return try a.value(values).times(b.value(values))
    case .lesser(let a, let b): return min(try a.value(values), try b.value(values))
    case .raised(let a, let share):
      return try a.value(values).times(Fraction.one.plus(share.value(values)))
    }
  }

  func reads(anyOf parameters: Set<Int>) -> Bool {
    switch self {
    case .one: false
    case .stated(let expression): expression.reads(anyOf: parameters)
    case .product(let a, let b), .lesser(let a, let b):
      a.reads(anyOf: parameters) || b.reads(anyOf: parameters)
    case .raised(let a, let share):
      a.reads(anyOf: parameters) || share.reads(anyOf: parameters)
    }
  }
}

extension Expression {
  /// Whether it is made of the policy's numbers by arithmetic alone.
  var isParametric: Bool {
    switch self {
    case .parameter: true
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b):
      a.isParametric && b.isParametric
    case .minimum(let terms), .maximum(let terms): terms.allSatisfy(\.isParametric)
    default: false
    }
  }

  func reads(anyOf parameters: Set<Int>) -> Bool {
    contains { part in
      if case .parameter(let index) = part { parameters.contains(index) } else { false }
    }
  }

  /// Precondition: `isParametric`.
  fileprivate func value(_ values: (Int) -> Fraction) throws(Fraction.Overflow) -> Fraction {
    switch self {
    case .parameter(let index): return values(index)
    case .add(let a, let b): return try a.value(values).plus(b.value(values))
    case .subtract(let a, let b): return try a.value(values).minus(b.value(values))
    case .multiply(let a, let b): return try a.value(values).times(b.value(values))
    case .divide(let a, let b):
      let divisor = try b.value(values)
      return divisor == .zero ? .zero : try a.value(values).divided(by: divisor)
    case .minimum(let terms):
      var least = try terms[0].value(values)
      for term in terms.dropFirst() { least = min(least, try term.value(values)) }
      return least
    case .maximum(let terms):
      var most = try terms[0].value(values)
      for term in terms.dropFirst() { most = max(most, try term.value(values)) }
      return most
    default: preconditionFailure("only numbers of the policy stand here")
    }
  }
}
