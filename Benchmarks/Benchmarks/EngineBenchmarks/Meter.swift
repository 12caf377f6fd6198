import Benchmark
import Foundation
import Workloads

/// What is kept of a benchmark, a cell a sample.
struct Samples: Encodable {
  /// Seconds of one run, by the clock that its number of threads asks for.
  var time: [Double] = []
  /// Seconds of processors in one run, over all threads.
  var processorTime: [Double] = []
  /// The limit that was measured beside it: bytes, or multiplications and additions, a second.
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
    let watch = Stopwatch(threads: workload.threads)
    try workload.run()
    let once = watch.seconds
    runs = max(1, Int((Self.shortest / once).rounded(.up)))
    _ = workload.floor.limit.measure(threads: workload.threads)
  }

  func sample(_ benchmark: Benchmark) throws {
    let limit = workload.floor.limit
    let before = limit.measure(threads: workload.threads)
    benchmark.startMeasurement()
    let processors = Self.processorSeconds()
    let watch = Stopwatch(threads: workload.threads)
    for _ in 0..<runs { try workload.run() }
    let time = watch.seconds / Double(runs)
    let processorTime = (Self.processorSeconds() - processors) / Double(runs)
    benchmark.stopMeasurement()
    let after = limit.measure(threads: workload.threads)
    samples.time.append(time)
    samples.processorTime.append(processorTime)
    // The better of the two: others who use the machine slow a limit, nothing makes it faster.
    samples.limit.append(max(before, after))
  }

  /// Exactly as they are. The library's own exports round them, or leave out what runs less than once
  /// a second.
  func write(to path: String) throws {
    try JSONEncoder().encode(samples).write(to: URL(fileURLWithPath: path))
  }

  /// Of this process and of those that it has started and waited for.
  private static func processorSeconds() -> Double {
    var sum = 0.0
    for who in [RUSAGE_SELF, RUSAGE_CHILDREN] {
      var usage = rusage()
      getrusage(who.rawValue, &usage)
      for time in [usage.ru_utime, usage.ru_stime] {
        sum += Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
      }
    }
    return sum
  }
}
