import Diagnostics
import PolicyCatalogue

extension Scenario {
  /// A scenario of villages alone as one of a policy without measures, so that what moves villages can be
  /// asked of both in one way.
  package init(villagesAlone scenario: VillageScenario) {
    // There is nothing to be assessed, and so nothing to be rounded to a unit.
    let policy = Policy(
      id: "", title: Message("", zh: ""), source: "", valid: ValidityPeriod(from: 0, to: 0),
      chapters: [], measures: [], registerColumns: [], parameters: [],
      assessedRounding: Rounding(unit: .flag(false), direction: .halfUp), hash: "",
      path: "")
    self.init(
      path: scenario.path, title: scenario.title, policy: policy,
      year: scenario.villages.years.lowerBound, population: .directory(""), budget: .unlimited,
      pools: [], values: ParameterValues(of: policy), hash: scenario.hash,
      warnings: scenario.warnings)
    villages = scenario.villages
    modelOverrides = scenario.overrides
  }

  /// Whether it holds no policy.
  package var isOfVillagesAlone: Bool { policy.measures.isEmpty }
}
