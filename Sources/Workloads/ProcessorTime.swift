import Glibc

/// What processors have worked. On a shared machine others make a thread wait, which costs it time but
/// no work: times that pass double there from one minute to the next, and these do not.
public enum ProcessorTime {
  /// Seconds over all threads of this process and of those that it has started and waited for.
  public static var seconds: Double {
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

  /// Seconds over all threads of a process that is still at work; 0 once it is gone.
  public static func seconds(of process: Int32) -> Double {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
      return 0
    }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
