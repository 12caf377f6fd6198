import Glibc

/// How long a work takes: the time of the processor where one thread works, since others on a shared
/// machine make that thread wait and cost it nothing; the time that passes where several do, since they
/// are there to shorten it.
public struct Stopwatch {
  private let clock: clockid_t
  private let start: Double

  public init(threads: Int) {
    clock = threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
    start = Self.read(clock)
  }

  /// Since it was made.
  public var seconds: Double { Self.read(clock) - start }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
