import ArgumentParser
import Reporting

struct PolicyReasonsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reasons",
      abstract: spoken(
        "List why a claim may get nothing, as claims.csv says it.", "列出不予兑现的原因代码。"))
  }

  @Option(help: .spoken("How it is written out.", "输出格式。"))
  var format = CatalogueFormat.text

  @OptionGroup var language: LanguageOption

  func run() { Console.print(ReasonText(language: SpokenLanguage.current).table(as: format)) }
}
