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
}
