import Diagnostics

/// What is wrong with an expression, and where in its text (in Unicode scalars).
struct ExpressionProblem: Error {
  var offset: Int
  var message: Message
  var expected: Message?
  var suggestion: String?

  init(
    at offset: Int, _ message: Message, expected: Message? = nil, suggestion: String? = nil
  ) {
    self.offset = offset
    self.message = message
    self.expected = expected
    self.suggestion = suggestion
  }
}

/// An expression as it is written: words are not yet resolved, bare numbers have no unit.
indirect enum Syntax {
  /// `ordinal` counts the numbers and dates of the expression from 1, for their addresses.
  case number(NumberText, ordinal: Int, at: Int)
  case date(Int, ordinal: Int, at: Int)
  case word(String, at: Int)
  case quoted(String, at: Int)
  case arithmetic(Arithmetic, Syntax, Syntax, at: Int)
  case compare(Comparison, Syntax, Syntax, at: Int)
  case isIn(Syntax, [Syntax], at: Int)
  case all([Syntax], at: Int)
  case any([Syntax], at: Int)
  case not(Syntax, at: Int)
  case call(Function, [Syntax], at: Int)

  enum Arithmetic: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
  }

  enum Function: String, CaseIterable {
    case min, max, share, growth, known
    case fullSteps = "full_steps"
    case startedSteps = "started_steps"
    case atLeast = "at_least"
    case choice = "if"
    case plusYears = "plus_years"
    case plusMonths = "plus_months"
    case fullYears = "full_years"
    case fullMonths = "full_months"
  }

  /// Where to point: the operator of two sides, else the beginning.
  var position: Int {
    switch self {
    case .number(_, _, let at), .date(_, _, let at), .word(_, let at), .quoted(_, let at),
      .arithmetic(_, _, _, let at), .compare(_, _, _, let at), .isIn(_, _, let at),
      .all(_, let at), .any(_, let at), .not(_, let at), .call(_, _, let at):
      at
    }
  }

  /// Where its text begins.
  var start: Int {
    switch self {
    case .arithmetic(_, let left, _, _), .compare(_, let left, _, _), .isIn(let left, _, _):
      left.start
    case .all(let parts, let at), .any(let parts, let at): parts.first?.start ?? at
    default: position
    }
  }
}

struct Token {
  enum Kind: Equatable {
    case number(NumberText)
    case date(Int)
    case word(String)
    case quoted(String)
    case symbol(String)
    case end
  }

  var kind: Kind
  var offset: Int
}
