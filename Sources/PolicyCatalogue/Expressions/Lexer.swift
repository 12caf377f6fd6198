import Diagnostics

/// Cuts the text of an expression into tokens.
struct Lexer {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  static func tokens(of text: String) throws(ExpressionProblem) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private static let symbols = [
    ">=", "<=", "==", "!=", ">", "<", "+", "-", "*", "/", "(", ")", "[", "]", ",",
  ]

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private mutating func next() throws(ExpressionProblem) -> Token {
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
    let start = index
    guard index < scalars.count else { return Token(kind: .end, offset: start) }
    let scalar = scalars[index]
    if NumberScanner.isDigit(scalar) {
      return Token(kind: try dateOrNumber(), offset: start)
    }
    if Self.beginsName(scalar) {
      return Token(kind: .word(name()), offset: start)
    }
    if scalar == "'" || scalar == "\"" {
      return Token(kind: .quoted(try quoted(by: scalar)), offset: start)
    }
    for symbol in Self.symbols {
      let count = symbol.unicodeScalars.count
      if index + count <= scalars.count, text(index..<index + count) == symbol {
        index += count
        return Token(kind: .symbol(symbol), offset: start)
      }
    }
    throw ExpressionProblem(
      at: start,
      Message("'\(scalar)' is not part of the language", zh: "“\(scalar)”不是表达式语言的符号"),
      suggestion: Self.replacements[scalar])
  }

  private static let replacements: [Unicode.Scalar: String] = [
    "=": "==", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "!": "not", "&": "and",
    "|": "or",
    // Full-width forms of Chinese keyboards: ( ) , ! > < = and the minus sign.
    "\u{FF08}": "(", "\u{FF09}": ")", "\u{FF0C}": ",", "\u{FF01}": "not", "\u{FF1E}": ">",
    "\u{FF1C}": "<", "\u{FF1D}": "==", "\u{2212}": "-",
  ]

  private static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar == "_"
  }

  private static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    beginsName(scalar) || NumberScanner.isDigit(scalar)
  }

  /// Words joined by `-` and `.`; both stand inside a name only.
  private mutating func name() -> String {
    let start = index
    while index < scalars.count {
      if Self.continuesName(scalars[index]) {
        index += 1
      } else if scalars[index] == "-" || scalars[index] == ".", index + 1 < scalars.count,
        Self.continuesName(scalars[index + 1])
      {
        index += 2
      } else {
        break
      }
    }
    return text(start..<index)
  }

  private mutating func quoted(by quote: Unicode.Scalar) throws(ExpressionProblem) -> String {
    let start = index
    index += 1
    while index < scalars.count, scalars[index] != quote { index += 1 }
    guard index < scalars.count else {
      throw ExpressionProblem(
        at: start, Message("the quotation does not end", zh: "引号没有闭合"))
    }
    index += 1
    return text(start + 1..<index - 1)
  }

  private mutating func dateOrNumber() throws(ExpressionProblem) -> Token.Kind {
    let start = index
    if index + 10 <= scalars.count, scalars[index + 4] == "-", scalars[index + 7] == "-",
      index + 10 == scalars.count || !NumberScanner.isDigit(scalars[index + 10])
    {
      let written = text(index..<index + 10)
      let isShaped = written.unicodeScalars.enumerated().allSatisfy { offset, scalar in
        offset == 4 || offset == 7 || NumberScanner.isDigit(scalar)
      }
      if isShaped {
        guard let date = CalendarDate(written) else {
          throw ExpressionProblem(
            at: start, Message("there is no day \(written)", zh: "没有 \(written) 这一天"),
            expected: Message("a date, YYYY-MM-DD", zh: "日期 YYYY-MM-DD"))
        }
        index += 10
        return .date(date.daysSince1970)
      }
    }
    var scanner = NumberScanner(scalars: scalars, index: index)
    do {
      let number = try scanner.number()
      index = scanner.index
      return .number(number)
    } catch {
      throw ExpressionProblem(at: error.offset, error.message, expected: error.expected)
    }
  }
}
