import ArgumentParser
import PolicyCatalogue
import Reporting

extension CatalogueFormat: ExpressibleByArgument {}

/// What the commands that show the catalogue have in common.
struct CatalogueOptions: ParsableArguments {
  @OptionGroup var policy: PolicyOption

  @Option(help: .spoken("How it is written out.", "输出格式。"))
  var format = CatalogueFormat.text

  @OptionGroup var language: LanguageOption

  func listing() throws -> CatalogueListing { listing(of: try policy.load()) }

  func listing(of policy: Policy) -> CatalogueListing {
    CatalogueListing(of: policy, as: format, in: SpokenLanguage.current)
  }
}
