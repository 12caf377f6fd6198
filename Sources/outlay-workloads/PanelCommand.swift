import ArgumentParser
import Workloads

struct PanelCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "panel",
      abstract: "Run a workload over a panel, and write what it comes to.",
      discussion: """
        Prints {"ready": true} when the work is ready, then one line of JSON for each run: what it took, \
        in seconds. The result is written to DIR/outlay-WORKLOAD.f64. With --wait a run begins with \
        each line that is read, so that several tools can take turns.
        """)
  }

  @Argument(help: "A folder that Benchmarks/peers/panel.py has written.")
  var directory: String

  @Option(help: "w1, w2, w2g or w3.", transform: Self.workload)
  var workload: PanelWorkload

  @Option(help: "How often to run it.")
  var runs = 5

  @Option(help: "How many threads work.")
  var threads = Workload.allThreads

  @Flag(help: "w1 claim by claim, as commands settle it, and not by the loops of a panel.")
  var claims = false

  @Flag(help: "Begin each run when a line is read, and end at the end of input.")
  var wait = false

  private static func workload(named name: String) throws -> PanelWorkload {
    guard let workload = PanelWorkload(rawValue: name) else {
      throw ValidationError("There is no workload '\(name)': w1, w2, w2g or w3.")
    }
    return workload
  }

  func validate() throws {
    if runs < 1 { throw ValidationError("--runs must be 1 or more.") }
    if threads < 1 { throw ValidationError("--threads must be 1 or more.") }
  }

  func run() throws {
    let files = try PanelFiles(directory: directory)
    let work = try workload.prepare(files, threads: threads, claimByClaim: claims)
    Output.line(#"{"ready": true}"#)
    var result: @Sendable () -> [Double] = { [] }
    func once() throws {
      let start = ContinuousClock.now
      result = try work()
      let (seconds, attoseconds) = (ContinuousClock.now - start).components
      Output.line("{\"seconds\": \(Double(seconds) + Double(attoseconds) * 1e-18)}")
    }
    if wait {
      while readLine() != nil { try once() }
    } else {
      for _ in 0..<runs { try once() }
    }
    try files.write(result(), as: "outlay\(claims ? "-claims" : "")-\(workload.rawValue)")
  }
}
