import Diagnostics

/// The argument parser's own words in Chinese. It knows no languages, so that its finished text is
/// put into Chinese line by line.
enum ParserWords {
  static func translated(_ text: String) -> String {
    guard SpokenLanguage.current == .chinese else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { translated(line: String($0)) }.joined(separator: "\n")
  }

  private static func translated(line: String) -> String {
    if let heading = headings[line] { return heading }
    for (prefix, translation) in prefixes where line.hasPrefix(prefix) {
      return translation + sentence(String(line.dropFirst(prefix.count)))
    }
    if let hint = hint(line) { return hint }
    return details(line)
  }

  private static let headings = [
    "ARGUMENTS:": "参数:", "OPTIONS:": "选项:", "SUBCOMMANDS:": "子命令:",
  ]

  private static let prefixes = [
    ("OVERVIEW: ", "说明:"), ("USAGE: ", "用法:"), ("Usage: ", "用法:"), ("Error: ", "错误:"),
    ("Help:  ", "说明:"),
  ]

  /// What the parser complains of; `{}` stands for what varies.
  private static let sentences = [
    ("Unknown option '{}'. Did you mean '{}'?", "没有选项“{}”。是否为“{}”?"),
    ("Unknown option '{}'", "没有选项“{}”"),
    ("Missing value for '{}'", "“{}”缺少取值"),
    ("The option '{}' does not take any value, but '{}' was specified.", "选项“{}”不带取值,却写了“{}”。"),
    ("Unexpected argument '{}'", "多余的参数“{}”"),
    ("{} unexpected arguments: '{}'", "多余的参数 {} 个:'{}'"),
    ("Missing expected argument '{}'", "缺少参数“{}”"),
    ("Missing one of: '{}'", "须写其中之一:'{}'"),
    ("The value '{}' is invalid for '{}'. Please provide one of {}.", "“{}”不能作为“{}”的取值,可用:{}。"),
    ("The value '{}' is invalid for '{}'", "“{}”不能作为“{}”的取值"),
    ("Invalid option: {}", "无效的选项:{}"),
    ("Missing required subcommand.", "缺少子命令。"),
    (
      "Value to be set with {} had already been set with {}", "{} 与 {} 设定的是同一项"
    ),
  ]

  private static let hints = [
    ("  See '{}' for more information.", "  详见“{}”。"),
    ("  See '{}' for detailed help.", "  详见“{}”。"),
  ]

  private static func sentence(_ text: String) -> String {
    firstMatch(text, sentences) ?? details(text)
  }

  private static func hint(_ line: String) -> String? { firstMatch(line, hints) }

  private static func firstMatch(_ text: String, _ table: [(String, String)]) -> String? {
    for (pattern, translation) in table {
      guard let parts = Template(pattern).match(text) else { continue }
      return Template(translation).filled(parts.map(list))
    }
    return nil
  }

  /// `'a', 'b' or 'c'` with Chinese commas.
  private static func list(_ text: String) -> String {
    var text = text
    for english in ["', '", "' or '", "' and '"] {
      text = Template.replacing(english, in: text, by: "'、'")
    }
    return text
  }

  /// Words that stand at the end of a line of help.
  private static func details(_ line: String) -> String {
    var line = line
    for (english, chinese) in [
      ("Show the version.", "显示版本。"), ("Show help information.", "显示帮助。"),
      ("Show subcommand help information.", "显示子命令的帮助。"),
    ] where line.hasSuffix(english) {
      line = line.dropLast(english.count) + chinese
    }
    guard line.hasSuffix(")") else { return line }
    for (english, chinese) in [
      ("。 (", "。("), ("(values: ", "(取值:"), ("(default: ", "(默认:"),
      ("; default: ", ";默认:"),
    ] {
      line = Template.replacing(english, in: line, by: chinese)
    }
    return line
  }
}
