package import Diagnostics
package import Population

/// One village's central path, source by source, and what each lever adds to its income.
package struct VillageExplanation: Sendable {
  package let village: String
  package let town: String
  /// Row in the file, and in the path.
  package let row: Int
  package let path: VillagePath
  /// By lever: usable income by year with it less that without it, everything else being equal.
  package let effects: [(lever: VillageLever, income: [Double])]

  /// - Throws: `DataError` where there is no such village, or the assumptions contradict each other.
  package init(
    _ village: String, _ question: VillageQuestion, _ villages: Villages
  ) throws(DataError) {
    guard let row = villages.row(village) else {
      throw DataError(
        Diagnostic(
          at: question.place,
          Message("there is no village '\(village)'", zh: "没有村“\(village)”"),
          suggestion: nearestName(
            to: village, among: (0..<villages.count).map { villages.ids[$0] })))
    }
    self.village = village
    self.row = row
    town = villages.towns[row]
    let path = try VillageModel(question, villages).path()
    self.path = path
    var effects: [(lever: VillageLever, income: [Double])] = []
    for lever in VillageLever.allCases {
      var other = question
      other.assumptions = question.assumptions.without(lever)
      let without = try VillageModel(other, villages).path()
      effects.append(
        (lever, question.years.map { path[.income, $0, row] - without[.income, $0, row] }))
    }
    self.effects = effects
  }
}
