import LinearAlgebra
import Population

/// Memory for one block, used again for the next: rows are the villages of a chunk of the layout, once
/// for each replicate of the block.
final class VillageBlock {
  /// Rows of the layout in a chunk; with the replicates of a block some thousand numbers a column, so
  /// that a block's columns stay in the second-level cache.
  static let chunkRows = 128
  static let replicates = 8

  private let model: VillageModel
  private let words: Int
  private let capacity: Int
  private let draws: UnsafeMutablePointer<Float>
  private let townDraws: UnsafeMutablePointer<Float>
  private let identities: UnsafeMutablePointer<UInt32>
  private var state: UnsafeMutablePointer<Double>
  private var next: UnsafeMutablePointer<Double>
  private let stable: UnsafeMutablePointer<Double>
  private let income: UnsafeMutablePointer<Double>

  private(set) var slots = 0..<0
  private(set) var count = 0
  private var firstTown = 0
  private var townRows = 0

  init(_ model: VillageModel) {
    self.model = model
    words = model.question.years.count * VillageSource.allCases.count
    capacity = min(Self.chunkRows, model.layout.count) * Self.replicates
    // Of towns there are no more than groups of rows, with a place for each replicate.
    let towns = max(1, capacity / VillageLayout.lanes)
    draws = .allocate(capacity: NormalDraws.wordCapacity(words) * capacity)
    townDraws = .allocate(capacity: NormalDraws.wordCapacity(words) * towns)
    identities = .allocate(capacity: 3 * capacity)
    state = .allocate(capacity: model.width * capacity)
    next = .allocate(capacity: model.width * capacity)
    stable = .allocate(capacity: capacity)
    income = .allocate(capacity: capacity)
  }

  deinit {
    draws.deallocate()
    townDraws.deallocate()
    identities.deallocate()
    state.deallocate()
    next.deallocate()
    stable.deallocate()
    income.deallocate()
  }

  /// Sets the rows to the base year, and draws the shocks of all years.
  ///
  /// - Parameter replicates: nil is the central path, without shocks.
  func begin(_ slots: Range<Int>, _ replicates: Range<Int>?) {
    self.slots = slots
    let segments = replicates?.count ?? 1
    let rows = slots.count
    count = rows * segments
    precondition(count <= capacity)
    for column in 0..<model.width {
      for segment in 0..<segments {
        copy(
          model.start, column * model.layout.count + slots.lowerBound,
          to: state + column * count + segment * rows)
      }
    }
    for segment in 0..<segments {
      copy(model.stable, slots.lowerBound, to: stable + segment * rows)
      copy(model.income, slots.lowerBound, to: income + segment * rows)
    }
    let groups = slots.lowerBound / VillageLayout.lanes..<slots.upperBound / VillageLayout.lanes
    firstTown = model.layout.groupTowns[groups.lowerBound]
    let towns = firstTown...model.layout.groupTowns[groups.upperBound - 1]
    townRows = towns.count * segments
    townRows += (4 - townRows % 4) % 4
    guard let replicates else {
      draws.update(repeating: 0, count: NormalDraws.wordCapacity(words) * count)
      townDraws.update(repeating: 0, count: NormalDraws.wordCapacity(words) * townRows)
      return
    }
    draw(replicates, towns)
  }

  private func copy(_ source: [Double], _ first: Int, to target: UnsafeMutablePointer<Double>) {
    source.withUnsafeBufferPointer {
      target.update(from: $0.baseAddress! + first, count: slots.count)
    }
  }

  private func draw(_ replicates: Range<Int>, _ towns: ClosedRange<Int>) {
    let key = (
      UInt32(truncatingIfNeeded: model.question.seed),
      UInt32(truncatingIfNeeded: model.question.seed >> 32)
    )
    func fill(
      _ out: UnsafeMutablePointer<Float>, rows: Int, used: Int, stream: UInt32,
      _ row: (Int) -> (identity: UInt64, replicate: Int)
    ) {
      let (low, high, turns) = (identities, identities + capacity, identities + 2 * capacity)
      for index in 0..<rows {
        let (identity, replicate) = index < used ? row(index) : (0, 0)
        low[index] = UInt32(truncatingIfNeeded: identity)
        high[index] = UInt32(truncatingIfNeeded: identity >> 32)
        turns[index] = UInt32(truncatingIfNeeded: replicate)
      }
      NormalDraws.fill(
        out, words: words, count: rows, identities: (UnsafePointer(low), UnsafePointer(high)),
        replicates: turns, stream: stream, key: key)
    }
    let rows = slots.count
    model.layout.identities.withUnsafeBufferPointer { villages in
      fill(draws, rows: count, used: count, stream: 0) { index in
        (villages[slots.lowerBound + index % rows], replicates.lowerBound + index / rows)
      }
    }
    let segments = replicates.count
    fill(townDraws, rows: townRows, used: towns.count * segments, stream: 1) { index in
      (
        model.layout.townIdentities[towns.lowerBound + index / segments],
        replicates.lowerBound + index % segments
      )
    }
  }

  /// Moves all rows on by a year, and hands on what became of each group of four: the index of the
  /// segment (replicate), the row of the layout, and the year.
  @inline(__always)
  func advance(_ year: Int, _ body: (Int, Int, VillageYear) -> Void) {
    let model = model
    let numbers = model.numbers
    let (count, rows, first) = (count, slots.count, slots.lowerBound)
    model.transition.multiply(rows: state, count: count, into: next)
    let (before, after) = (state, next)
    let draws = draws + year * 6 * count
    let townDraws = townDraws + year * 6 * townRows
    let segments = count / rows
    model.land[year].withUnsafeBufferPointer { land in
      model.weights.withUnsafeBufferPointer { weights in
        model.listedClasses.withUnsafeBufferPointer { classes in
          model.listedFunds.withUnsafeBufferPointer { funds in
            for segment in 0..<segments {
              for offset in stride(from: 0, to: rows, by: VillageLayout.lanes) {
                let row = segment * rows + offset
                let slot = first + offset
                let town = model.layout.groupTowns[slot / VillageLayout.lanes] - firstTown
                let factors = Self.factors(
                  numbers, draws + row, count, townDraws + town * segments + segment, townRows)
                @inline(__always) func column(_ name: VillageState) -> VillageLanes {
                  load(after + name.rawValue * count + row)
                }
                let result = numbers.year(
                  VillageRow(
                    rent: column(.rent), lease: column(.lease), service: column(.service),
                    investment: column(.investment), subsidy: column(.subsidy),
                    property: column(.property), otherAssets: column(.otherAssets),
                    stake: column(.stake), debt: column(.debt), idle: column(.idle),
                    propertyBefore: load(before + VillageState.property.rawValue * count + row),
                    otherAssetsBefore: load(
                      before + VillageState.otherAssets.rawValue * count + row),
                    rentFactor: factors.0, leaseFactor: factors.1, serviceFactor: factors.2,
                    investmentFactor: factors.3, propertyFactor: factors.4,
                    otherAssetsFactor: factors.5, stableBefore: load(stable + row),
                    incomeBefore: load(income + row), land: load(land.baseAddress! + slot),
                    weight: load(weights.baseAddress! + slot),
                    listedClass: load(classes.baseAddress! + slot),
                    listedFunds: load(funds.baseAddress! + slot)))
                write(result, row, after)
                body(segment, slot, result)
              }
            }
          }
        }
      }
    }
    swap(&state, &next)
  }

  @inline(__always)
  private func write(_ year: VillageYear, _ row: Int, _ after: UnsafeMutablePointer<Double>) {
    let count = count
    @inline(__always) func set(_ name: VillageState, _ value: VillageLanes) {
      store(value, after + name.rawValue * count + row)
    }
    set(.rent, year.rent)
    set(.lease, year.lease)
    set(.service, year.service)
    set(.investment, year.investmentState)
    set(.subsidy, year.subsidyState)
    set(.property, year.property)
    set(.otherAssets, year.otherAssets)
    set(.stake, year.stake)
    set(.debt, year.debt)
    set(.idle, year.idle)
    store(year.stable, stable + row)
    store(year.income, income + row)
    @inline(__always) func add(_ delay: Int, _ rent: VillageLanes) {
      if delay == 0 { return }
      let place = after + (VillageState.count + delay - 1) * count + row
      store(load(place) + rent, place)
    }
    add(model.numbers.propertyDelay, year.propertyRent)
    add(model.numbers.conversionDelay, year.conversionRent)
    add(model.numbers.jointDelay, year.jointRent)
  }

  /// 1 plus the shock of each source: the town's and the village's own, each through its factor.
  @inline(__always)
  private static func factors(
    _ numbers: VillageNumbers, _ draws: UnsafePointer<Float>, _ stride: Int,
    _ townDraws: UnsafePointer<Float>, _ townStride: Int
  ) -> (VillageLanes, VillageLanes, VillageLanes, VillageLanes, VillageLanes, VillageLanes) {
    @inline(__always) func own(_ index: Int) -> VillageLanes {
      VillageLanes(
        UnsafeRawPointer(draws + index * stride).loadUnaligned(as: SIMD4<Float>.self))
    }
    let z = (own(0), own(1), own(2), own(3), own(4), own(5))
    @inline(__always) func town(_ row: Int) -> VillageLanes {
      var sum = 1.0
      for column in 0...row {
        sum += numbers.townMix[row * 6 + column] * Double(townDraws[column * townStride])
      }
      return VillageLanes(repeating: sum)
    }
    let mix = numbers.ownMix
    let f0 = town(0) + z.0 * mix[0]
    let f1 = town(1) + z.0 * mix[6] + z.1 * mix[7]
    let f2 = town(2) + z.0 * mix[12] + z.1 * mix[13] + z.2 * mix[14]
    let f3 = town(3) + z.0 * mix[18] + z.1 * mix[19] + z.2 * mix[20] + z.3 * mix[21]
    let lower4 = z.0 * mix[24] + z.1 * mix[25] + z.2 * mix[26]
    let f4 = town(4) + lower4 + z.3 * mix[27] + z.4 * mix[28]
    let lower5 = z.0 * mix[30] + z.1 * mix[31] + z.2 * mix[32]
    let f5 = town(5) + lower5 + z.3 * mix[33] + z.4 * mix[34] + z.5 * mix[35]
    let zero = VillageLanes.zero
    return (
      f0.atLeast(zero), f1.atLeast(zero), f2.atLeast(zero), f3.atLeast(zero), f4.atLeast(zero),
      f5.atLeast(zero)
    )
  }
}

@inline(__always)
private func load(_ place: UnsafePointer<Double>) -> VillageLanes {
  UnsafeRawPointer(place).loadUnaligned(as: VillageLanes.self)
}

@inline(__always)
private func store(_ value: VillageLanes, _ place: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(place).storeBytes(of: value, as: VillageLanes.self)
}
