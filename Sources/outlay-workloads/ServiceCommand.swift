import ArgumentParser
import Foundation
import Workloads

struct ServiceCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "service",
      abstract: "Measure a server over loopback, as lines of JSON.",
      discussion: """
        Server and callers share the machine. Unary runs: 32 callers, each run with numbers that nobody \
        asked for before; calls a second, and quantiles of what a call took, as fast as they are \
        answered and at the rate given. A sweep: points a second as \
        they are streamed, and as this process settles them itself, by turns.
        """)
  }

  @Argument(help: "The built program.")
  var program: String

  @Option(help: "How many unary runs, in rounds of this many.")
  var calls = 4000

  @Option(help: "Calls a second in the second half of the rounds.")
  var rate = 2000.0

  @Option(help: "How many rounds.")
  var rounds = 5

  func validate() throws {
    if calls < 1 || rounds < 1 { throw ValidationError("--calls and --rounds must be 1 or more.") }
  }

  func run() throws {
    let scratch =
      FileManager.default.temporaryDirectory.path
      + "/outlay-service-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let place = Workload.Place(
      root: FileManager.default.currentDirectoryPath, program: program, scratch: scratch)
    try unary(in: place)
    try sweep(in: place)
  }

  private func unary(in place: Workload.Place) throws {
    let served = try ServedCalls(in: place)
    Output.line("{\"seconds_to_start\": \(served.secondsToStart)}")
    for rate in [nil, rate] {
      for _ in 0..<rounds { try round(served, rate) }
    }
  }

  private func round(_ served: ServedCalls, _ rate: Double?) throws {
    let processors = (ProcessorTime.seconds, ProcessorTime.seconds(of: served.processID))
    let start = ContinuousClock.now
    let seconds = try served.call(calls, rate: rate).sorted()
    let reached = Double(calls) / ((ContinuousClock.now - start) / .seconds(1))
    let quantiles = [0.5, 0.95, 0.99].map { share in
      "\"p\(Int(share * 100))_ms\": \(seconds[Int(share * Double(calls - 1))] * 1e3)"
    }
    let callers = (ProcessorTime.seconds - processors.0) / Double(calls) * 1e6
    let server = (ProcessorTime.seconds(of: served.processID) - processors.1) / Double(calls) * 1e6
    Output.line(
      "{\"calls_per_second\": \(reached), \(quantiles.joined(separator: ", ")), "
        + "\"server_us_per_call\": \(server), \"callers_us_per_call\": \(callers)}")
  }

  private func sweep(in place: Workload.Place) throws {
    let sweep = try ServedSweep(in: place)
    let inProcess = try sweep.inProcess()
    // Both make ready what they keep.
    try sweep.stream(shift: 0)
    try inProcess(0)
    for round in 1...rounds {
      let rates = try [{ try sweep.stream(shift: round) }, { try inProcess(round) }].map { work in
        let start = ContinuousClock.now
        try work()
        return Double(ServedSweep.count) / ((ContinuousClock.now - start) / .seconds(1))
      }
      Output.line(
        "{\"streamed_points_per_second\": \(rates[0]), "
          + "\"in_process_points_per_second\": \(rates[1]), \"ratio\": \(rates[0] / rates[1])}")
    }
  }
}
