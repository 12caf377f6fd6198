import ArgumentParser
import Diagnostics

extension Language: ExpressibleByArgument {}

/// `--lang`, which every command takes.
struct LanguageOption: ParsableArguments {
  @Option(
    help: .spoken(
      "Language of help and messages; else that of the locale.",
      "帮助和消息的语言;不写则按系统区域设置。"))
  var lang: Language?
}
