import Testing

@Suite("Help in two languages")
struct HelpTests {
  static let commands = [
    [], ["run"], ["compare"], ["sweep"], ["solve"], ["sensitivity"], ["frontier"], ["villages"],
    ["explain"], ["runs"], ["runs", "list"], ["runs", "show"], ["runs", "delete"], ["policy"],
    ["policy", "list"], ["policy", "show"],
    ["policy", "inputs"], ["policy", "addresses"], ["policy", "rules"], ["policy", "reasons"],
    ["validate"], ["test"], ["synthesize"], ["serve"],
  ]

  @Test("Help is as kept", arguments: commands, ["en", "zh"])
  func golden(command: [String], language: String) {
    let outcome = Program.run(command + ["--help", "--lang", language])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let name = (["outlay"] + command).joined(separator: "-") + ".\(language)"
    #expect(outcome.output == Golden.text(name, now: outcome.output))
  }

  @Test("No line of Chinese help holds an English word of the argument parser", arguments: commands)
  func whollyChinese(command: [String]) {
    let output = Program.run(command + ["--help", "--lang=zh"]).output
    for word in [
      "OVERVIEW", "USAGE", "ARGUMENTS", "OPTIONS", "SUBCOMMANDS", "Show ", "See ",
      "(values", "(default", "default:",
    ] {
      #expect(!output.contains(word), "\(word)")
    }
  }

  @Test("The help command says the same as the option", arguments: ["en", "zh"])
  func helpCommand(language: String) {
    let option = Program.run("run", "--help", "--lang", language)
    let command = Program.run(["help", "run"], locale: language == "zh" ? "zh_CN.UTF-8" : "C")
    #expect(command.status == 0)
    #expect(option.output == command.output)
  }

  @Test(
    "The locale chooses the language",
    arguments: [
      ("zh_CN.UTF-8", "用法"), ("zh_TW", "用法"), ("en_US.UTF-8", "USAGE"), ("C", "USAGE"),
      ("de_DE.UTF-8", "USAGE"),
    ])
  func locale(locale: String, word: String) {
    #expect(Program.run(["--help"], locale: locale).output.contains(word))
  }

  @Test("The option overrules the locale")
  func option() {
    #expect(
      Program.run(["--help", "--lang", "en"], locale: "zh_CN.UTF-8").output.contains("USAGE"))
  }

  @Test func version() {
    let outcome = Program.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /outlay \d+\.\d+\.\d+\n/) != nil)
  }
}
