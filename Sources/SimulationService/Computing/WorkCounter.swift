import Metrics
import Synchronization

/// How many of something are at work, told as a gauge.
final class WorkCounter: Sendable {
  private let count = Mutex(0)
  private let gauge: Gauge

  init(_ label: String) { gauge = Gauge(label: label) }

  /// False where there are as many already.
  func increase(upTo most: Int) -> Bool {
    count.withLock { count in
      if count >= most { return false }
      count += 1
      gauge.record(count)
      return true
    }
  }

  func decrease() {
    count.withLock { count in
      count -= 1
      gauge.record(count)
    }
  }
}
