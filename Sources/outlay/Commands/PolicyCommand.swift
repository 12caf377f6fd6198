import ArgumentParser

struct PolicyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "policy",
      abstract: spoken("Read the catalogue of a policy.", "查阅政策条款。"),
      subcommands: [
        PolicyListCommand.self, PolicyShowCommand.self, PolicyInputsCommand.self,
        PolicyAddressesCommand.self, PolicyRulesCommand.self, PolicyReasonsCommand.self,
      ])
  }

  @OptionGroup var language: LanguageOption
}
