import PolicyCatalogue

extension RunResults {
  /// Every file that a result may consist of.
  package static let fileNames: Set<String> = [
    "measures.csv", "pools.csv", "claims.csv", "towns.csv", "industries.csv", ResultDirectory.mark,
  ]

  /// The files of this result, in the order in which they are written.
  package func files() -> [(name: String, bytes: [UInt8])] {
    [
      ("measures.csv", measuresTable().bytes),
      ("pools.csv", poolsTable().bytes),
      ("claims.csv", claimsTable().bytes),
      ("towns.csv", groupsTable(by: .town).bytes),
      ("industries.csv", groupsTable(by: .industry).bytes),
      (ResultDirectory.mark, Array(summary().text.utf8)),
    ]
  }
}
