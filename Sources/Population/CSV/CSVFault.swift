import Diagnostics

/// What breaks the form of a CSV file.
enum CSVFault: Hashable {
  case unclosedQuote
  /// A quote inside a field that does not begin with one.
  case quoteInsideField
  /// Something between a closing quote and the next comma or end of line.
  case textAfterQuote
  /// A carriage return that ends no line.
  case strayReturn
  case fieldCount(found: Int, expected: Int, atEnd: Bool)
  case emptyLine

  var problem: CellProblem {
    switch self {
    case .unclosedQuote:
      CellProblem(
        Message("a quoted field that begins here never ends", zh: "从此处开始的引号没有结束"),
        expected: Message("a closing quote", zh: "右引号"))
    case .quoteInsideField:
      CellProblem(
        Message("a quote inside an unquoted field", zh: "未加引号的单元格中出现引号"),
        expected: Message(
          "the whole field in quotes, and each quote in it doubled",
          zh: "整个单元格加引号,其中的引号写两次"))
    case .textAfterQuote:
      CellProblem(
        Message("text after a closing quote", zh: "右引号之后还有文字"),
        expected: Message(
          "a comma or the end of the line; a quote inside a field is doubled",
          zh: "逗号或行尾;单元格内的引号写两次"))
    case .strayReturn:
      CellProblem(
        Message("a carriage return that ends no line", zh: "回车符之后没有换行符"),
        expected: Message("LF or CRLF at the end of a line", zh: "行尾为 LF 或 CRLF"))
    case .fieldCount(let found, let expected, let atEnd):
      CellProblem(
        atEnd && found < expected
          ? Message(
            "the last line has \(counted(found, "field")) and no end: the file is cut off",
            zh: "最后一行只有 \(found) 个单元格且没有行尾:文件被截断")
          : Message("the line has \(counted(found, "field"))", zh: "本行有 \(found) 个单元格"),
        expected: Message(
          "\(counted(expected, "field")), one for each column",
          zh: "\(expected) 个单元格,每列一个"))
    case .emptyLine:
      CellProblem(
        Message("the line is empty", zh: "空行"),
        expected: Message("a row, or the end of the file", zh: "一行数据或文件结束"))
    }
  }
}

/// `1 field`, `2 fields`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
