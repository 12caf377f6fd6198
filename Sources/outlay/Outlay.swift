import ArgumentParser
import Diagnostics
import Reporting

/// The command line.
@main
struct Outlay: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "outlay",
      abstract: spoken(
        "Forecast what a fiscal support policy costs, to the fen.",
        "测算财政扶持政策的兑现资金,精确到分。"),
      version: "outlay \(EngineVersion.current)",
      subcommands: [
        RunCommand.self, CompareCommand.self, SweepCommand.self, SolveCommand.self,
        SensitivityCommand.self, FrontierCommand.self, VillagesCommand.self, ExplainCommand.self,
        PolicyCommand.self, ValidateCommand.self, TestCommand.self, SynthesizeCommand.self,
        RunsCommand.self, ServeCommand.self,
      ])
  }

  @OptionGroup var languageOption: LanguageOption

  static func main() async {
    Supervised.endWithServer()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(with: error)
    }
  }
}
