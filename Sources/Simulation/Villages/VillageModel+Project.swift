import CKernels
package import Diagnostics
import PolicyCatalogue
package import Population
import Synchronization

/// Projects villages: the central path of their totals, and the totals of every replicate.
///
/// Pure: the same question and villages give the same bits on any number of threads. What is
/// published for people is in `VillageProjection`; paths of single villages in `VillagePath`.
///
/// - Throws: `DataError` where the assumptions contradict each other, or amounts pass all bounds.
package func projectVillages(
  _ question: VillageQuestion, _ villages: Villages, threads: Int? = nil
) throws(DataError) -> VillageProjection {
  try VillageModel(question, villages).project(threads: threads)
}

extension VillageModel {
  package func project(threads: Int? = nil) throws(DataError) -> VillageProjection {
    let threads = threads ?? Parallel.availableThreads
    let years = question.years.count
    let chunks = Parallel.ranges(of: layout.count, size: VillageBlock.chunkRows)
    // A job is a chunk and some replicates; job 0 … of each chunk is the central path.
    let groups = Parallel.ranges(of: question.replicates, size: VillageBlock.replicates)
    let stride = question.replicates + 1
    var sums = [VillageTotals](
      repeating: VillageTotals(), count: chunks.count * years * stride)
    sums.withUnsafeMutableBufferPointer { sums in
      // Each job writes the sums of its own chunk and replicates.
      nonisolated(unsafe) let sums = sums
      let pool = BlockPool()
      Parallel.forEach(chunks.count * (groups.count + 1), threads: threads) { job in
        let (chunk, group) = (job / (groups.count + 1), job % (groups.count + 1))
        let block = pool.take() ?? VillageBlock(self)
        defer { pool.give(block) }
        let replicates = group == 0 ? nil : groups[group - 1]
        run(block, chunks[chunk], replicates) { year, segment, totals in
          let place = group == 0 ? 0 : 1 + groups[group - 1].lowerBound + segment
          sums[(chunk * years + year) * stride + place] = totals
        }
      }
    }
    let projection = VillageProjection(
      question: question, base: baseTotals(),
      years: (0..<years).map { year in
        (0..<stride).map { place in
          chunks.indices.reduce(into: VillageTotals()) {
            $0 += sums[($1 * years + year) * stride + place]
          }
        }
      })
    guard projection.isWithinBounds else {
      throw DataError(
        Diagnostic(
          at: question.location,
          Message(
            "the villages' amounts grow beyond what can be written to the fen",
            zh: "各村数额过大,无法精确到分"),
          expected: Message("less than 90 trillion yuan in all", zh: "合计不足 90 万亿元")))
    }
    return projection
  }

  /// Runs a block through all years, and hands on the totals of each segment and year.
  private func run(
    _ block: VillageBlock, _ slots: Range<Int>, _ replicates: Range<Int>?,
    _ body: (Int, Int, VillageTotals) -> Void
  ) {
    let least = question.assumptions[.targetLeastIncome].approximation
    block.begin(slots, replicates)
    let segments = replicates?.count ?? 1
    withUnsafeTemporaryAllocation(of: outlay_village_sums.self, capacity: segments) { sums in
      for year in 0..<question.years.count {
        block.advance(year, leastIncome: least, into: sums.baseAddress!)
        for segment in 0..<segments { body(year, segment, VillageTotals(sums[segment])) }
      }
    }
  }

  /// Sums of the base year, in the order of the layout.
  private func baseTotals() -> VillageTotals {
    let least = question.assumptions[.targetLeastIncome].approximation
    var totals = VillageTotals()
    for slot in layout.villages.indices where layout.villages[slot] >= 0 {
      totals.income += income[slot]
      totals.assets += startAssets(slot)
      totals.debt += startDebt(slot)
      totals.below += income[slot] < least ? 1 : 0
    }
    return totals
  }
}

/// Blocks that nobody uses just now.
final class BlockPool: Sendable {
  private let blocks = Mutex<[Handed]>([])

  /// A block is in one thread's hands at a time.
  private struct Handed: @unchecked Sendable { let block: VillageBlock }

  func take() -> VillageBlock? { blocks.withLock { $0.popLast() }?.block }

  func give(_ block: VillageBlock) {
    let handed = Handed(block: block)
    blocks.withLock { $0.append(handed) }
  }
}
