import ArgumentParser
import Foundation
import Workloads

struct MemoryCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "memory",
      abstract: "Measure what settling takes in memory, as a line of JSON.",
      discussion: """
        Columns of register and ledger, columns of outcomes, what is resident before and at most while \
        twelve measures are settled, in bytes. Run it in the project's folder.
        """)
  }

  @Option(help: "How many enterprises.")
  var size = 1_000_000

  func validate() throws {
    if size < 1 { throw ValidationError("--size must be 1 or more.") }
  }

  func run() throws {
    let root = FileManager.default.currentDirectoryPath
    let use = try MemoryUse(
      enterprises: size, in: Workload.Place(root: root, program: "", scratch: ""))
    let kept = use.populationBytes + use.outcomeBytes
    Output.line(
      "{\"claims\": \(use.claims), \"population_bytes\": \(use.populationBytes), "
        + "\"outcome_bytes\": \(use.outcomeBytes), \"resident_bytes\": \(use.residentBytes), "
        + "\"peak_bytes\": \(use.peakBytes), \"added_to_outcomes\": "
        + "\(Double(use.addedBytes) / Double(use.outcomeBytes)), "
        + "\"columns_and_added_to_columns\": "
        + "\(Double(use.populationBytes + use.addedBytes) / Double(kept))}")
  }
}
