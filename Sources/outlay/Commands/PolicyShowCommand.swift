import ArgumentParser
import PolicyCatalogue
import Reporting

struct PolicyShowCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show",
      abstract: spoken("Show one measure with its rule.", "显示一个条款及其规则。"))
  }

  @Argument(help: .spoken("The measure.", "条款编号。"))
  var measure: String

  @OptionGroup var options: CatalogueOptions

  func run() throws {
    let policy = try options.policy.load()
    let description = MeasureDescription(
      try policy.requireMeasure(measure), of: policy, in: SpokenLanguage.current)
    switch options.format {
    case .text: Console.print(description.text)
    case .json: Console.print(description.json.text)
    case .csv: Console.print(description.csv)
    }
  }
}
