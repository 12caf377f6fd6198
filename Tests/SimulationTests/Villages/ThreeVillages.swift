import Foundation
import PolicyCatalogue
import Population
import Simulation

/// The ledger of three villages that is shipped, and the model over it with one lever at a time.
enum ThreeVillages {
  static let scenarios = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scenarios").path()
  static let directory = scenarios + "/ledgers/three-villages"

  /// Nothing grows, nothing moves; only classes have their thresholds.
  static func question(
    _ change: (inout VillageAssumptions) -> Void = { _ in }
  ) -> VillageQuestion {
    var question = VillageQuestion(source: .directory(directory))
    question.assumptions[.weakBelow] = 600_000
    question.assumptions[.betterFrom] = 3_000_000
    change(&question.assumptions)
    return question
  }

  static func path(_ change: (inout VillageAssumptions) -> Void) throws -> VillagePath {
    let question = question(change)
    return try VillageModel(question, try question.load().villages).path()
  }
}
