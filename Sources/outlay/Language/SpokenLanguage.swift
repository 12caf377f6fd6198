import ArgumentParser
import Diagnostics
import Glibc

/// The language of everything that is printed.
///
/// Help is made before the arguments are parsed, so the language is found by a look of its own: first
/// `--lang`, then the locale.
enum SpokenLanguage {
  static let current = find(in: CommandLine.arguments, locale: locale)

  static func find(in arguments: [String], locale: String) -> Language {
    var iterator = arguments.dropFirst().makeIterator()
    while let argument = iterator.next(), argument != "--" {
      if argument == "--lang", let value = iterator.next(), let language = Language(rawValue: value)
      {
        return language
      }
      if argument.hasPrefix("--lang="),
        let language = Language(rawValue: String(argument.dropFirst(7)))
      {
        return language
      }
    }
    return locale.hasPrefix("zh") ? .chinese : .english
  }

  /// The first of these that is set rules, as POSIX has it.
  private static var locale: String {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return ""
  }
}

/// The sentence in the language of this run.
func spoken(_ english: String, _ chinese: String) -> String {
  Message(english, zh: chinese).text(in: SpokenLanguage.current)
}

extension ArgumentHelp {
  /// Help in the language of this run.
  static func spoken(_ english: String, _ chinese: String, valueName: String? = nil) -> Self {
    ArgumentHelp(
      SpokenLanguage.current == .chinese ? chinese : english,
      valueName: valueName)
  }
}
