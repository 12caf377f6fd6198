import Diagnostics
import Synchronization

/// The results of tasks that run at once, by index; of several failures the first by index is thrown,
/// so that what a user sees does not depend on the threads.
final class ConcurrentResults<Value: Sendable>: Sendable {
  private let cells: Mutex<[Result<Value, DataError>?]>

  init(count: Int) {
    cells = Mutex([Result<Value, DataError>?](repeating: nil, count: count))
  }

  func run(_ index: Int, _ body: () throws(DataError) -> Value) {
    let result: Result<Value, DataError>
    do throws(DataError) {
      result = .success(try body())
    } catch {
      result = .failure(error)
    }
    cells.withLock { $0[index] = result }
  }

  /// The values of those that succeeded, in order.
  func successes() -> [Value] {
    // A value may be an optional itself, which `try?` would take for a failure.
    cells.withLock { $0 }.compactMap { cell in
      if case .success(let value)? = cell { .some(value) } else { nil }
    }
  }

  /// Precondition: every index has run.
  func values() throws(DataError) -> [Value] {
    let results = cells.withLock { $0 }
    var values: [Value] = []
    values.reserveCapacity(results.count)
    for result in results { values.append(try result!.get()) }
    return values
  }
}
