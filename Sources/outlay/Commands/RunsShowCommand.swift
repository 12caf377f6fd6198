import ArgumentParser
import Reporting
import RunStore

struct RunsShowCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show",
      abstract: spoken("Show what a run was asked and how far it has come.", "显示一次测算的问题和进度。"))
  }

  @Argument(
    help: .spoken("The run, or the beginning of its key.", "测算编号,可只写开头。", valueName: "run"))
  var name: String

  @OptionGroup var store: StoreOption

  @OptionGroup var language: LanguageOption

  func run() throws {
    let runs = try store.open().runs()
    let listing = RunListing([try runs.one(named: name)], in: SpokenLanguage.current)
    Console.print(listing.details())
  }
}
