internal import Glibc

extension Array where Element: BitwiseCopyable {
  /// An array that tasks running at once fill in, each its own cells, with no copy afterwards.
  ///
  /// Large ones lie in large pages where the system has them: first touch of fresh memory costs more
  /// than most of what is computed on it.
  ///
  /// - Parameter fill: writes every cell.
  package init(count: Int, filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
    self.init(unsafeUninitializedCapacity: count) { buffer, initializedCount in
      let cells = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      adviseLargePages(UnsafeMutableRawBufferPointer(cells))
      fill(cells)
      initializedCount = count
    }
  }
}

/// Asks for large pages under a block of fresh memory; that they are not given changes nothing but time.
package func adviseLargePages(_ memory: UnsafeMutableRawBufferPointer) {
  let page = 2 << 20
  guard let start = memory.baseAddress, memory.count >= 2 * page else { return }
  let address = Int(bitPattern: start)
  let first = (address + page - 1) / page * page
  let last = (address + memory.count) / page * page
  if last > first {
    _ = madvise(UnsafeMutableRawPointer(bitPattern: first), last - first, MADV_HUGEPAGE)
  }
}
