import Benchmark
import Foundation
import Workloads

/// What is kept of a sample besides what the library measures; whole numbers all.
enum Sample {
  /// Nanoseconds of one run, by the clock that its number of threads asks for.
  static let time = BenchmarkMetric.custom("time", useScalingFactor: false)
  /// Nanoseconds of processors in one run, over all threads.
  static let processorTime = BenchmarkMetric.custom("processorTime", useScalingFactor: false)
  /// Thousandths of the time that the machine needs at least, measured just before and just after.
  static let perLimit = BenchmarkMetric.custom("perLimit", useScalingFactor: false)
  /// Items a second, of what the work counts.
  static let rate = BenchmarkMetric.custom("rate", polarity: .prefersLarger, useScalingFactor: false)
  /// The limit: millions of bytes, or of multiplications and additions, a second.
  static let limit = BenchmarkMetric.custom("limit", polarity: .prefersLarger, useScalingFactor: false)

  static let metrics = [time, processorTime, perLimit, rate, limit]
}

/// Times a work beside the limit that it is held against.
final class Meter {
  /// A sample lasts at least this long, or is of a single run.
  private static let shortest = 0.005

  private let workload: Workload
  private let runs: Int

  init(_ workload: Workload) throws {
    self.workload = workload
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
    // The better of the two: others who use the machine slow a limit, nothing makes it faster.
    let best = max(before, after)
    let least = workload.floor.amount / best
    benchmark.measurement(Sample.time, Int(time * 1e9))
    benchmark.measurement(Sample.processorTime, Int(processorTime * 1e9))
    benchmark.measurement(Sample.perLimit, Int((time / least * 1000).rounded()))
    benchmark.measurement(Sample.rate, Int(Double(workload.items.count) / time))
    benchmark.measurement(Sample.limit, Int(best / 1e6))
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
