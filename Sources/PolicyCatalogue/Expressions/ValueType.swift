import Diagnostics

/// What an expression yields.
enum ValueType: Hashable {
  case number(Dimension)
  case flag
  case date
  /// Allowed values; a blank is "".
  case level([String])
  case text
  /// Refers to a number that a later pass will know; fits everywhere.
  case unresolved

  var described: Message {
    switch self {
    case .number(let dimension): dimension.described
    case .flag: Message("a condition (yes or no)", zh: "条件(是或否)")
    case .date: Message("a date", zh: "日期")
    case .level: Message("a level", zh: "取值(级别)")
    case .text: Message("a text", zh: "文字")
    case .unresolved: Message("a number", zh: "数")
    }
  }
}

struct Typed {
  var expression: Expression
  var type: ValueType
  /// A column that may be blank.
  var isOptional = false
}

extension InputSchema {
  var valueType: ValueType {
    switch type {
    case .number(_, let dimension, _, _): .number(dimension)
    case .flag: .flag
    case .date: .date
    case .level(let levels): .level(levels)
    case .text: .text
    }
  }
}

/// What words mean where an expression stands, and where its numbers are kept.
protocol ExpressionScope: AnyObject {
  /// The type of a word without compiling more than is needed; nil if the word is unknown.
  func resolve(_ word: String, at offset: Int) throws(ExpressionProblem) -> Typed
  /// Keeps a number that stands in the expression.
  func parameter(
    _ number: NumberText, dimension: Dimension, ordinal: Int, at offset: Int
  ) throws(ExpressionProblem) -> Expression
  func parameter(date: Int, ordinal: Int, at offset: Int) throws(ExpressionProblem) -> Expression
  /// Whether numbers that are read now are of a kind of their own, whatever the place is for.
  var isInsideCondition: Bool { get set }
}
