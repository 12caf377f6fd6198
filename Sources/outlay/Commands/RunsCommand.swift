import ArgumentParser

struct RunsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "runs",
      abstract: spoken("Look after the store of runs.", "管理测算库。"),
      subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsDeleteCommand.self])
  }

  @OptionGroup var language: LanguageOption
}
