import Diagnostics
import PolicyCatalogue

/// The tied claims of measures whose rules closed forms know: what decides each claim's amount.
struct RuledRows: Sendable {
  struct Cell: Sendable {
    /// Place of its shape among those of the forms.
    var shape: Int
    var cell: Int64
  }

  /// By row: its rules, of which one at most pays at a point.
  private(set) var cells: [[Cell]]
  /// Measures all of whose tied claims are here.
  private(set) var measures: Set<Int> = []

  init(count: Int) { cells = [[Cell]](repeating: [], count: count) }

  var isEmpty: Bool { measures.isEmpty }

  mutating func add(_ measure: Int, _ rows: [(row: Int, cell: Cell)]) {
    measures.insert(measure)
    for (row, cell) in rows { cells[row].append(cell) }
  }
}

/// Finds the groups of claims that only compete on a basis, the highest of which is paid: what one of
/// them is awarded is found by comparing, without settling anything.
struct ClosedRivalry {
  private let plan: Plan
  private let ties: Ties
  private let isOpen: [Bool]
  /// As assessed at the scenario's own numbers.
  private let assessed: [Double]
  /// Measures whose claims are paid as assessed unless a higher one excludes them.
  private let mayCompete: [Bool]
  private let reached: Set<Int>

  init(
    claims: ClosedClaims, bound: Set<Int>, isOpen: [Bool], ties: Ties
  ) throws(DataError) {
    plan = claims.plan
    self.ties = ties
    self.isOpen = isOpen
    reached = claims.measuresReached
    assessed = try Assessor(plan: plan, threads: claims.settler.threads)
      .assess(claims.settler.values).assessed
    let policy = plan.policy
    let onBases = policy.exclusions.filter { $0.measures == nil }
    let isPlain =
      onBases.count == 1 && onBases[0].scope == .subject && onBases[0].keep == .highest
      && policy.steps.contains(.exclusivity)
    let named = Set(policy.exclusions.flatMap { $0.measures ?? [] })
    mayCompete = policy.measures.enumerated().map { index, measure in
      isPlain && !bound.contains(index) && !named.contains(index) && measure.ladder == nil
        && measure.rivalsUnlessDiffers == nil
    }
  }

  /// Marks the rows of the groups found as answered.
  func groups(_ ruled: RuledRows, _ isAnswered: inout [Bool]) -> ClosedRivals {
    var rivals = ClosedRivals()
    let groupOf = basisOfRows()
    for component in ties.components.indices {
      let rows = ties.components[component].map { Int($0) }
      let group = groupOf[rows[0]]
      guard group >= 0, plan.bases[Int(group)].count == rows.count,
        rows.allSatisfy({ groupOf[$0] == group && isKnown($0, ruled) }),
        rows.contains(where: { reached.contains(plan.measure(of: $0)) })
      else { continue }
      rivals.append(members(of: rows, ruled))
      for row in rows { isAnswered[row] = true }
    }
    return rivals
  }

  /// By row the group of its basis, -1 without.
  private func basisOfRows() -> [Int32] {
    var groupOf = [Int32](repeating: -1, count: plan.count)
    for group in plan.bases.indices {
      for row in plan.bases[group] { groupOf[Int(row)] = Int32(group) }
    }
    return groupOf
  }

  /// Whether what the claim is assessed at is known at every point, and nothing else bears on it.
  private func isKnown(_ row: Int, _ ruled: RuledRows) -> Bool {
    let measure = plan.measure(of: row)
    return mayCompete[measure] && !plan.markedElsewhere.contains(Int32(row))
      && (ruled.measures.contains(measure) || !reached.contains(measure))
  }

  /// In the order in which equal amounts are preferred: article, item, claim id.
  private func members(of rows: [Int], _ ruled: RuledRows) -> [ClosedRivals.Member] {
    let measures = plan.policy.measures
    func key(_ row: Int) -> (Int, Int, Int32) {
      let measure = measures[plan.measure(of: row)]
      return (measure.article, measure.item, plan.ranks[row])
    }
    return rows.filter { isOpen[$0] }.sorted { key($0) < key($1) }.flatMap { row in
      let measure = plan.measure(of: row)
      if ruled.measures.contains(measure) {
        return ruled.cells[row].map {
          ClosedRivals.Member(shape: $0.shape, cell: $0.cell, measure: measure)
        }
      }
      return [
        ClosedRivals.Member(shape: nil, cell: Int64(assessed[row]), measure: measure)
      ]
    }
  }
}
