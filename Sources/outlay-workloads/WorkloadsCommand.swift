import ArgumentParser

/// Runs the engine's works by name, for the benchmarks and for comparisons with other tools. For those
/// who develop Outlay; it is no part of what is shipped, and speaks English only.
@main
struct WorkloadsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "outlay-workloads", abstract: "Run the engine's works by name.",
      subcommands: [PanelCommand.self, ServiceCommand.self, MemoryCommand.self, LimitsCommand.self])
  }
}
