import ArgumentParser
import Reporting

struct PolicyAddressesCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "addresses",
      abstract: spoken(
        "List the addresses of all numbers, which scenarios set.", "列出全部数值的地址,供情景引用。"))
  }

  @Flag(
    help: .spoken(
      "List the assumptions of growth and of villages instead.", "改为列出增长与村级模型的假设。"))
  var assumptions = false

  @OptionGroup var options: CatalogueOptions

  func run() throws {
    let listing = try options.listing()
    Console.print(assumptions ? listing.assumptions() : listing.addresses())
  }
}
