import ArgumentParser
import PolicyCatalogue
import Reporting

struct PolicyRulesCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "rules",
      abstract: spoken(
        "Show the rules that hold for all measures or between them.", "显示各条款共用的和条款之间的规则。"))
  }

  @OptionGroup var options: CatalogueOptions

  func run() throws {
    let rules = PolicyRules(of: try options.policy.load(), in: SpokenLanguage.current)
    Console.print(rules.listing(as: options.format))
  }
}
