import Diagnostics
import PolicyCatalogue
import Population

/// A plan settled at the scenario's own numbers, from which other points differ by a few classes.
struct BaseSettlement {
  let settler: Settler
  let state: ClaimState
  let totals: ClassTotals
  /// By row, as assessed; valid as long as whoever made this says.
  let assessed: UnsafeBufferPointer<Double>
  /// What was held before, in the rows of measures with a ladder.
  let held: UnsafeBufferPointer<Double>

  var plan: Plan { settler.plan }

  /// What all claims come to at each point, by measure.
  ///
  /// - Throws: `DataError` where an amount is too large to be computed exactly at a point.
  func totals(
    at points: [BatchPoint], _ readers: ParameterReaders, _ ties: Ties, threads: Int
  ) throws(DataError) -> [ClassTotals] {
    let classes = ClaimClass.classes(
      changing: points.changedParameters, plan: plan, ties: ties, readers: readers)
    var totals = [ClassTotals](repeating: totals, count: points.count)
    for group in classes {
      try add(group, at: points, readers, threads, to: &totals)
    }
    return totals
  }

  /// Replaces what a class comes to at the scenario's own numbers by what it comes to at each point.
  private func add(
    _ group: ClaimClass, at points: [BatchPoint], _ readers: ParameterReaders, _ threads: Int,
    to totals: inout [ClassTotals]
  ) throws(DataError) {
    let tuples = group.tuples(at: points, of: plan.scenario)
    if tuples.distinct.isEmpty { return }
    let before = settler.totals(of: group.rows, state)
    let evaluator = ClassEvaluator(
      group, of: self, readers,
      // One evaluation a thread where there are many, all threads on one where there are few.
      threads: tuples.distinct.count >= threads ? 1 : threads)
    let results = ConcurrentResults<ClassTotals>(count: tuples.distinct.count)
    Parallel.forEach(tuples.distinct.count, threads: threads) { index in
      results.run(index) { () throws(DataError) in
        try evaluator.totals(at: tuples.distinct[index])
      }
    }
    let after = try results.values()
    for (point, tuple) in tuples.ofPoint.enumerated() {
      guard let tuple else { continue }
      totals[point] -= before
      totals[point] += after[tuple]
    }
  }
}
