package import Diagnostics
package import Population

/// What is asked of the village model: whose villages, which years, under which assumptions.
package struct VillageQuestion: Sendable {
  package enum Source: Sendable {
    /// With `villages.csv`.
    case directory(String)
    case synthetic(SyntheticVillages)
  }

  /// How a village's class is found.
  package enum Classes: String, Sendable, CaseIterable {
    /// From its stable income of the year before, anew each year.
    case thresholds
    /// From the column `class` of its villages, the same each year; who is not listed gets nothing.
    case list
  }

  package var source: Source
  package var assumptions = VillageAssumptions()
  package var classes = Classes.thresholds
  package var seed: UInt64 = 0
  package var replicates = 1
  package var baseYear = 2016
  package var lastYear = 2021
  package var location = SourceLocation(file: "")

  package init(source: Source) { self.source = source }

  /// The years that are projected, the base year not among them.
  package var years: ClosedRange<Int> { baseYear + 1...lastYear }

  /// Reads the villages, or makes them.
  package func load() throws(DataError) -> (villages: Villages, warnings: [Diagnostic]) {
    let loaded: (villages: Villages, warnings: [Diagnostic]) =
      switch source {
      case .directory(let directory): try Villages.read(directory: directory)
      case .synthetic(let assumptions): (try Villages.synthesise(assumptions), [])
      }
    if classes == .list,
      (0..<loaded.villages.count).allSatisfy({ loaded.villages.listedClass($0) == nil })
    {
      throw DataError(
        Diagnostic(
          at: place,
          Message(
            "no village is on the list from which the scenario takes classes",
            zh: "情景按名单分类,但没有一个村列入名单"),
          expected: Message(
            "a column class with weak, general or better, or classes: thresholds",
            zh: "class 列(weak、general、better),或 classes: thresholds")))
    }
    return loaded
  }

  /// Where the villages stand.
  var place: SourceLocation {
    switch source {
    case .directory(let directory): SourceLocation(file: "\(directory)/\(Villages.fileName)")
    case .synthetic(let assumptions): assumptions.location
    }
  }
}
