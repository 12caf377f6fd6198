import GRPCCore
import Synchronization

/// Work that is done once, however many callers wait for it. A caller who leaves waits no longer; the
/// work goes on for the others, and for who asks next.
final class SharedWork<Value: Sendable>: Sendable {
  private enum State {
    case underway([Int: CheckedContinuation<Value, any Error>])
    case done(Result<Value, any Error>)
  }

  private let state = Mutex(State.underway([:]))
  private let tickets = Atomic<Int>(0)

  init(_ work: @escaping @Sendable () throws -> Value) {
    Task.detached { [self] in finish(Result { try work() }) }
  }

  private func finish(_ result: Result<Value, any Error>) {
    let waiting = state.withLock { state -> [CheckedContinuation<Value, any Error>] in
      guard case .underway(let waiting) = state else { return [] }
      state = .done(result)
      return Array(waiting.values)
    }
    for continuation in waiting { continuation.resume(with: result) }
  }

  /// - Parameter drain: a server that is asked to end gives its callers the time of grace.
  /// - Throws: what the work throws; `Failures.cancelled` as soon as the caller of this call is gone.
  func value(unless drain: Drain) async throws -> Value {
    let ticket = tickets.add(1, ordering: .relaxed).oldValue
    return try await withRPCCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state -> Result<Value, any Error>? in
          switch state {
          case .done(let result): return result
          case .underway(var waiting):
            waiting[ticket] = continuation
            state = .underway(waiting)
            return nil
          }
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancelRPC: {
      if drain.hasBegun { return }
      self.leave(ticket)
    }
  }

  private func leave(_ ticket: Int) {
    let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      guard case .underway(var waiting) = state else { return nil }
      let continuation = waiting.removeValue(forKey: ticket)
      state = .underway(waiting)
      return continuation
    }
    continuation?.resume(throwing: Failures.cancelled)
  }
}
