import Diagnostics

/// Gives every part of an expression its type, and bare numbers their unit.
struct ExpressionChecker<Scope: ExpressionScope> {
  let scope: Scope

  typealias Problem = ExpressionProblem

  /// - Parameter expected: The unit that a bare number would take.
  func check(_ syntax: Syntax, expected: Dimension?) throws(Problem) -> Typed {
    switch syntax {
    case .number(let number, let ordinal, let at):
      let dimension = number.dimension ?? expected ?? .none
      return Typed(
        expression: try scope.parameter(number, dimension: dimension, ordinal: ordinal, at: at),
        type: .number(dimension))
    case .date(let day, let ordinal, let at):
      return Typed(
        expression: try scope.parameter(date: day, ordinal: ordinal, at: at), type: .date)
    case .word(let word, let at):
      return try scope.resolve(word, at: at)
    case .quoted(let text, let at):
      throw Problem(
        at: at,
        Message("'\(text)' is compared with nothing", zh: "“\(text)”没有与任何字段比较"),
        expected: Message("a comparison such as track == '\(text)'", zh: "如 track == '\(text)' 的比较")
      )
    case .arithmetic(let operation, let left, let right, let at):
      return try arithmetic(operation, left, right, at: at, expected: expected)
    case .compare(let comparison, let left, let right, let at):
      return try compare(comparison, left, right, at: at)
    case .isIn(let subject, let levels, _):
      return try membership(subject, levels)
    case .all(let parts, _):
      return Typed(expression: .all(try conditions(parts)), type: .flag)
    case .any(let parts, _):
      return Typed(expression: .any(try conditions(parts)), type: .flag)
    case .not(let inner, _):
      return Typed(expression: .not(try condition(inner)), type: .flag)
    case .call(let function, let arguments, let at):
      return try call(function, arguments, at: at, expected: expected)
    }
  }

  func condition(_ syntax: Syntax) throws(Problem) -> Expression {
    let typed = try check(syntax, expected: nil)
    guard typed.type == .flag || typed.type == .unresolved else {
      throw Problem(
        at: syntax.start,
        Message(
          "this is \(typed.type.described.english)", zh: "此处是\(typed.type.described.chinese)"),
        expected: ValueType.flag.described)
    }
    return typed.expression
  }

  func conditions(_ parts: [Syntax]) throws(Problem) -> [Expression] {
    var result: [Expression] = []
    for part in parts { result.append(try condition(part)) }
    return result
  }

  /// A number and its unit; nil where a later pass will know it.
  func number(
    _ syntax: Syntax, expected: Dimension?
  ) throws(Problem) -> (expression: Expression, dimension: Dimension?) {
    let typed = try check(syntax, expected: expected)
    switch typed.type {
    case .number(let dimension): return (typed.expression, dimension)
    case .unresolved: return (typed.expression, nil)
    default:
      throw Problem(
        at: syntax.start,
        Message(
          "this is \(typed.type.described.english)", zh: "此处是\(typed.type.described.chinese)"),
        expected: Message("a number", zh: "数"))
    }
  }

  func plainNumber(_ syntax: Syntax) throws(Problem) -> Expression {
    let (expression, dimension) = try number(syntax, expected: Dimension.none)
    if let dimension, dimension != .none {
      throw mismatch(at: syntax.start, dimension, expected: .none)
    }
    return expression
  }

  func date(_ syntax: Syntax) throws(Problem) -> Expression {
    let typed = try check(syntax, expected: nil)
    guard typed.type == .date || typed.type == .unresolved else {
      throw Problem(
        at: syntax.start,
        Message(
          "this is \(typed.type.described.english)", zh: "此处是\(typed.type.described.chinese)"),
        expected: ValueType.date.described)
    }
    return typed.expression
  }

  func mismatch(at offset: Int, _ found: Dimension, expected: Dimension) -> Problem {
    Problem(
      at: offset,
      Message("this is \(found.described.english)", zh: "此处是\(found.described.chinese)"),
      expected: expected.described)
  }

  /// Numbers of one unit; bare ones take it from the others, or from `expected`.
  func unified(
    _ parts: [Syntax], expected: Dimension?, at offset: Int
  ) throws(Problem) -> (expressions: [Expression], dimension: Dimension?) {
    let unit = parts.lazy.compactMap(inferred).first ?? expected
    var expressions: [Expression] = []
    var known: Dimension?
    for part in parts {
      let (expression, dimension) = try number(part, expected: unit)
      expressions.append(expression)
      guard let dimension else { continue }
      if let known, known != dimension {
        throw Problem(
          at: offset,
          Message(
            "\(known.described.english) meets \(dimension.described.english)",
            zh: "\(known.described.chinese)与\(dimension.described.chinese)不能直接相比或相加"),
          expected: Message("numbers of one unit", zh: "单位相同的数"))
      }
      known = known ?? dimension
    }
    return (expressions, known)
  }

  /// The unit that an expression has without help from outside; nil if it is bare, unknown or no number.
  func inferred(_ syntax: Syntax) -> Dimension? {
    switch syntax {
    case .number(let number, _, _): return number.dimension
    case .word(let word, let at):
      // Words that are levels are no names; their comparison resolves them.
      guard let typed = try? scope.resolve(word, at: at), case .number(let dimension) = typed.type
      else { return nil }
      return dimension
    case .arithmetic(.add, let left, let right, _), .arithmetic(.subtract, let left, let right, _):
      return inferred(left) ?? inferred(right)
    case .arithmetic(.multiply, let left, let right, _):
      let (a, b) = (inferred(left), inferred(right))
      return a == nil && b == nil ? nil : (a ?? .none) * (b ?? .none)
    case .arithmetic(.divide, let left, let right, _):
      let (a, b) = (inferred(left), inferred(right))
      return a == nil && b == nil ? nil : (a ?? .none) / (b ?? .none)
    case .call(.share, let sides, _) where sides.count == 2:
      // A bare side takes the unit of the other, so that the quotient has none.
      let (a, b) = (inferred(sides[0]), inferred(sides[1]))
      return a == nil || b == nil ? Dimension.none : a! / b!
    case .call(.min, let parts, _), .call(.max, let parts, _):
      return parts.lazy.compactMap(inferred).first
    case .call(.choice, let parts, _):
      return parts.dropFirst().lazy.compactMap(inferred).first
    case .call(.fullSteps, _, _), .call(.startedSteps, _, _), .call(.fullYears, _, _),
      .call(.fullMonths, _, _):
      return Dimension.none
    default: return nil
    }
  }

  private func arithmetic(
    _ operation: Syntax.Arithmetic, _ left: Syntax, _ right: Syntax, at offset: Int,
    expected: Dimension?
  ) throws(Problem) -> Typed {
    switch operation {
    case .add, .subtract:
      let (parts, unit) = try unified([left, right], expected: expected, at: offset)
      let expression: Expression =
        operation == .add ? .add(parts[0], parts[1]) : .subtract(parts[0], parts[1])
      return Typed(expression: expression, type: unit.map(ValueType.number) ?? .unresolved)
    case .multiply, .divide:
      let (a, first) = try number(left, expected: nil)
      let (b, second) = try number(right, expected: nil)
      let expression: Expression = operation == .multiply ? .multiply(a, b) : .divide(a, b)
      guard let first, let second else { return Typed(expression: expression, type: .unresolved) }
      if operation == .multiply, first.exponents["yuan", default: 0] > 0,
        second.exponents["yuan", default: 0] > 0
      {
        throw Problem(
          at: offset,
          Message(
            "money times money: \(first.symbol) × \(second.symbol)",
            zh: "金额乘以金额:\(first.symbol) × \(second.symbol)"),
          expected: Message("one side without money", zh: "其中一方不是金额"))
      }
      let unit = operation == .multiply ? first * second : first / second
      return Typed(expression: expression, type: .number(unit))
    }
  }
}
