extension Expression {
  /// The expressions of which it is made.
  package var operands: [Expression] {
    switch self {
    case .parameter, .input, .enterprise, .claim, .flag: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b),
      .fullSteps(let a, let b), .startedSteps(let a, let b), .plusMonths(let a, let b),
      .fullMonths(let a, let b), .fullYears(let a, let b), .compare(_, let a, let b):
      [a, b]
    case .minimum(let terms), .maximum(let terms), .all(let terms), .any(let terms): terms
    case .lookup(let keys, let rows, let otherwise):
      keys + rows.map(\.value) + (otherwise.map { [$0] } ?? [])
    case .conditional(let a, let b, let c): [a, b, c]
    case .compareGrowth(_, let now, let before, let bound): [now, before, bound]
    case .isOne(_, let a), .known(let a), .not(let a): [a]
    case .atLeast(let count, let terms): [count] + terms
    }
  }

  /// Whether it or anything in it is such an expression.
  package func contains(where predicate: (Expression) -> Bool) -> Bool {
    predicate(self) || operands.contains { $0.contains(where: predicate) }
  }

  /// Whether it needs a claim, not only an enterprise.
  package var readsClaim: Bool {
    contains { part in
      switch part {
      case .claim, .input: true
      default: false
      }
    }
  }
}
