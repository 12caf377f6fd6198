import PolicyCatalogue
import Population
import Simulation

extension RunResults {
  /// Every file that a result may consist of.
  package static let fileNames: Set<String> = [
    "measures.csv", "pools.csv", "claims.csv", "towns.csv", "industries.csv", ResultDirectory.mark,
  ]

  /// The files of this result, in the order in which they are written.
  package func files() -> [ResultFile] {
    let sums = ClaimantSums(of: population, settlement.claims)
    return [
      ResultFile("measures.csv", measuresTable().bytes),
      ResultFile("pools.csv", poolsTable().bytes),
      claimsFile(),
      ResultFile("towns.csv", groupsTable(by: .town, sums).bytes),
      ResultFile("industries.csv", groupsTable(by: .industry, sums).bytes),
      ResultFile(ResultDirectory.mark, Array(summary().text.utf8)),
    ]
  }
}
