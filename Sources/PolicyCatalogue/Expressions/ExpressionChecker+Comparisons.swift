import Diagnostics

extension ExpressionChecker {
  func compare(
    _ comparison: Comparison, _ left: Syntax, _ right: Syntax, at offset: Int
  ) throws(Problem) -> Typed {
    let wasInside = scope.isInsideCondition
    scope.isInsideCondition = true
    defer { scope.isInsideCondition = wasInside }
    if case .call(.growth, let arguments, let at) = left {
      return try growth(comparison, arguments, bound: right, at: at)
    }
    if case .call(.growth, let arguments, let at) = right {
      return try growth(comparison.mirrored, arguments, bound: left, at: at)
    }
    if let levels = try levelComparison(comparison, left, right, at: offset) { return levels }
    if isDate(left) || isDate(right) {
      return Typed(
        expression: .compare(comparison, try date(left), try date(right)), type: .flag)
    }
    if let flag = flagSide(left) ?? flagSide(right) {
      throw Problem(
        at: flag, Message("yes and no are not compared", zh: "是否型字段不用于比较"),
        expected: Message("the name alone, or 'not' before it", zh: "只写字段名,或在前面加 not"))
    }
    let (sides, _) = try unified([left, right], expected: nil, at: offset)
    return Typed(expression: .compare(comparison, sides[0], sides[1]), type: .flag)
  }

  private func growth(
    _ comparison: Comparison, _ arguments: [Syntax], bound: Syntax, at offset: Int
  ) throws(Problem) -> Typed {
    try expect(2, arguments, of: .growth, at: offset)
    let (sides, _) = try unified(arguments, expected: nil, at: offset)
    return Typed(
      expression: .compareGrowth(
        comparison, now: sides[0], before: sides[1], bound: try plainNumber(bound)),
      type: .flag)
  }

  /// A word that names a column or number, if it does.
  private func named(_ syntax: Syntax) -> Typed? {
    guard case .word(let word, let at) = syntax else { return nil }
    return try? scope.resolve(word, at: at)
  }

  private func isDate(_ syntax: Syntax) -> Bool {
    switch syntax {
    case .date, .call(.plusYears, _, _), .call(.plusMonths, _, _): return true
    case .word: return named(syntax)?.type == .date
    case .call(.choice, let parts, _):
      return parts.dropFirst().contains(where: isDate)
    default: return false
    }
  }

  private func flagSide(_ syntax: Syntax) -> Int? {
    switch syntax {
    case .compare, .isIn, .all, .any, .not, .call(.known, _, _), .call(.atLeast, _, _):
      syntax.start
    case .word(_, let at) where named(syntax)?.type == .flag: at
    default: nil
    }
  }

  /// nil where neither side is a level or text.
  private func levelComparison(
    _ comparison: Comparison, _ left: Syntax, _ right: Syntax, at offset: Int
  ) throws(Problem) -> Typed? {
    func column(_ syntax: Syntax) -> Typed? {
      guard let typed = named(syntax) else { return nil }
      switch typed.type {
      case .level, .text: return typed
      default: return nil
      }
    }
    let (first, second) = (column(left), column(right))
    guard let subject = first ?? second else { return nil }
    let other = first == nil ? left : right
    guard comparison == .equal || comparison == .notEqual else {
      throw Problem(
        at: offset, Message("levels have no order", zh: "取值之间没有大小"),
        expected: Message("== or != or in [...]", zh: "==、!= 或 in [...]"))
    }
    var words: [String]?
    if case .quoted(let text, _) = other { words = [text] }
    if case .word(let text, _) = other {
      // A word that is a value of the column is meant as one, whatever else bears its name.
      if case .level(let values) = subject.type, values.contains(text) { words = [text] }
      if words == nil, let second, first != nil {
        return try columns(comparison, subject, second, at: offset)
      }
      if words == nil { words = [text] }
    }
    guard let words else {
      throw Problem(
        at: other.start, Message("a level is compared with no level", zh: "取值型字段只能与取值比较"),
        expected: Message("one of its values; quoted if it is no plain word", zh: "其取值之一;不是普通词时加引号")
      )
    }
    try checkValues(words, of: subject, at: other.start)
    let isOne = Expression.isOne(of: words, subject.expression)
    guard comparison == .notEqual else { return Typed(expression: isOne, type: .flag) }
    // A comparison with a blank is false, also this one; only '' asks for the blank itself.
    let differs = Expression.not(isOne)
    return Typed(
      expression: subject.isOptional && words != [""]
        ? .all([.known(subject.expression), differs]) : differs,
      type: .flag)
  }

  /// Two columns of levels: equal if both hold the same of the values that they share.
  private func columns(
    _ comparison: Comparison, _ first: Typed, _ second: Typed, at offset: Int
  ) throws(Problem) -> Typed {
    guard case .level(let a) = first.type, case .level(let b) = second.type else {
      throw Problem(
        at: offset, Message("free texts are not compared with each other", zh: "文字型字段之间不能比较"),
        expected: Message("a text in quotes", zh: "带引号的文字"))
    }
    let shared = a.filter { !$0.isEmpty && b.contains($0) }
    let equal = Expression.any(
      shared.map {
        .all([.isOne(of: [$0], first.expression), .isOne(of: [$0], second.expression)])
      })
    guard comparison == .notEqual else { return Typed(expression: equal, type: .flag) }
    let known = [first, second].filter(\.isOptional).map { Expression.known($0.expression) }
    return Typed(expression: .all(known + [.not(equal)]), type: .flag)
  }

  func membership(_ subject: Syntax, _ levels: [Syntax]) throws(Problem) -> Typed {
    let typed = try check(subject, expected: nil)
    switch typed.type {
    case .level, .text: break
    default:
      throw Problem(
        at: subject.start,
        Message(
          "this is \(typed.type.described.english)", zh: "此处是\(typed.type.described.chinese)"),
        expected: Message("a column with levels or text", zh: "取值型或文字型字段"))
    }
    var words: [String] = []
    for level in levels {
      switch level {
      case .word(let word, let at), .quoted(let word, let at):
        try checkValues([word], of: typed, at: at)
        words.append(word)
      default: preconditionFailure("the parser takes only words as levels")
      }
    }
    return Typed(expression: .isOne(of: words, typed.expression), type: .flag)
  }

  private func checkValues(
    _ words: [String], of column: Typed, at offset: Int
  ) throws(Problem) {
    guard case .level(let values) = column.type else { return }
    for word in words where !values.contains(word) {
      throw Problem(
        at: offset,
        Message("'\(word)' is not one of the values allowed", zh: "“\(word)”不在允许的取值之中"),
        expected: .oneOf(values), suggestion: nearestName(to: word, among: values))
    }
  }
}
