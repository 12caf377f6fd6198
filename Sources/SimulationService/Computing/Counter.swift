import Synchronization

/// How many of something are at work.
final class Counter: Sendable {
  private let count = Mutex(0)

  /// False where there are as many already.
  func increase(upTo most: Int) -> Bool {
    count.withLock { count in
      if count >= most { return false }
      count += 1
      return true
    }
  }

  func decrease() { count.withLock { $0 -= 1 } }
}
