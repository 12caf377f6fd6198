import Diagnostics
import PolicyCatalogue

extension BaseSettlement {
  /// Awards by measure with every band at its low end and at its high end.
  func bandEnds(threads: Int) throws(DataError) -> (low: [Int64], high: [Int64]) {
    let bands = plan.policy.parameters.indices.filter { plan.policy.parameters[$0].isBandPosition }
    // Of measures nobody claims, no end is of interest.
    let readers = ParameterReaders(of: plan.policy)
    let moving = bands.filter { band in
      readers[band].settled.contains { plan.source(of: $0).count > 0 }
    }
    if moving.isEmpty { return (totals.awards, totals.awards) }
    let ends = [Fraction.zero, .one].map { position in
      BatchPoint(
        changes: Dictionary(uniqueKeysWithValues: bands.map { (.parameter($0), position) }))
    }
    let found = try classes(changing: bands, readers, Ties(of: plan))
      .totals(at: ends, from: totals, of: plan.scenario, threads: threads)
    return (found[0].awards, found[1].awards)
  }
}
