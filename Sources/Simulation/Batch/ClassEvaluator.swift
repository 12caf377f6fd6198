import Diagnostics
import PolicyCatalogue

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

  func totals(at point: BatchPoint, threads: Int) throws(DataError) -> ClassTotals {
    let values = point.values(in: scenario)
    guard let forms, var totals = forms.totals(values) else {
      return try all.totals(values, threads: threads)
    }
    if let rest { totals += try rest.totals(values, threads: threads) }
    return totals
  }
}
