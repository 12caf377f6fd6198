import Benchmark
import Foundation
import Workloads

/// One benchmark for each work and size. Every one runs in a process of its own, makes its work ready
/// untimed, and measures the limit of the machine beside each sample.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .peakMemoryResident, .threads],
    warmupIterations: 0, maxDuration: .seconds(1), maxIterations: 25)
  let place = Workload.Place(
    root: root,
    program: environment["OUTLAY_PROGRAM"] ?? "\(root)/.build/release/outlay",
    scratch: FileManager.default.temporaryDirectory.path
      + "/outlay-benchmark-\(ProcessInfo.processInfo.processIdentifier)")
  let largest = environment["OUTLAY_BENCHMARK_LARGEST"].flatMap { Int($0) } ?? .max

  for entry in Workload.catalogue {
    for size in entry.sizes where size <= largest {
      // Made ready by the process that runs it, and by no other.
      nonisolated(unsafe) var meter: Meter?
      Benchmark(
        "\(entry.name)-\(size)",
        closure: { benchmark in try meter?.sample(benchmark) },
        setup: { meter = try Meter(try entry.prepare(size: size, in: place)) },
        teardown: {
          if let folder = environment["OUTLAY_BENCHMARK_SAMPLES"] {
            try meter?.write(to: "\(folder)/\(entry.name)-\(size).json")
          }
          // A server that it has is to end with it, or whoever reads what this process prints waits on.
          meter = nil
          try? FileManager.default.removeItem(atPath: place.scratch)
        })
    }
  }
}

private let environment = ProcessInfo.processInfo.environment

/// The project's root, four folders above this file.
private let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
  url.deletingLastPathComponent()
}.path
