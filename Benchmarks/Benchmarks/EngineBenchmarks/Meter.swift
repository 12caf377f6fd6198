import Benchmark
import Foundation
import Workloads

/// What is kept of a benchmark, a cell a sample.
struct Samples: Encodable {
  /// Seconds that pass in one run.
  var time: [Double] = []
  /// Seconds of processors in one run, over all threads.
  var processorTime: [Double] = []
  /// The limit that was measured beside it: bytes, or multiplications and additions, in a second of a
  /// processor.
  var limit: [Double] = []
  /// Bytes, or multiplications and additions, that a run cannot do without.
  var least: Double
  /// What a run gets through, and how many of them.
  var items: Int
  var itemName: String
}

/// Times a work beside the limit that it is held against.
final class Meter {
  /// A sample lasts at least this long, or is of a single run.
  private static let shortest = 0.005

  private let workload: Workload
  private let runs: Int
  private var samples: Samples

  init(_ workload: Workload) throws {
    self.workload = workload
    samples = Samples(
      least: workload.floor.amount, items: workload.items.count, itemName: workload.items.name)
    // The first run touches memory for the first time; the second tells how many make a sample.
    try workload.run()
    let start = ContinuousClock.now
    try workload.run()
    let once = Self.seconds(since: start)
    runs = max(1, Int((Self.shortest / once).rounded(.up)))
    _ = workload.floor.limit.measure(threads: workload.threads)
  }

  func sample(_ benchmark: Benchmark) throws {
    let limit = workload.floor.limit
    let before = limit.measure(threads: workload.threads).perProcessorSecond
    benchmark.startMeasurement()
    let processors = processorSeconds
    let start = ContinuousClock.now
    for _ in 0..<runs { try workload.run() }
    let time = Self.seconds(since: start) / Double(runs)
    let processorTime = (processorSeconds - processors) / Double(runs)
    benchmark.stopMeasurement()
    let after = limit.measure(threads: workload.threads).perProcessorSecond
    samples.time.append(time)
    samples.processorTime.append(processorTime)
    // The better of the two: others who use the machine slow a limit, nothing makes it faster.
    samples.limit.append(max(before, after))
  }

  private var processorSeconds: Double {
    ProcessorTime.seconds + (workload.servant.map(ProcessorTime.seconds(of:)) ?? 0)
  }

  /// Exactly as they are. The library's own exports round them, or leave out what runs less than once
  /// a second.
  func write(to path: String) throws {
    try JSONEncoder().encode(samples).write(to: URL(fileURLWithPath: path))
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
