import ArgumentParser

struct ValidateCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "validate",
      abstract: spoken(
        "Check policies, scenarios, ledgers and test cases.", "检查政策、情景、台账和测试案例。"))
  }

  @Argument(
    help: .spoken(
      "Policy folders, scenarios, ledger directories, files of test cases.",
      "政策目录、情景文件、台账目录、案例文件。", valueName: "path"))
  var paths: [String]

  @OptionGroup var policy: PolicyOption
  @OptionGroup var language: LanguageOption

  func run() throws {}
}
