import Population
import Simulation

extension Workload {
  /// Two hundred replicates of the twelve measures, from columns to every replicate's pools: settled
  /// once, weights drawn for every subject, sums in DGEMM. The floor is a multiplication and an addition
  /// for each weight and award.
  @Sendable
  static func replicates(name: String, size: Int, in place: Place) throws -> Workload {
    let question = try Question.twelve(size: size, in: place)
    let settled = try settle(question.scenario, question.population)
    let awards = settled.claims.awards.count { $0 > 0 }
    let settings = ReplicateSettings(count: 200)
    return Workload(
      name, size: size, floor: .arithmetic(2 * settings.count * awards), threads: allThreads,
      items: .init(count: settings.count, name: "replicates")
    ) {
      _ = try replicate(question.scenario, question.population, settings)
    }
  }
}
