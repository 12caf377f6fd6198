internal import PolicyCatalogue

extension ExactEvaluator {
  /// The unit in which an expression comes out; only for showing it.
  func dimension(of expression: Expression) -> Dimension {
    switch expression {
    case .parameter(let index):
      if case .number(let dimension) = policy.parameters[index].kind { dimension } else { .none }
    case .input(let index): schema(ofInput: index)?.type.dimension ?? .none
    case .enterprise(let index): policy.registerColumns[index].type.dimension
    case .add(let a, _), .subtract(let a, _): dimension(of: a)
    case .multiply(let a, let b): dimension(of: a) * dimension(of: b)
    case .divide(let a, let b): dimension(of: a) / dimension(of: b)
    case .minimum(let terms), .maximum(let terms): dimension(of: terms[0])
    case .lookup(_, let rows, _): dimension(of: rows[0].value)
    case .conditional(_, let then, _): dimension(of: then)
    default: .none
    }
  }

  func schema(ofInput index: Int) -> InputSchema? {
    measure.map { policy.measures[$0].inputs[index] }
  }
}

extension InputType {
  fileprivate var dimension: Dimension {
    if case .number(_, let dimension, _, _) = self { dimension } else { .none }
  }
}
