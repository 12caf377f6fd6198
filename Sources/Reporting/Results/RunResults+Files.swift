import PolicyCatalogue
import Population
package import Simulation

extension RunResults {
  /// Every file that a result may consist of.
  package static let fileNames: Set<String> = [
    "measures.csv", "pools.csv", "claims.csv", "towns.csv", "industries.csv",
    "replicates.csv", "replicate-factors.csv", "response.csv", "years.csv",
    ResultDirectory.mark,
  ]

  /// The files of this result, in the order in which they are written.
  ///
  /// - Parameter years: the years after, where the scenario asks for them.
  package func files(years: YearProjection? = nil) -> [ResultFile] {
    let sums = ClaimantSums(of: population, settlement.claims)
    var optional: [ResultFile] = []
    if let replicates {
      optional = [
        ResultFile("replicates.csv", table(of: replicates).bytes),
        ResultFile("replicate-factors.csv", factorsTable(of: replicates).bytes),
      ]
    }
    if let response { optional.append(ResultFile("response.csv", table(of: response).bytes)) }
    if let years { optional.append(ResultFile("years.csv", Self.yearsTable(years).bytes)) }
    return [
      ResultFile("measures.csv", measuresTable().bytes),
      ResultFile("pools.csv", poolsTable().bytes),
      claimsFile(),
      ResultFile("towns.csv", groupsTable(by: .town, sums).bytes),
      ResultFile("industries.csv", groupsTable(by: .industry, sums).bytes),
    ] + optional + [ResultFile(ResultDirectory.mark, Array(summary().text.utf8))]
  }
}
