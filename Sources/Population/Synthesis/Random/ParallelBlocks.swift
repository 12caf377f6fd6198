/// Work in blocks of rows over the processor's cores.
///
/// The blocks do not depend on the number of threads, and what they return stands in their order, so
/// that a result cannot depend on it either.
struct ParallelBlocks: Sendable {
  var threads: Int

  /// As many threads as there are processors, where `nil` is asked for.
  init(threads: Int?) {
    precondition(threads.map { $0 > 0 } ?? true)
    self.threads = threads ?? Parallel.availableThreads
  }

  /// `body` of 0 … count − 1, in order.
  func map<T: Sendable>(_ count: Int, _ body: @Sendable (Int) -> T) -> [T] {
    if threads == 1 || count < 2 { return (0..<count).map(body) }
    return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
      let slots = Slots(base: buffer.baseAddress!)
      Parallel.forEach(count, threads: threads) { index in
        (slots.base + index).initialize(to: body(index))
      }
      initialized = count
    }
  }

  /// `body` over consecutive ranges of rows, in order.
  func mapRows<T: Sendable>(
    _ rows: Int, block: Int = 16384, _ body: @Sendable (Range<Int>) -> T
  ) -> [T] {
    map((rows + block - 1) / block) { index in
      body(index * block..<min(rows, (index + 1) * block))
    }
  }

  /// One number a row.
  func column<T: Sendable>(_ rows: Int, _ body: @Sendable (Int) -> T) -> [T] {
    if threads == 1 || rows < 8192 { return (0..<rows).map(body) }
    return [T](unsafeUninitializedCapacity: rows) { buffer, initialized in
      let slots = Slots(base: buffer.baseAddress!)
      _ = mapRows(rows) { range in
        for row in range { (slots.base + row).initialize(to: body(row)) }
      }
      initialized = rows
    }
  }

  /// Each slot is written by exactly one thread.
  private struct Slots<T>: @unchecked Sendable {
    let base: UnsafeMutablePointer<T>
  }
}
