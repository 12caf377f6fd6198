import Diagnostics
import PolicyCatalogue
import Population

/// What the claims of one class come to at a tuple of its numbers: in closed form where their rules have
/// one, else by settling them.
struct ClassEvaluator: Sendable {
  private let scenario: Scenario
  private let forms: ClassForms?
  /// Of the claims that forms do not answer; nil where they answer all.
  private let rest: ClassSettler?
  /// Of all claims, for numbers that are too large for a form.
  private let all: ClassSettler

  init(
    _ group: ClaimClass, of base: BaseSettlement, _ readers: ParameterReaders
  ) throws(DataError) {
    scenario = base.plan.scenario
    all = try ClassSettler(group.rows, changing: group.parameters, of: base, readers)
    forms = try ClassForms(
      all.plan, changing: group.parameters, readers, base.settler.values,
      struck: base.settler.struck)
    if let forms, !forms.rest.isEmpty {
      rest = try ClassSettler(
        forms.rest.map { group.rows[$0] }, changing: group.parameters, of: base, readers)
    } else {
      rest = nil
    }
  }

  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  func totals(
    at points: [BatchPoint], threads: Int
  ) throws(DataError) -> [ClassTotals] {
    let answers =
      forms?.totals(at: points, threads: threads)
      ?? [ClassTotals?](repeating: nil, count: points.count)
    if rest == nil && answers.allSatisfy({ $0 != nil }) { return answers.map { $0! } }
    // One evaluation a thread where there are many, all threads on one where there are few.
    let inside = points.count >= threads ? 1 : threads
    let results = ConcurrentResults<ClassTotals>(count: points.count)
    Parallel.forEach(points.count, threads: threads) { index in
      results.run(index) { () throws(DataError) in
        let values = points[index].values(in: scenario)
        guard var totals = answers[index] else {
          return try all.totals(values, threads: inside)
        }
        if let rest { totals += try rest.totals(values, threads: inside) }
        return totals
      }
    }
    return try results.values()
  }
}
