import CLimits
import Dispatch

/// What a machine can do at best, measured where and when the work is, since the machine may be shared
/// and times alone mean little there.
public enum Limit: String, Sendable, CaseIterable {
  /// Bytes a second that all threads together read from memory.
  case memory
  /// Multiplications and additions a second that all threads together do on registers.
  case arithmetic

  /// What a sample takes on a thread: long enough to be told from noise, short enough to stand beside
  /// every sample of the work.
  private static let rounds = 400_000

  /// How much of it the machine does now in a second, and in a second of a processor.
  ///
  /// - Parameter threads: how many do it at once.
  public func measure(threads: Int) -> (perSecond: Double, perProcessorSecond: Double) {
    let amount: Double
    let processors = ProcessorTime.seconds
    let start = ContinuousClock.now
    switch self {
    case .memory:
      let cells = StreamedMemory.shared
      cells.read(threads: threads)
      amount = Double(cells.byteCount)
    case .arithmetic:
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        _ = outlay_limit_multiply_add(Self.rounds)
      }
      amount = Double(Self.rounds * Int(outlay_limit_operations) * threads)
    }
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return (
      amount / (Double(seconds) + Double(attoseconds) * 1e-18),
      amount / (ProcessorTime.seconds - processors)
    )
  }
}

/// Memory well beyond any cache that is likely to be there, touched once and kept.
private final class StreamedMemory: Sendable {
  static let shared = StreamedMemory()

  private static let count = 24 << 20
  private let cells = [Double](repeating: 1, count: StreamedMemory.count)

  var byteCount: Int { Self.count * MemoryLayout<Double>.stride }

  func read(threads: Int) {
    cells.withUnsafeBufferPointer { cells in
      nonisolated(unsafe) let start = cells.baseAddress!
      let each = Self.count / threads
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        _ = outlay_limit_read(start + thread * each, each)
      }
    }
  }
}
