import ArgumentParser
import Workloads

struct LimitsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "limits",
      abstract: "Measure what the machine can do at best, as a line of JSON.",
      discussion: """
        Bytes a second read from memory, and multiplications and additions a second; the best of some \
        samples.
        """)
  }

  @Option(help: "How many threads work.")
  var threads = Workload.allThreads

  @Option(help: "How many samples to take.")
  var samples = 5

  func validate() throws {
    if threads < 1 { throw ValidationError("--threads must be 1 or more.") }
    if samples < 1 { throw ValidationError("--samples must be 1 or more.") }
  }

  func run() throws {
    let figures = Limit.allCases.map { limit in
      let best = (0..<samples).map { _ in limit.measure(threads: threads).perSecond }.max() ?? 0
      return "\"\(limit.rawValue)\": \(best)"
    }
    Output.line("{\(figures.joined(separator: ", ")), \"threads\": \(threads)}")
  }
}
