package import Diagnostics
import PolicyCatalogue
package import Population

/// The measures' own rules over the columns, apart from everything that settlement does around them, so
/// that this alone can be timed.
package struct AssessmentLoop: Sendable {
  private let plan: Plan
  private let assessor: Assessor
  private let measures: [Int]
  private var assessment: Assessment

  /// - Parameter measures: indices; nil takes all.
  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    _ scenario: Scenario, _ population: Population, measures: [Int]? = nil, threads: Int
  ) throws(DataError) {
    plan = Plan(scenario: scenario, population: population, threads: threads)
    assessor = Assessor(plan: plan, threads: threads)
    self.measures =
      measures
      ?? scenario.policy.measures.indices.filter { index in
        population.claims[index].count > 0 && scenario.policy.measures[index].award != nil
      }
    assessment = try assessor.assess(scenario.values)
  }

  /// Assesses every claim of the measures anew, over what was there.
  package mutating func run() throws(DataError) {
    try assessor.assess(measures, plan.scenario.values, &assessment)
  }

  /// What the claims come to, in fen.
  package var total: Double { assessment.assessed.reduce(0, +) }
}
