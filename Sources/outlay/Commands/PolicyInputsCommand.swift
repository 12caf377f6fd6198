import ArgumentParser
import PolicyCatalogue
import Reporting

struct PolicyInputsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "inputs",
      abstract: spoken(
        "List the ledger columns of a measure, or of all.", "列出一个或全部条款的台账列。"))
  }

  @Argument(help: .spoken("The measure; without it all.", "条款编号;不写则为全部。"))
  var measure: String?

  @OptionGroup var options: CatalogueOptions

  func run() throws {
    let policy = try options.policy.load()
    let index = try measure.map { try policy.requireMeasure($0) }
    Console.print(options.listing(of: policy).inputs(of: index))
  }
}
