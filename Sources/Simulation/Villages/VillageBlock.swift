import CKernels
import LinearAlgebra
import Population

/// Memory for one block, used again for the next: rows are the villages of a chunk of the layout, once
/// for each replicate of the block.
final class VillageBlock {
  /// Rows of the layout in a chunk; with the replicates of a block a thousand numbers a column, so that
  /// a block's columns stay in the second-level cache.
  static let chunkRows = 128
  static let replicates = 8

  private let model: VillageModel
  private let words: Int
  private let capacity: Int
  private let draws: UnsafeMutablePointer<Float>
  private let townDraws: UnsafeMutablePointer<Float>
  private let townFactors: UnsafeMutablePointer<Double>
  /// By group of rows: place of its town and replicate in the columns of `townDraws`.
  private let towns: UnsafeMutablePointer<UInt32>
  private let identities: UnsafeMutablePointer<UInt32>
  private var state: UnsafeMutablePointer<Double>
  private var next: UnsafeMutablePointer<Double>
  private let stable: UnsafeMutablePointer<Double>
  private let income: UnsafeMutablePointer<Double>
  /// Columns of all figures of the year, where they are asked for.
  private let figures: UnsafeMutablePointer<Double>?

  private(set) var slots = 0..<0
  private var count = 0
  /// From column to column: lengths near powers of two would put the columns of a row into one set of the
  /// first-level cache.
  private var stride: Int { count + 24 }
  private var townCount = 0

  /// - Parameter withFigures: whether all figures of every year are kept, as a path wants them.
  init(_ model: VillageModel, withFigures: Bool = false) {
    self.model = model
    words = Self.wordCapacity(model.question.years.count * Int(outlay_village_sources))
    capacity = min(Self.chunkRows, model.layout.count) * Self.replicates
    // Of towns there are no more than groups of rows, with a place for each replicate.
    let groups = capacity / VillageLayout.groupRows + VillageLayout.lanes
    let stride = capacity + 24
    draws = .allocate(capacity: words * stride)
    townDraws = .allocate(capacity: words * groups)
    townFactors = .allocate(capacity: Int(outlay_village_sources) * groups)
    towns = .allocate(capacity: groups)
    identities = .allocate(capacity: 3 * max(capacity, groups))
    state = .allocate(capacity: model.width * stride)
    next = .allocate(capacity: model.width * stride)
    stable = .allocate(capacity: capacity)
    income = .allocate(capacity: capacity)
    figures = withFigures ? .allocate(capacity: Int(outlay_figures) * stride) : nil
  }

  deinit {
    draws.deallocate()
    townDraws.deallocate()
    townFactors.deallocate()
    towns.deallocate()
    identities.deallocate()
    state.deallocate()
    next.deallocate()
    stable.deallocate()
    income.deallocate()
    figures?.deallocate()
  }

  /// Whole blocks of four words are drawn.
  private static func wordCapacity(_ words: Int) -> Int { (words + 3) / 4 * 4 }

  /// Sets the rows to the base year, and draws the shocks of all years.
  ///
  /// - Parameter replicates: nil is the central path, without shocks.
  func begin(_ slots: Range<Int>, _ replicates: Range<Int>?) {
    self.slots = slots
    let segments = replicates?.count ?? 1
    let rows = slots.count
    count = rows * segments
    precondition(count <= capacity && rows % VillageLayout.lanes == 0)
    for column in 0..<model.width {
      for segment in 0..<segments {
        copy(
          model.start, column * model.layout.count + slots.lowerBound,
          to: state + column * stride + segment * rows)
      }
    }
    for segment in 0..<segments {
      copy(model.stable, slots.lowerBound, to: stable + segment * rows)
      copy(model.income, slots.lowerBound, to: income + segment * rows)
    }
    let townsOfRows = placeTowns(segments)
    guard let replicates else {
      draws.update(repeating: 0, count: words * stride)
      townDraws.update(repeating: 0, count: words * townCount)
      return
    }
    draw(replicates, townsOfRows)
  }

  private func copy(_ source: [Double], _ first: Int, to target: UnsafeMutablePointer<Double>) {
    source.withUnsafeBufferPointer {
      target.update(from: $0.baseAddress! + first, count: slots.count)
    }
  }

  /// Gives each town of the rows and each replicate a place among the town-wide draws.
  private func placeTowns(_ segments: Int) -> ClosedRange<Int> {
    let groupRows = VillageLayout.groupRows
    let groups = slots.lowerBound / groupRows..<slots.upperBound / groupRows
    let first = model.layout.groupTowns[groups.lowerBound]
    for segment in 0..<segments {
      for (index, group) in groups.enumerated() {
        let town = model.layout.groupTowns[group] - first
        towns[segment * groups.count + index] = UInt32(town * segments + segment)
      }
    }
    let towns = first...model.layout.groupTowns[groups.upperBound - 1]
    let lanes = VillageLayout.lanes
    townCount = (towns.count * segments + lanes - 1) / lanes * lanes
    return towns
  }

  private func draw(_ replicates: Range<Int>, _ towns: ClosedRange<Int>) {
    let seed = model.question.seed
    func fill(
      _ out: UnsafeMutablePointer<Float>, stride: Int, rows: Int, used: Int, stream: UInt32,
      _ row: (Int) -> (identity: UInt64, replicate: Int)
    ) {
      let (low, high, turns) = (identities, identities + rows, identities + 2 * rows)
      for index in 0..<rows {
        let (identity, replicate) = index < used ? row(index) : (0, 0)
        low[index] = UInt32(truncatingIfNeeded: identity)
        high[index] = UInt32(truncatingIfNeeded: identity >> 32)
        turns[index] = UInt32(truncatingIfNeeded: replicate)
      }
      outlay_normals(
        out, stride, words, rows, low, high, turns, stream, UInt32(truncatingIfNeeded: seed),
        UInt32(truncatingIfNeeded: seed >> 32))
    }
    let rows = slots.count
    model.layout.identities.withUnsafeBufferPointer { villages in
      fill(draws, stride: stride, rows: count, used: count, stream: 0) { index in
        (villages[slots.lowerBound + index % rows], replicates.lowerBound + index / rows)
      }
    }
    let segments = replicates.count
    fill(townDraws, stride: townCount, rows: townCount, used: towns.count * segments, stream: 1) {
      index in
      (
        model.layout.townIdentities[towns.lowerBound + index / segments],
        replicates.lowerBound + index % segments
      )
    }
  }

  /// Moves all rows on by a year.
  ///
  /// - Parameter sums: one a replicate.
  func advance(
    _ year: Int, leastIncome: Double, into sums: UnsafeMutablePointer<outlay_village_sums>
  ) {
    let sources = Int(outlay_village_sources)
    multiply()
    model.land[year].withUnsafeBufferPointer { land in
      model.weights.withUnsafeBufferPointer { weights in
        model.listedClasses.withUnsafeBufferPointer { classes in
          model.listedFunds.withUnsafeBufferPointer { funds in
            let first = slots.lowerBound
            var rows = outlay_village_rows(
              count: count, rows: slots.count, stride: stride, before: state, after: next,
              stable: stable,
              income: income, draws: draws + year * sources * stride,
              town_draws: townDraws + year * sources * townCount, town_count: townCount,
              town_factors: townFactors, towns: towns, land: land.baseAddress! + first,
              weights: weights.baseAddress! + first,
              listed_classes: classes.baseAddress! + first,
              listed_funds: funds.baseAddress! + first, figures: figures)
            withUnsafePointer(to: model.numbers) {
              outlay_village_year($0, &rows, leastIncome, sums)
            }
          }
        }
      }
    }
    swap(&state, &next)
  }

  /// The state after the transition, before what else the year brings.
  func multiply() {
    model.transition.multiply(rows: state, count: count, stride: stride, into: next)
  }

  /// A figure of the year of a row of the block.
  ///
  /// Precondition: figures are kept.
  subscript(figure: VillageFigure, row: Int) -> Double { figures![figure.rawValue * stride + row] }
}
