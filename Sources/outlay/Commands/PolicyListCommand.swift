import ArgumentParser
import Reporting

struct PolicyListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: spoken("List the measures.", "列出全部条款。"))
  }

  @OptionGroup var options: CatalogueOptions

  func run() throws { Console.print(try options.listing().measures()) }
}
