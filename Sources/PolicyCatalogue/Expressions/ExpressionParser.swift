import Diagnostics

/// Recursive descent, loosest first: `or`, `and`, `not`, comparison, sum, product, sign.
struct ExpressionParser {
  /// Deeper nesting than any reader follows, and far less than the stack holds.
  private static let depthLimit = 100
  /// Longer than any rule of a law: a sum of so many terms is a tree as deep, which must fit the stack.
  private static let lengthLimit = 500

  private let tokens: [Token]
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  private var callDepth = 0
  /// How many numbers and dates were read.
  private var literals = 0

  private init(_ text: String) throws(ExpressionProblem) {
    tokens = try Lexer.tokens(of: text)
    // Brackets nest, which has a limit of its own.
    let terms = tokens.filter { $0.kind != .symbol("(") && $0.kind != .symbol(")") }
    if terms.count > Self.lengthLimit {
      throw ExpressionProblem(
        at: terms[Self.lengthLimit].offset,
        Message(
          "the expression has more than \(Self.lengthLimit) words and signs",
          zh: "表达式超过 \(Self.lengthLimit) 个词与符号"))
    }
    scalars = Array(text.unicodeScalars)
  }

  /// The expression, and how many numbers and dates stand in it.
  static func parse(_ text: String) throws(ExpressionProblem) -> (syntax: Syntax, literals: Int) {
    var parser = try ExpressionParser(text)
    let syntax = try parser.disjunction()
    guard parser.current.kind == .end else {
      throw parser.unexpected(Message("the end of the expression", zh: "表达式结束"))
    }
    return (syntax, parser.literals)
  }

  private var current: Token { tokens[index] }

  private func unexpected(_ expected: Message) -> ExpressionProblem {
    let found =
      switch current.kind {
      case .end: Message("the expression ends here", zh: "表达式到此结束")
      case .word(let word): Message("'\(word)' does not belong here", zh: "此处不应有“\(word)”")
      case .quoted(let text): Message("'\(text)' does not belong here", zh: "此处不应有“\(text)”")
      case .symbol(let symbol):
        Message("'\(symbol)' does not belong here", zh: "此处不应有“\(symbol)”")
      case .number, .date: Message("a number does not belong here", zh: "此处不应有数")
      }
    return ExpressionProblem(at: current.offset, found, expected: expected)
  }

  private mutating func take(symbol: String) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard current.kind == .word(word) else { return false }
    index += 1
    return true
  }

  private mutating func expect(symbol: String) throws(ExpressionProblem) {
    if !take(symbol: symbol) { throw unexpected(Message("'\(symbol)'", zh: "“\(symbol)”")) }
  }

  private mutating func disjunction() throws(ExpressionProblem) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      throw ExpressionProblem(
        at: current.offset, Message("the expression is nested too deeply", zh: "表达式嵌套过深"))
    }
    let first = try conjunction()
    var parts = [first]
    let at = current.offset
    while take(word: "or") { parts.append(try conjunction()) }
    return parts.count == 1 ? first : .any(parts, at: at)
  }

  private mutating func conjunction() throws(ExpressionProblem) -> Syntax {
    let first = try negation()
    var parts = [first]
    let at = current.offset
    while take(word: "and") { parts.append(try negation()) }
    return parts.count == 1 ? first : .all(parts, at: at)
  }

  private mutating func negation() throws(ExpressionProblem) -> Syntax {
    let at = current.offset
    guard take(word: "not") else { return try comparison() }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      throw ExpressionProblem(
        at: at, Message("the expression is nested too deeply", zh: "表达式嵌套过深"))
    }
    return .not(try negation(), at: at)
  }

  private mutating func comparison() throws(ExpressionProblem) -> Syntax {
    let left = try sum()
    let at = current.offset
    if take(word: "in") { return .isIn(left, try levels(), at: at) }
    guard let comparison = takeComparison() else { return left }
    let right = try sum()
    if case .symbol(let symbol) = current.kind, Comparison(rawValue: symbol) != nil {
      throw ExpressionProblem(
        at: current.offset, Message("comparisons do not chain", zh: "比较不能连写"),
        expected: Message("two comparisons joined by 'and'", zh: "用 and 连接两个比较"))
    }
    return .compare(comparison, left, right, at: at)
  }

  private mutating func takeComparison() -> Comparison? {
    guard case .symbol(let symbol) = current.kind, let comparison = Comparison(rawValue: symbol)
    else { return nil }
    index += 1
    return comparison
  }

  private mutating func levels() throws(ExpressionProblem) -> [Syntax] {
    try expect(symbol: "[")
    var levels: [Syntax] = []
    repeat {
      switch current.kind {
      case .word(let word): levels.append(.word(word, at: current.offset))
      case .quoted(let text): levels.append(.quoted(text, at: current.offset))
      default: throw unexpected(Message("a level", zh: "一个取值"))
      }
      index += 1
    } while take(symbol: ",")
    try expect(symbol: "]")
    return levels
  }

  private mutating func sum() throws(ExpressionProblem) -> Syntax {
    var left = try product()
    while true {
      let at = current.offset
      if take(symbol: "+") {
        left = .arithmetic(.add, left, try product(), at: at)
      } else if take(symbol: "-") {
        left = .arithmetic(.subtract, left, try product(), at: at)
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(ExpressionProblem) -> Syntax {
    var left = try sign()
    while true {
      let at = current.offset
      if take(symbol: "*") {
        left = .arithmetic(.multiply, left, try sign(), at: at)
      } else if take(symbol: "/") {
        left = .arithmetic(.divide, left, try sign(), at: at)
      } else {
        return left
      }
    }
  }

  private mutating func sign() throws(ExpressionProblem) -> Syntax {
    let at = current.offset
    guard take(symbol: "-") else { return try primary() }
    guard case .number(var number) = current.kind else {
      throw ExpressionProblem(
        at: at, Message("a minus sign stands before a number only", zh: "负号只能放在数之前"),
        expected: Message("a difference such as 0元 - x", zh: "如 0元 - x 的差"))
    }
    number.value = number.value.negated
    index += 1
    literals += 1
    return .number(number, ordinal: literals, at: at)
  }

  private mutating func primary() throws(ExpressionProblem) -> Syntax {
    let token = current
    switch token.kind {
    case .number(let number):
      try refuseAmbiguousComma(token)
      index += 1
      literals += 1
      return .number(number, ordinal: literals, at: token.offset)
    case .date(let day):
      index += 1
      literals += 1
      return .date(day, ordinal: literals, at: token.offset)
    case .quoted(let text):
      index += 1
      return .quoted(text, at: token.offset)
    case .word(let word) where !["and", "or", "in", "not"].contains(word):
      index += 1
      guard current.kind == .symbol("(") else { return .word(word, at: token.offset) }
      guard let function = Syntax.Function(rawValue: word) else {
        throw ExpressionProblem(
          at: token.offset, Message("unknown function '\(word)'", zh: "未知的函数“\(word)”"),
          suggestion: nearestName(to: word, among: Syntax.Function.allCases.map(\.rawValue)))
      }
      return .call(function, try arguments(), at: token.offset)
    case .symbol("("):
      index += 1
      let outerCalls = callDepth
      callDepth = 0
      let inner = try disjunction()
      callDepth = outerCalls
      try expect(symbol: ")")
      return inner
    default:
      throw unexpected(Message("a number, a name or '('", zh: "数、名称或“(”"))
    }
  }

  private mutating func arguments() throws(ExpressionProblem) -> [Syntax] {
    try expect(symbol: "(")
    callDepth += 1
    defer { callDepth -= 1 }
    var arguments: [Syntax] = []
    repeat { arguments.append(try disjunction()) } while take(symbol: ",")
    try expect(symbol: ")")
    return arguments
  }

  /// Among arguments `1,200` could be one number or two.
  private func refuseAmbiguousComma(_ token: Token) throws(ExpressionProblem) {
    guard callDepth > 0 else { return }
    var position = token.offset
    while position < scalars.count,
      NumberScanner.isDigit(scalars[position]) || scalars[position] == ","
    {
      if scalars[position] == ",", position + 1 < scalars.count,
        NumberScanner.isDigit(scalars[position + 1])
      {
        throw ExpressionProblem(
          at: position,
          Message("this comma may group digits or part arguments", zh: "此逗号可能是千位分隔,也可能分隔参数"),
          expected: Message(
            "digits without commas, or a space after the comma", zh: "不带逗号的数,或逗号后加空格"))
      }
      position += 1
    }
  }
}
