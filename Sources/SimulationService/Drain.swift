import GRPCCore
import Synchronization

/// Whether calls should stop, since their caller is gone or the server's time is up.
///
/// gRPC tells a call that it is cancelled both when its caller is gone and when the server begins to
/// shut down; in the latter case it has the time of grace to end.
package final class Drain: Sendable {
  private let deadline = Mutex<ContinuousClock.Instant?>(nil)

  package init() {}

  package func begin(grace: Duration) { deadline.withLock { $0 = .now + grace } }

  package var hasBegun: Bool { deadline.withLock { $0 != nil } }

  func mustStop(_ context: ServerContext) -> Bool {
    guard context.cancellation.isCancelled else { return false }
    return deadline.withLock { $0.map { ContinuousClock.now >= $0 } ?? true }
  }
}
