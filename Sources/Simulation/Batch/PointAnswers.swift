import Synchronization

/// What was found at points, so that what depends on some of their numbers alone is found once for each
/// tuple of these.
package final class PointAnswers<Answer: Sendable>: Sendable {
  private let known = Mutex<[BatchPoint: Answer]>([:])
  private let most: Int

  /// - Parameter most: beyond so many answers they are dropped and found anew.
  package init(most: Int) { self.most = most }

  /// - Parameter isRead: the numbers that the answer depends on.
  package func answer<Failure: Error>(
    at point: BatchPoint, reading isRead: (Adjustable) -> Bool,
    _ find: (BatchPoint) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let tuple = point.keeping(isRead)
    if let answer = known.withLock({ $0[tuple] }) { return answer }
    let answer = try find(tuple)
    known.withLock { known in
      if known.count >= most { known = [:] }
      known[tuple] = answer
    }
    return answer
  }
}
