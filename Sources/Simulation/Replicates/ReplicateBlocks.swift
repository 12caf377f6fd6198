import LinearAlgebra
import PolicyCatalogue
import Population
import Synchronization

/// Adds up weight × award over all claims that are settled whatever others do, block of subjects by
/// block.
///
/// In a block the weights of each subject are drawn once, when its first claim asks for them. Measures
/// that many of the block's subjects claim meet the weights in one DGEMM; the claims of the others are
/// added one by one, and claims that get nothing cost nothing.
struct ReplicateBlocks: Sendable {
  /// Subjects in a block: their weights for some hundred replicates stay in the second-level cache.
  static let size = 128
  /// A measure is dense where at least one of so many subjects claims it.
  static let sparsity = 8

  let plan: Plan
  let levels: [(awards: [Double], slots: Range<Int>)]
  let columns: ReplicateColumns
  let thresholds: [UInt32]
  let identities: [UInt64]
  let draws: ReplicateDraws
  let sparsity: Int
  private let claims: [ClaimsBySubject]
  /// By column: whether weighted sums might reach 2^53, so that they are added in whole numbers.
  private let isWide: [Bool]
  private let blockCount: Int

  init(
    plan: Plan, levels: [(awards: [Double], slots: Range<Int>)], columns: ReplicateColumns,
    thresholds: [UInt32], identities: [UInt64], draws: ReplicateDraws,
    sparsity: Int = sparsity
  ) {
    self.plan = plan
    self.levels = levels
    self.columns = columns
    self.thresholds = thresholds
    self.identities = identities
    self.draws = draws
    self.sparsity = sparsity
    blockCount = (identities.count + Self.size - 1) / Self.size
    let (register, blockCount) = (plan.population.register, blockCount)
    claims = plan.population.claims.map {
      ClaimsBySubject($0, register, blocks: blockCount, of: Self.size)
    }
    var isWide = [Bool](repeating: false, count: columns.count)
    for measure in plan.policy.measures.indices {
      let most = levels.map { level in plan.rows(of: measure).reduce(0) { $0 + level.awards[$1] } }
        .max()!
      if Double(PoissonWeights.largest) * most >= ExactProduct.limit {
        isWide[measure] = true
        if let column = columns.protectedColumns[measure] { isWide[column] = true }
      }
    }
    self.isWide = isWide
  }

  func sums(threads: Int) -> ReplicateSums {
    let total = Mutex(ReplicateSums(columns: columns.count, slots: draws.count))
    // Some tasks a thread, so that none waits long for the last.
    let tasks = Parallel.ranges(of: blockCount, size: max(1, blockCount / (8 * threads)))
    Parallel.forEach(tasks.count, threads: threads) { task in
      let worker = BlockWorker(columns: columns.count, draws: draws, levels: levels.count)
      for block in tasks[task] { add(block, worker) }
      let part = worker.finish()
      total.withLock { $0 += part }
    }
    return total.withLock { $0 }
  }

  private func add(_ block: Int, _ worker: BlockWorker) {
    worker.begin()
    let first = block * Self.size
    let count = min(Self.size, identities.count - first)
    for measure in claims.indices {
      let claims = claims[measure]
      let places = claims.places(in: block)
      if places.isEmpty { continue }
      let offset = plan.offsets[measure]
      if thresholds[measure] < ReplicateDraws.certain {
        let ids = plan.population.claims[measure].ids
        for place in places {
          let claim = claims.claim(at: place)
          if !isDue(offset + claim) { continue }
          let subject = claims.subject(of: claim) - first
          worker.draw(subject, identities[first + subject], draws)
          worker.file(FNV1a(ids.utf8(claim)).value, thresholds[measure], subject, draws)
          add(offset + claim, measure, worker)
        }
      } else if places.count * sparsity >= count && !isWide[measure] {
        let column = worker.beginDense(measure, columns.protectedColumns[measure], count)
        if columns.protectedColumns[measure] == nil {
          fillDense(measure, places, first, column, worker)
          continue
        }
        for place in places {
          let claim = claims.claim(at: place)
          if !isDue(offset + claim) { continue }
          let subject = claims.subject(of: claim) - first
          worker.draw(subject, identities[first + subject], draws)
          for level in levels.indices {
            let award = levels[level].awards[offset + claim]
            columns.forEachPart(of: award, measure) { part, amount in
              worker.addDense(amount, subject, column + (part == measure ? 0 : 1), level)
            }
          }
        }
      } else {
        for place in places {
          let claim = claims.claim(at: place)
          if !isDue(offset + claim) { continue }
          let subject = claims.subject(of: claim) - first
          worker.draw(subject, identities[first + subject], draws)
          worker.use(subject)
          add(offset + claim, measure, worker)
        }
      }
    }
    worker.multiplyDense(count, levels.map(\.slots)) { subject in
      worker.draw(subject, identities[first + subject], draws)
    }
  }

  /// The awards of a measure whose claims have one part each.
  private func fillDense(
    _ measure: Int, _ places: Range<Int>, _ first: Int, _ column: Int, _ worker: BlockWorker
  ) {
    let offset = plan.offsets[measure]
    claims[measure].withPointers { order, subjects in
      for level in levels.indices {
        levels[level].awards.withUnsafeBufferPointer { awards in
          worker.fillDense(
            awards.baseAddress! + offset, subjects, order, places, first: first, column, level)
        }
      }
    }
  }

  @inline(__always)
  private func isDue(_ row: Int) -> Bool {
    levels.contains { $0.awards[row] != 0 }
  }

  /// One claim, with the weights that the worker has at hand.
  @inline(__always)
  private func add(_ row: Int, _ measure: Int, _ worker: BlockWorker) {
    for level in levels {
      let award = level.awards[row]
      if award == 0 { continue }
      columns.forEachPart(of: award, measure) { column, amount in
        if amount == 0 { return }
        if isWide[column] {
          worker.addWide(Int64(amount), column, level.slots)
        } else {
          worker.add(amount, column, level.slots)
        }
      }
    }
  }
}

/// The claims of a measure in the order of their subjects.
private struct ClaimsBySubject: Sendable {
  /// Rows of the table; empty where they stand in this order, as they mostly do.
  private let order: [Int32]
  /// By row of the table.
  private let subjects: [Int32]
  /// Block `b` has the places `starts[b]..<starts[b + 1]`.
  private let starts: [Int32]

  init(_ table: ClaimTable, _ register: Register, blocks: Int, of size: Int) {
    let subjects = table.enterprises.map { register.subjects[Int($0)] }
    self.subjects = subjects
    var isSorted = true
    for row in subjects.indices.dropFirst() where subjects[row] < subjects[row - 1] {
      isSorted = false
      break
    }
    order =
      isSorted
      ? []
      : (0..<Int32(subjects.count)).sorted {
        (subjects[Int($0)], $0) < (subjects[Int($1)], $1)
      }
    var starts = [Int32](repeating: 0, count: blocks + 1)
    for subject in subjects { starts[Int(subject) / size + 1] += 1 }
    for block in 0..<blocks { starts[block + 1] += starts[block] }
    self.starts = starts
  }

  func places(in block: Int) -> Range<Int> { Int(starts[block])..<Int(starts[block + 1]) }

  /// The order, nil where claims stand in it, and the subjects by row.
  func withPointers(
    _ body: (_ order: UnsafePointer<Int32>?, _ subjects: UnsafePointer<Int32>) -> Void
  ) {
    subjects.withUnsafeBufferPointer { subjects in
      guard let subjects = subjects.baseAddress else { return }
      order.withUnsafeBufferPointer { body($0.isEmpty ? nil : $0.baseAddress, subjects) }
    }
  }

  @inline(__always)
  func claim(at place: Int) -> Int { order.isEmpty ? place : Int(order[place]) }

  @inline(__always)
  func subject(of claim: Int) -> Int { Int(subjects[claim]) }
}
