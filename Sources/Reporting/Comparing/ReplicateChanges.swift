import PolicyCatalogue
import Simulation

/// What changes from replicate to replicate: both scenarios meet the same draws, so that each replicate is
/// compared with itself and the common fortunes cancel.
struct ReplicateChanges: Sendable {
  /// In fen, by replicate.
  let awards: [Int64]
  let paid: [Int64]

  /// A share of the replicates.
  var probabilityOfMore: String {
    Estimate.decimal(Double(paid.count { $0 > 0 }) / Double(paid.count), places: 4)
  }
}

extension ScenarioComparison {
  /// nil where the two do not have the same draws for the same claimants.
  var replicateChanges: ReplicateChanges? {
    guard isSamePopulation, let a = before.replicates, let b = after.replicates,
      a.count == b.count, a.settings.seed == b.settings.seed
    else { return nil }
    return ReplicateChanges(
      awards: zip(a.totalAwards, b.totalAwards).map { $1 - $0 },
      paid: zip(a.totalPaid, b.totalPaid).map { $1 - $0 })
  }
}
