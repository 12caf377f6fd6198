internal import Dispatch
internal import Glibc
internal import Synchronization

/// Work shared out over threads; what is computed never depends on how many there are.
package enum Parallel {
  /// The processors that are online.
  package static let availableThreads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Runs `body` once for each index; on one thread in order.
  package static func forEach(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    if threads <= 1 || count <= 1 {
      for index in 0..<count { body(index) }
    } else {
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        var index = next.add(1, ordering: .relaxed).oldValue
        while index < count {
          body(index)
          index = next.add(1, ordering: .relaxed).oldValue
        }
      }
    }
  }

  /// Ranges of at most `size` that cover `0..<count`.
  package static func ranges(of count: Int, size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
