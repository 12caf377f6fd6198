import Population
import Simulation

/// The sample ledger, small enough to be settled at every step.
enum SolvingCase {
  static let scenario = BatchTests.questions[0].scenario
  static let population = BatchTests.questions[0].population
}
