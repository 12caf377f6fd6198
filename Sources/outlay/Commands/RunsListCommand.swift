import ArgumentParser
import Reporting
import RunStore

struct RunsListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list",
      abstract: spoken("List the runs, the youngest first.", "列出各次测算,最近的在前。"))
  }

  @OptionGroup var store: StoreOption

  @Option(help: .spoken("How it is written out.", "输出格式。"))
  var format = CatalogueFormat.text

  @OptionGroup var language: LanguageOption

  func run() throws {
    let listing = RunListing(try store.open().runs(), in: SpokenLanguage.current)
    Console.print(listing.list(as: format))
  }
}
