import PolicyCatalogue
import Population

/// All that is random in replicates.
///
/// Draws belong to names: a subject's to the lowest of its enterprises' ids, a claim's to its id. They
/// depend on the seed besides, and on nothing else, so that two scenarios over one population meet the
/// same fortunes (common random numbers), another order of rows or another claim changes no draw of the
/// others, and any block of them can be drawn anywhere.
struct ReplicateDraws: Sendable {
  private enum Stream {
    static let weights: UInt64 = 0
    static let takeUp: UInt64 = 1
    static let growth: UInt64 = 2
  }

  let count: Int
  /// By replicate.
  let levels: [Int]
  /// The replicates, those of one level after those of another: the order of all buffers.
  let slots: [Int]
  /// By level: its slots.
  let slotsOfLevels: [Range<Int>]
  private let isInOrder: Bool
  private let generator: Philox2x64

  init(_ settings: ReplicateSettings) {
    count = settings.count
    generator = Philox2x64(key: settings.seed)
    let levelCount = UInt64(settings.factors.count)
    let generator = generator
    let levels = (0..<settings.count).map { replicate in
      let draw = generator.block(UInt64(replicate), Stream.growth << 32).0
      return Int(draw.multipliedFullWidth(by: levelCount).high)
    }
    self.levels = levels
    slots = (0..<settings.count).sorted { (levels[$0], $0) < (levels[$1], $1) }
    var first = 0
    slotsOfLevels = settings.factors.indices.map { level in
      let start = first
      first += levels.count { $0 == level }
      return start..<first
    }
    isInOrder = slots == Array(0..<settings.count)
  }

  /// Room that a row of draws takes.
  var capacity: Int {
    (count + Philox2x64.drawsInBlock - 1) / Philox2x64.drawsInBlock * Philox2x64.drawsInBlock
  }

  /// The weights of a subject, one a slot.
  ///
  /// - Parameter scratch: room for twice `capacity` draws.
  func weights(
    of subject: UInt64, _ weights: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutablePointer<UInt16>
  ) {
    let draws = draws(of: subject, Stream.weights, scratch)
    PoissonWeights.fill(count, from: draws, weights)
  }

  /// Draws from 0 to 65,535, one a slot: a claim is filed where its draw is below its threshold.
  func takeUp(
    of claim: UInt64, scratch: UnsafeMutablePointer<UInt16>
  ) -> UnsafePointer<UInt16> { draws(of: claim, Stream.takeUp, scratch) }

  /// The share of claims that are filed, in 65,536ths; 65,536 is all.
  static func threshold(_ takeUp: Fraction) -> UInt32 {
    UInt32((takeUp.numerator * 65_536 * 2 + takeUp.denominator) / (2 * takeUp.denominator))
  }

  static let certain: UInt32 = 65_536

  private func draws(
    of identity: UInt64, _ stream: UInt64, _ scratch: UnsafeMutablePointer<UInt16>
  ) -> UnsafePointer<UInt16> {
    generator.fill(identity: identity, stream: stream, count: count, scratch)
    if isInOrder { return UnsafePointer(scratch) }
    let sorted = scratch + capacity
    slots.withUnsafeBufferPointer { slots in
      for slot in 0..<count { sorted[slot] = scratch[slots[slot]] }
    }
    return UnsafePointer(sorted)
  }
}

extension Register {
  /// By number of the subject: what names its draws.
  var subjectIdentities: [UInt64] {
    var lowest = [Int32](repeating: -1, count: subjectCount)
    for (row, subject) in subjects.enumerated() {
      let other = lowest[Int(subject)]
      if other < 0 || ids.utf8(row).lexicographicallyPrecedes(ids.utf8(Int(other))) {
        lowest[Int(subject)] = Int32(row)
      }
    }
    return lowest.map { $0 < 0 ? 0 : FNV1a(ids.utf8(Int($0))).value }
  }
}
