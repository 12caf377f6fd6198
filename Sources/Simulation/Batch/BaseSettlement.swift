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

  /// The classes that a change of some parameters reaches, ready to be asked.
  func classes(
    changing parameters: [Int], _ readers: ParameterReaders, _ ties: Ties
  ) throws(DataError) -> [PreparedClass] {
    try ClaimClass.classes(changing: parameters, plan: plan, ties: ties, readers: readers)
      .map { group throws(DataError) in try PreparedClass(group, of: self, readers) }
  }
}

extension [PreparedClass] {
  /// What all claims come to at each point, by measure.
  ///
  /// - Parameter own: what they come to at the scenario's own numbers.
  /// - Throws: `DataError` where an amount is too large to be computed exactly at a point.
  func totals(
    at points: [BatchPoint], from own: ClassTotals, of scenario: Scenario, threads: Int
  ) throws(DataError) -> [ClassTotals] {
    var totals = [ClassTotals](repeating: own, count: points.count)
    let levels = PointLevels(points, changing: Set(flatMap(\.parameters)))
    for group in self {
      let changes = try group.changes(at: levels, of: scenario, threads: threads)
      for (point, tuple) in changes.tuples.enumerated() {
        if let change = changes.ofTuple[Int(tuple)] {
          totals[point].add(change, of: group.measures)
        }
      }
    }
    return totals
  }
}
