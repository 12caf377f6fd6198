import ArgumentParser
import Reporting

struct PolicyAddressesCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "addresses",
      abstract: spoken(
        "List the addresses of all numbers, which scenarios set.", "列出全部数值的地址,供情景引用。"))
  }

  @OptionGroup var options: CatalogueOptions

  func run() throws { Console.print(try options.listing().addresses()) }
}
