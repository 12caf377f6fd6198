import Diagnostics

extension ExpressionChecker {
  func expect(
    _ count: Int, _ arguments: [Syntax], of function: Syntax.Function, at offset: Int
  ) throws(Problem) {
    guard arguments.count != count else { return }
    throw Problem(
      at: offset,
      Message(
        "\(function.rawValue) has \(arguments.count) arguments",
        zh: "\(function.rawValue) 有 \(arguments.count) 个参数"),
      expected: Message("\(count) arguments", zh: "\(count) 个参数"))
  }

  func call(
    _ function: Syntax.Function, _ arguments: [Syntax], at offset: Int, expected: Dimension?
  ) throws(Problem) -> Typed {
    switch function {
    case .min, .max:
      guard arguments.count >= 2 else {
        throw Problem(
          at: offset,
          Message("\(function.rawValue) has one argument", zh: "\(function.rawValue) 只有一个参数"),
          expected: Message("two arguments or more", zh: "至少两个参数"))
      }
      let (parts, unit) = try unified(arguments, expected: expected, at: offset)
      return Typed(
        expression: function == .min ? .minimum(parts) : .maximum(parts),
        type: unit.map(ValueType.number) ?? .unresolved)
    case .share:
      try expect(2, arguments, of: function, at: offset)
      let (a, first) = try number(arguments[0], expected: inferred(arguments[1]))
      let (b, second) = try number(arguments[1], expected: inferred(arguments[0]))
      guard let first, let second else {
        return Typed(expression: .divide(a, b), type: .unresolved)
      }
      return Typed(expression: .divide(a, b), type: .number(first / second))
    case .fullSteps, .startedSteps:
      try expect(2, arguments, of: function, at: offset)
      let (parts, _) = try unified(arguments, expected: nil, at: offset)
      return Typed(
        expression: function == .fullSteps
          ? .fullSteps(parts[0], parts[1]) : .startedSteps(parts[0], parts[1]),
        type: .number(.none))
    case .growth:
      throw Problem(
        at: offset, Message("growth stands in a comparison only", zh: "growth 只能用在比较中"),
        expected: Message("such as growth(now, before) > 5%", zh: "如 growth(now, before) > 5%"))
    case .atLeast:
      guard arguments.count >= 2 else {
        throw Problem(
          at: offset, Message("at_least counts no condition", zh: "at_least 没有条件"),
          expected: Message("at_least(n, condition, …)", zh: "at_least(n, 条件, …)"))
      }
      return Typed(
        expression: .atLeast(
          try plainNumber(arguments[0]), try conditions(Array(arguments.dropFirst()))),
        type: .flag)
    case .choice:
      return try choice(arguments, at: offset, expected: expected)
    case .plusYears, .plusMonths:
      try expect(2, arguments, of: function, at: offset)
      let start = try date(arguments[0])
      let count = try plainNumber(arguments[1])
      return Typed(
        expression: .plusMonths(start, function == .plusYears ? count.twelvefold : count),
        type: .date)
    case .fullYears, .fullMonths:
      try expect(2, arguments, of: function, at: offset)
      let (from, to) = (try date(arguments[0]), try date(arguments[1]))
      return Typed(
        expression: function == .fullYears ? .fullYears(from, to) : .fullMonths(from, to),
        type: .number(.none))
    case .known:
      try expect(1, arguments, of: function, at: offset)
      let typed = try check(arguments[0], expected: nil)
      switch (typed.type, typed.expression) {
      case (.date, .input), (.date, .enterprise), (.level, _), (.text, _):
        return Typed(expression: .known(typed.expression), type: .flag)
      default:
        throw Problem(
          at: arguments[0].start, Message("this is never blank", zh: "此处不会为空"),
          expected: Message(
            "a column with dates, levels or text; a blank number is 0, a blank flag no",
            zh: "日期、取值或文字型字段;数的空白为 0,是否的空白为否"))
      }
    }
  }

  private func choice(
    _ arguments: [Syntax], at offset: Int, expected: Dimension?
  ) throws(Problem) -> Typed {
    try expect(3, arguments, of: .choice, at: offset)
    let test = try condition(arguments[0])
    let unit = inferred(arguments[1]) ?? inferred(arguments[2]) ?? expected
    let first = try check(arguments[1], expected: unit)
    let second = try check(arguments[2], expected: unit)
    let type = first.type == .unresolved ? second.type : first.type
    let agree = first.type == second.type || second.type == .unresolved || first.type == .unresolved
    switch type {
    case .flag where agree:
      return Typed(
        expression: .any([
          .all([test, first.expression]), .all([.not(test), second.expression]),
        ]), type: .flag)
    case .number where agree, .date where agree, .unresolved where agree:
      return Typed(
        expression: .conditional(test, first.expression, second.expression), type: type)
    default:
      throw Problem(
        at: offset,
        Message(
          "'if' chooses between \(first.type.described.english) and \(second.type.described.english)",
          zh: "if 的两个结果分别是\(first.type.described.chinese)和\(second.type.described.chinese)"),
        expected: Message("two numbers of one unit", zh: "两个单位相同的数"))
    }
  }
}

extension Expression {
  /// Twelve times a number. Expressions hold no constants, so that every number has an address; the
  /// months of a year are none of the policy's numbers.
  fileprivate var twelvefold: Expression {
    let three = Expression.add(.add(self, self), self)
    let six = Expression.add(three, three)
    return .add(six, six)
  }
}
