import ArgumentParser

struct TestCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "test",
      abstract: spoken("Run the test cases of a policy through both engines.", "用两套引擎运行政策测试案例。"))
  }

  @Argument(
    help: .spoken("Files of cases, or folders of such files.", "案例文件,或其所在目录。", valueName: "path"))
  var paths: [String]

  @OptionGroup var language: LanguageOption

  func run() throws {}
}
