import PolicyCatalogue

/// A rule reduced to a dozen operators, each distinct subexpression once.
///
/// This is the form that the fast path compiles: shapes, tables, growth and rounding have been
/// lowered to sums, products, minima, floors and choices over columns and constants. Operands always
/// have lower numbers than the nodes that use them, so the array is an order of evaluation.
struct RuleGraph: Sendable {
  typealias ID = Int

  enum Node: Sendable, Hashable {
    case constant(Fraction)
    case number(ColumnReference)
    /// Days since 1970-01-01.
    case date(ColumnReference)
    case add(ID, ID)
    case subtract(ID, ID)
    case multiply(ID, ID)
    /// Zero where the divisor is zero.
    case divide(ID, ID)
    case minimum(ID, ID)
    case maximum(ID, ID)
    case floor(ID)
    case select(ID, ID, ID)
    case plusMonths(ID, ID)
    case fullMonths(ID, ID)
    /// How many hold.
    case count([ID])

    case truth(Bool)
    case flag(ColumnReference)
    /// Bit `n` is set where level `n` of the column's list counts.
    case levels(ColumnReference, UInt64)
    /// Codes of the text column, ascending.
    case texts(ColumnReference, [Int32])
    case known(ColumnReference)
    case compare(Comparison, ID, ID)
    /// Unlike numbers, dates may be blank, and then every comparison is false.
    case compareDates(Comparison, ID, ID)
    case and(ID, ID)
    case or(ID, ID)
    case not(ID)
  }

  private(set) var nodes: [Node] = []
  private var known: [Node: ID] = [:]

  init() {}

  subscript(id: ID) -> Node { nodes[id] }

  mutating func insert(_ node: Node) -> ID {
    if let id = known[node] { return id }
    nodes.append(node)
    known[node] = nodes.count - 1
    return nodes.count - 1
  }

  func constant(_ id: ID) -> Fraction? {
    if case .constant(let value) = nodes[id] { value } else { nil }
  }

  func truth(_ id: ID) -> Bool? {
    if case .truth(let value) = nodes[id] { value } else { nil }
  }
}

// Constructors that fold constants, so that a rule whose parameters are known is as small as its text.
extension RuleGraph {
  mutating func constant(_ value: Fraction) -> ID { insert(.constant(value)) }
  mutating func truth(_ value: Bool) -> ID { insert(.truth(value)) }

  mutating func add(_ a: ID, _ b: ID) throws(Fraction.Overflow) -> ID {
    switch (constant(a), constant(b)) {
    case (let x?, let y?): return constant(try x.plus(y))
    case (Fraction.zero, _): return b
    case (_, Fraction.zero): return a
    default: return insert(.add(a, b))
    }
  }

  mutating func subtract(_ a: ID, _ b: ID) throws(Fraction.Overflow) -> ID {
    switch (constant(a), constant(b)) {
    case (let x?, let y?): return constant(try x.minus(y))
    case (_, Fraction.zero): return a
    default: return insert(.subtract(a, b))
    }
  }

  mutating func multiply(_ a: ID, _ b: ID) throws(Fraction.Overflow) -> ID {
    switch (constant(a), constant(b)) {
    case (let x?, let y?): return constant(try x.times(y))
    case (Fraction.one, _): return b
    case (_, Fraction.one): return a
    case (Fraction.zero, _), (_, Fraction.zero): return constant(.zero)
    default: return insert(.multiply(a, b))
    }
  }

  mutating func divide(_ a: ID, _ b: ID) throws(Fraction.Overflow) -> ID {
    guard let divisor = constant(b) else { return insert(.divide(a, b)) }
    if divisor == .zero { return constant(.zero) }
    return try multiply(a, constant(Fraction.one.divided(by: divisor)))
  }

  mutating func minimum(_ a: ID, _ b: ID) -> ID {
    if let x = constant(a), let y = constant(b) { return constant(min(x, y)) }
    return a == b ? a : insert(.minimum(a, b))
  }

  mutating func maximum(_ a: ID, _ b: ID) -> ID {
    if let x = constant(a), let y = constant(b) { return constant(max(x, y)) }
    return a == b ? a : insert(.maximum(a, b))
  }

  mutating func floor(_ a: ID) -> ID {
    if let x = constant(a) { return constant(Fraction(x.floor)) }
    return insert(.floor(a))
  }

  mutating func select(_ condition: ID, _ a: ID, _ b: ID) -> ID {
    if let truth = truth(condition) { return truth ? a : b }
    return a == b ? a : insert(.select(condition, a, b))
  }

  mutating func compare(_ comparison: Comparison, _ a: ID, _ b: ID) -> ID {
    guard let x = constant(a), let y = constant(b) else {
      return insert(.compare(comparison, a, b))
    }
    return truth(comparison.holds(x, y))
  }

  mutating func and(_ a: ID, _ b: ID) -> ID {
    switch (truth(a), truth(b)) {
    case (false, _), (_, false): truth(false)
    case (true, _): b
    case (_, true): a
    default: a == b ? a : insert(.and(a, b))
    }
  }

  mutating func or(_ a: ID, _ b: ID) -> ID {
    switch (truth(a), truth(b)) {
    case (true, _), (_, true): truth(true)
    case (false, _): b
    case (_, false): a
    default: a == b ? a : insert(.or(a, b))
    }
  }

  mutating func not(_ a: ID) -> ID {
    if let value = truth(a) { return truth(!value) }
    if case .not(let inner) = nodes[a] { return inner }
    return insert(.not(a))
  }
}

extension Comparison {
  func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .equal: a == b
    case .notEqual: a != b
    case .greaterOrEqual: a >= b
    case .greater: a > b
    }
  }
}
