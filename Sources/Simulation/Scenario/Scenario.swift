package import Diagnostics
package import PolicyCatalogue
package import Population

/// One question: a policy, a population, a budget and what is assumed.
package struct Scenario: Sendable {
  package enum PopulationSource: Sendable {
    case directory(String)
    case synthetic(SyntheticAssumptions)
  }

  package enum Budget: Sendable {
    /// Nothing is scaled.
    case unlimited
    /// In fen, for one pool `all`.
    case total(Int64)
    /// In fen, by pool; a pool that is not named is unlimited.
    case pools([String: Int64])
  }

  package var path: String
  package var title: Message
  package var policy: Policy
  package var year: Int
  package var population: PopulationSource
  package var budget: Budget
  /// The pools in force: the policy's, regrouped by the scenario, or one `all` under a total budget.
  package var pools: [Pool]
  /// The policy's values with the scenario's `set` applied.
  package var values: ParameterValues
  /// What `set` changed, in the order written: index of the parameter.
  package var overrides: [Int]
  /// Assumed amounts of open measures, in fen, by index of the measure.
  package var assumed: [Int: Int64]
  /// Indices of eligibility rules that the scenario waives.
  package var waivedRules: Set<Int>
  /// The village collectives, where the scenario holds that document too.
  package var villages: VillageQuestion?
  /// How the years after the policy year grow; nil where nobody asks for them.
  package var growth: GrowthAssumptions?
  /// Addresses of these two that `set` changed, in the order written.
  package var modelOverrides: [String] = []
  /// What `outlay solve` is to answer, where the scenario carries a question.
  package var solve: SolvingQuestion?
  /// How its figures are sampled, where it says so.
  package var replicates: ReplicateSettings?
  /// How spending answers its numbers, where it says so.
  package var response: ResponseSettings?
  /// The sets of numbers at which the scenario is to be asked besides its own.
  package var sweep: Sweep?
  /// Hexadecimal SHA-256 of the scenario file.
  package var hash: String
  /// What is doubtful but no error.
  package var warnings: [Diagnostic]

  package init(
    path: String, title: Message, policy: Policy, year: Int, population: PopulationSource,
    budget: Budget, pools: [Pool], values: ParameterValues, overrides: [Int] = [],
    assumed: [Int: Int64] = [:], waivedRules: Set<Int> = [], hash: String,
    warnings: [Diagnostic] = []
  ) {
    self.path = path
    self.title = title
    self.policy = policy
    self.year = year
    self.population = population
    self.budget = budget
    self.pools = pools
    self.values = values
    self.overrides = overrides
    self.assumed = assumed
    self.waivedRules = waivedRules
    self.hash = hash
    self.warnings = warnings
  }
}
