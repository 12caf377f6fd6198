import CKernels
import LinearAlgebra
import Population

/// The memory of one task over blocks, used again for each block: weights of the block's subjects, and
/// sums.
///
/// A subject's weights are a column of one number a slot; awards a column of one number a subject.
final class BlockWorker {
  private let slots: Int
  private let levels: Int
  private let scratch: UnsafeMutablePointer<UInt16>
  /// Of each subject of the block, as drawn and widened.
  private let weights: UnsafeMutablePointer<UInt8>
  private let wide: UnsafeMutablePointer<Double>
  /// The block in which a subject's weights were drawn last.
  private var drawn = [Int](repeating: 0, count: ReplicateBlocks.size)
  private var block = 0
  /// The weights that claims are added with: those of their subject, where they are filed.
  private let filed: UnsafeMutablePointer<UInt8>
  private var current: UnsafePointer<UInt8>
  private var currentWide: UnsafePointer<Double>?
  /// Sums, below 2^53 each.
  private let sums: UnsafeMutableBufferPointer<Double>
  private var wideSums: ReplicateSums
  /// The columns that meet the weights in a product, by level and then by column of the block.
  private var dense: [Int] = []
  /// The subjects of the block that a product is to meet.
  private var isMet = [Bool](repeating: false, count: ReplicateBlocks.size)
  private let awards: UnsafeMutablePointer<Double>
  private let product: UnsafeMutablePointer<Double>
  private let columns: Int

  init(columns: Int, draws: ReplicateDraws, levels: Int) {
    self.columns = columns
    self.levels = levels
    slots = draws.count
    scratch = .allocate(capacity: 2 * draws.capacity)
    weights = .allocate(capacity: slots * ReplicateBlocks.size)
    wide = .allocate(capacity: slots * ReplicateBlocks.size)
    // Columns of subjects without a claim meet awards of zero, which they must not spoil.
    wide.initialize(repeating: 0, count: slots * ReplicateBlocks.size)
    filed = .allocate(capacity: slots)
    current = UnsafePointer(filed)
    sums = .allocate(capacity: columns * slots)
    sums.initialize(repeating: 0)
    wideSums = ReplicateSums(columns: columns, slots: slots)
    awards = .allocate(capacity: levels * columns * ReplicateBlocks.size)
    product = .allocate(capacity: columns * slots)
  }

  deinit {
    scratch.deallocate()
    weights.deallocate()
    wide.deallocate()
    filed.deallocate()
    sums.deallocate()
    awards.deallocate()
    product.deallocate()
  }

  func begin() {
    block += 1
    dense.removeAll(keepingCapacity: true)
  }

  func finish() -> ReplicateSums {
    wideSums.add(UnsafeBufferPointer(sums))
    return wideSums
  }

  /// Has the weights of a subject of this block at hand.
  @inline(__always)
  func draw(_ subject: Int, _ identity: UInt64, _ draws: ReplicateDraws) {
    if drawn[subject] == block { return }
    drawn[subject] = block
    let (narrow, wide) = (weights + subject * slots, wide + subject * slots)
    draws.weights(of: identity, narrow, scratch: scratch)
    outlay_widen(wide, narrow, slots)
  }

  /// Claims of a subject that are all filed.
  func use(_ subject: Int) {
    current = UnsafePointer(weights + subject * slots)
    currentWide = UnsafePointer(wide + subject * slots)
  }

  /// A claim that is filed where its draw is below the threshold.
  func file(_ claim: UInt64, _ threshold: UInt32, _ subject: Int, _ draws: ReplicateDraws) {
    let taken = draws.takeUp(of: claim, scratch: scratch)
    outlay_keep_below(filed, weights + subject * slots, taken, UInt16(threshold), slots)
    current = UnsafePointer(filed)
    currentWide = nil
  }

  func add(_ amount: Double, _ column: Int, _ range: Range<Int>) {
    let (first, count) = (range.lowerBound, range.count)
    let sum = sums.baseAddress! + (column * slots + first)
    if let wide = currentWide {
      outlay_add_scaled(sum, wide + first, amount, count)
    } else {
      outlay_add_weighted(sum, current + first, amount, count)
    }
  }

  func addWide(_ amount: Int64, _ column: Int, _ range: Range<Int>) {
    for slot in range where current[slot] > 0 {
      wideSums.add(Int64(current[slot]) * amount, column, slot)
    }
  }

  /// Takes a measure's columns into the product, and returns the place of the first.
  func beginDense(_ column: Int, _ other: Int?, _ subjects: Int) -> Int {
    let place = dense.count
    dense.append(column)
    if let other { dense.append(other) }
    for level in 0..<levels {
      let start = awards + (level * columns + place) * ReplicateBlocks.size
      start.update(repeating: 0, count: (dense.count - place) * ReplicateBlocks.size)
    }
    return place
  }

  @inline(__always)
  func addDense(_ amount: Double, _ subject: Int, _ place: Int, _ level: Int) {
    awards[(level * columns + place) * ReplicateBlocks.size + subject] += amount
  }

  /// Puts awards of claims in their subjects' rows of a column.
  ///
  /// - Parameters:
  ///   - claims: the awards by row of the measure's table.
  ///   - order: the row at each place; nil where they are the same.
  func fillDense(
    _ claims: UnsafePointer<Double>, _ subjects: UnsafePointer<Int32>,
    _ order: UnsafePointer<Int32>?, _ places: Range<Int>, first: Int, _ place: Int, _ level: Int
  ) {
    let cells = awards + (level * columns + place) * ReplicateBlocks.size
    isMet.withUnsafeMutableBufferPointer { isMet in
      for index in places {
        let claim = order.map { Int($0[index]) } ?? index
        let award = claims[claim]
        if award == 0 { continue }
        let subject = Int(subjects[claim]) - first
        cells[subject] += award
        isMet[subject] = true
      }
    }
  }

  /// weights × awards, the replicates of each level with its own awards.
  ///
  /// - Parameter draw: has the weights of a subject of the block at hand.
  func multiplyDense(
    _ subjects: Int, _ slotsOfLevels: [Range<Int>], draw: (_ subject: Int) -> Void
  ) {
    if dense.isEmpty { return }
    for subject in 0..<subjects where isMet[subject] {
      draw(subject)
      isMet[subject] = false
    }
    for (level, range) in slotsOfLevels.enumerated() where !range.isEmpty {
      DenseProduct.multiply(
        wide + range.lowerBound, leading: slots, rows: range.count, inner: subjects,
        by: awards + level * columns * ReplicateBlocks.size, leading: ReplicateBlocks.size,
        columns: dense.count, into: product, leading: slots)
      for (place, column) in dense.enumerated() {
        outlay_add_scaled(
          sums.baseAddress! + (column * slots + range.lowerBound), product + place * slots, 1,
          range.count)
      }
    }
  }
}
