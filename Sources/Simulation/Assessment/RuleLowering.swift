import PolicyCatalogue
import Population

/// Lowers the catalogue's expressions and shapes to a `RuleGraph` for one point of the parameters.
///
/// The parameters become constants, so that common denominators and bounds are known when the graph is
/// compiled, and what a point does not use is folded away.
struct RuleLowering {
  var graph = RuleGraph()
  let values: ParameterValues
  let source: RowSource
  /// Reads another input in the place of one: the level held before in the place of the new one.
  var substitution: [Int: Int] = [:]

  init(values: ParameterValues, source: RowSource) {
    self.values = values
    self.source = source
  }

  mutating func lower(_ expression: Expression) throws(Fraction.Overflow) -> RuleGraph.ID {
    switch expression {
    case .parameter(let index): return graph.constant(values[index])
    case .input, .enterprise, .claim: return leaf(try reference(expression))
    case .flag(let value): return graph.truth(value)

    case .add(let a, let b): return try graph.add(lower(a), lower(b))
    case .subtract(let a, let b): return try graph.subtract(lower(a), lower(b))
    case .multiply(let a, let b): return try graph.multiply(lower(a), lower(b))
    case .divide(let a, let b): return try graph.divide(lower(a), lower(b))
    case .minimum(let terms):
      return try fold(terms) { graph, a, b in graph.minimum(a, b) }
    case .maximum(let terms):
      return try fold(terms) { graph, a, b in graph.maximum(a, b) }
    case .fullSteps(let quantity, let size):
      return graph.floor(try graph.divide(lower(quantity), lower(size)))
    case .startedSteps(let quantity, let size):
      return try ceiling(graph.divide(lower(quantity), lower(size)))
    case .lookup(let keys, let rows, let otherwise):
      return try lookup(keys, rows, otherwise)
    case .conditional(let condition, let a, let b):
      return try graph.select(lower(condition), lower(a), lower(b))

    case .plusMonths(let date, let months):
      return graph.insert(.plusMonths(try lower(date), try lower(months)))
    case .fullMonths(let from, let to):
      return graph.insert(.fullMonths(try lower(from), try lower(to)))
    case .fullYears(let from, let to):
      let months = graph.insert(.fullMonths(try lower(from), try lower(to)))
      return graph.floor(try graph.multiply(months, graph.constant(Fraction(1, 12))))

    case .compare(let comparison, let a, let b):
      let (x, y) = (try lower(a), try lower(b))
      return isDate(x) || isDate(y)
        ? graph.insert(.compareDates(comparison, x, y)) : graph.compare(comparison, x, y)
    case .compareGrowth(let comparison, let now, let before, let bound):
      return try growth(comparison, lower(now), lower(before), lower(bound))
    case .isOne(let names, let operand): return try membership(of: names, reference(operand))
    case .known(let operand): return graph.insert(.known(try reference(operand)))
    case .all(let terms):
      return try fold(terms) { graph, a, b in graph.and(a, b) }
    case .any(let terms):
      return try fold(terms) { graph, a, b in graph.or(a, b) }
    case .not(let term): return graph.not(try lower(term))
    case .atLeast(let count, let terms):
      var ids: [RuleGraph.ID] = []
      for term in terms { ids.append(try lower(term)) }
      return graph.compare(.greaterOrEqual, graph.insert(.count(ids)), try lower(count))
    }
  }

  private func reference(_ expression: Expression) throws(Fraction.Overflow) -> ColumnReference {
    switch expression {
    case .input(let index): return .input(substitution[index] ?? index)
    case .enterprise(let index): return .enterprise(index)
    case .claim(.filedOn): return .filedOn
    case .claim(.settleNextYear): return .settleNextYear
    default: preconditionFailure("the catalogue lets only columns stand here")
    }
  }

  private mutating func leaf(_ reference: ColumnReference) -> RuleGraph.ID {
    switch source.schema(of: reference).type {
    case .number: graph.insert(.number(reference))
    case .flag: graph.insert(.flag(reference))
    case .date: graph.insert(.date(reference))
    case .level, .text: preconditionFailure("levels and text are only compared")
    }
  }

  private func isDate(_ id: RuleGraph.ID) -> Bool {
    switch graph[id] {
    case .date, .plusMonths: true
    case .select(_, let a, let b): isDate(a) || isDate(b)
    default: false
    }
  }

  private mutating func fold(
    _ terms: [Expression],
    _ combine: (inout RuleGraph, RuleGraph.ID, RuleGraph.ID) -> RuleGraph.ID
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    var result = try lower(terms[0])
    for term in terms.dropFirst() {
      let next = try lower(term)
      result = combine(&graph, result, next)
    }
    return result
  }

  private mutating func lookup(
    _ keys: [Expression], _ rows: [LookupRow], _ otherwise: Expression?
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    var result =
      try otherwise.map { value throws(Fraction.Overflow) in try lower(value) }
      ?? graph.constant(.zero)
    for row in rows.reversed() {
      var matches = graph.truth(true)
      for (key, name) in zip(keys, row.keys) {
        matches = graph.and(matches, try membership(of: [name], reference(key)))
      }
      result = graph.select(matches, try lower(row.value), result)
    }
    return result
  }

  /// Names become codes of the very column that is read, since the level held before has a list of
  /// its own.
  private mutating func membership(
    of names: [String], _ reference: ColumnReference
  ) -> RuleGraph.ID {
    switch source.schema(of: reference).type {
    case .level(let allowed):
      var mask: UInt64 = 0
      for (code, name) in allowed.enumerated() where names.contains(name) { mask |= 1 << code }
      return mask == 0 ? graph.truth(false) : graph.insert(.levels(reference, mask))
    case .text:
      guard case .text(let column) = source.column(reference) else {
        preconditionFailure("the column does not have its schema's type")
      }
      let codes = column.values.indices.filter { names.contains(column.values[$0]) }.map(Int32.init)
      return codes.isEmpty ? graph.truth(false) : graph.insert(.texts(reference, codes))
    case .number:
      var result = graph.truth(false)
      for name in names {
        guard let count = Int(name) else {
          preconditionFailure("the catalogue lets only whole numbers stand here")
        }
        let cell = graph.insert(.number(reference))
        result = graph.or(
          result, graph.compare(.equal, cell, graph.constant(Fraction(Int128(count)))))
      }
      return result
    case .flag, .date: preconditionFailure("the catalogue lets only levels stand here")
    }
  }

  /// (now − before) ÷ before against a bound, without the division: the comparison turns round where
  /// `before` is below zero, and growth from zero meets what asks for more.
  private mutating func growth(
    _ comparison: Comparison, _ now: RuleGraph.ID, _ before: RuleGraph.ID, _ bound: RuleGraph.ID
  ) throws(Fraction.Overflow) -> RuleGraph.ID {
    let zero = graph.constant(.zero)
    let gain = try graph.subtract(now, before)
    let asked = try graph.multiply(bound, before)
    let fromZero = graph.select(
      graph.compare(.greater, now, zero),
      graph.truth(comparison == .greater || comparison == .greaterOrEqual),
      graph.compare(comparison, zero, bound))
    return graph.select(
      graph.compare(.equal, before, zero), fromZero,
      graph.select(
        graph.compare(.less, before, zero), graph.compare(comparison.mirrored, gain, asked),
        graph.compare(comparison, gain, asked)))
  }

  mutating func ceiling(_ id: RuleGraph.ID) throws(Fraction.Overflow) -> RuleGraph.ID {
    let minusOne = graph.constant(Fraction(-1))
    return try graph.multiply(graph.floor(graph.multiply(id, minusOne)), minusOne)
  }

  mutating func all(_ conditions: [Condition]) throws(Fraction.Overflow) -> RuleGraph.ID {
    var result = graph.truth(true)
    for condition in conditions { result = graph.and(result, try lower(condition.expression)) }
    return result
  }
}
