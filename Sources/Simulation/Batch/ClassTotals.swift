import Diagnostics
import LinearAlgebra
import PolicyCatalogue
import Population

/// What some claims come to at one point, by measure, in fen.
struct ClassTotals: Sendable {
  var awards: [Int64]
  /// The part of the awards that is paid before all others.
  var protected: [Int64]

  var award: Int64 { awards.reduce(0, +) }
}

extension Settler {
  /// What all claims of the plan are awarded.
  ///
  /// - Throws: where the awards together are not below 2^53 fen. Reductions that raise, shared funds
  ///   and roundings can add to what was assessed.
  func totals(_ state: ClaimState) throws(DataError) -> ClassTotals {
    let tasks = plan.tasks
    let protections = policy.measures.indices.map(protection)
    var (awards, protected): ([Double], [Double]) = ([], [])
    awards = [Double](count: tasks.count) { awards in
      protected = [Double](count: tasks.count) { protected in
        // Each task writes its own.
        nonisolated(unsafe) let (awards, protected) = (awards, protected)
        Parallel.forEach(tasks.count, threads: threads) { index in
          (awards[index], protected[index]) = Self.sums(
            of: tasks[index].rows, protections[tasks[index].measure], state)
        }
      }
    }
    if awards.reduce(0, +) >= ExactProduct.limit { throw plan.totalOverflow() }
    var totals = ClassTotals(measures: policy.measures.count)
    for (index, task) in tasks.enumerated() {
      totals.awards[task.measure] += Int64(awards[index])
      totals.protected[task.measure] += Int64(protected[index])
    }
    return totals
  }

  /// What some claims are awarded.
  ///
  /// - Parameter rows: ascending.
  func totals(of rows: [Int32], _ state: ClaimState) -> ClassTotals {
    var totals = ClassTotals(measures: policy.measures.count)
    var first = 0
    for measure in policy.measures.indices {
      let end = plan.offsets[measure + 1]
      var last = first
      while last < rows.count, rows[last] < end { last += 1 }
      if last > first {
        let part = Self.sums(
          of: rows[first..<last].lazy.map { Int($0) }, protection(of: measure), state)
        totals.awards[measure] = Int64(part.award)
        totals.protected[measure] = Int64(part.protected)
      }
      first = last
    }
    return totals
  }

  @inline(__always)
  private static func sums(
    of rows: some Collection<Int>, _ protection: Protection, _ state: ClaimState
  ) -> (award: Double, protected: Double) {
    var (award, protected) = (0.0, 0.0)
    if protection.isNone {
      for row in rows { award += state.amounts[row] }
    } else {
      for row in rows {
        award += state.amounts[row]
        protected += protection.part(of: state.amounts[row])
      }
    }
    return (award, protected)
  }
}

extension ClassTotals {
  init(measures: Int) {
    awards = [Int64](repeating: 0, count: measures)
    protected = awards
  }

  static func += (totals: inout ClassTotals, other: ClassTotals) {
    for measure in other.awards.indices {
      totals.awards[measure] += other.awards[measure]
      totals.protected[measure] += other.protected[measure]
    }
  }
}
