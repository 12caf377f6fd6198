extension RuleGraph {
  /// The nodes that the outputs need, operands first.
  func reachable(from outputs: [ID]) -> [ID] {
    var needed = [Bool](repeating: false, count: nodes.count)
    for output in outputs { needed[output] = true }
    for id in nodes.indices.reversed() where needed[id] {
      for operand in nodes[id].operands { needed[operand] = true }
    }
    return nodes.indices.filter { needed[$0] }
  }

  /// The columns that the outputs read.
  func columns(from outputs: [ID]) -> [ColumnReference] {
    var columns: [ColumnReference] = []
    for id in reachable(from: outputs) {
      if let column = nodes[id].column, !columns.contains(column) { columns.append(column) }
    }
    return columns
  }
}

extension RuleGraph.Node {
  var operands: [RuleGraph.ID] {
    switch self {
    case .constant, .number, .date, .truth, .flag, .levels, .texts, .known: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b), .minimum(let a, let b), .maximum(let a, let b),
      .plusMonths(let a, let b), .fullMonths(let a, let b), .compare(_, let a, let b),
      .compareDates(_, let a, let b), .and(let a, let b), .or(let a, let b):
      [a, b]
    case .floor(let a), .not(let a): [a]
    case .select(let condition, let a, let b): [condition, a, b]
    case .count(let terms): terms
    }
  }

  var column: ColumnReference? {
    switch self {
    case .number(let column), .date(let column), .flag(let column), .levels(let column, _),
      .texts(let column, _), .known(let column):
      column
    default: nil
    }
  }
}
