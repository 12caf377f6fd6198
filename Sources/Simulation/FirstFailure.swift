import Synchronization

/// The failure with the lowest index among those that parallel tasks report, so that the error that a
/// user sees does not depend on the threads.
final class FirstFailure: Sendable {
  private let lowest = Mutex<Int?>(nil)

  func record(index: Int) {
    lowest.withLock { $0 = min($0 ?? index, index) }
  }

  var first: Int? { lowest.withLock { $0 } }
}
