import Diagnostics
import PolicyCatalogue
import Population
import Simulation

extension Workload {
  /// A grid of 10 × 10 × 10 over rates of three of the twelve measures, settled from a batch that is
  /// ready: what one more question costs. The floor is one reading of the columns of these measures
  /// for each of the thirty values.
  @Sendable
  static func grid(name: String, size: Int, in place: Place) throws -> Workload {
    let question = try Question.twelve(size: size, in: place)
    let scenario = question.scenario
    let axes = [
      ("integration-software.rate", "integration-software"),
      ("design-purchase.rate", "design-purchase"),
      ("online-sales.rate", "online-sales"),
    ]
    var points = [BatchPoint()]
    var bytes = 0
    for (address, measure) in axes {
      guard let adjustable = scenario.adjustable(address),
        let index = scenario.policy.measure(measure)
      else { throw WorkloadError("there is no number '\(address)'") }
      let own = scenario.parameter(adjustable).value
      points = try points.flatMap { point in
        try (0..<10).map { level in
          var next = point
          try next.set(
            adjustable, to: own.times(Fraction(Int128(55 + 5 * level), 100)), in: scenario)
          return next
        }
      }
      let claims = question.population.claims[index]
      bytes += 10 * (claims.inputs.reduce(0) { $0 + $1.byteCount } + 8 * claims.count)
    }
    let batch = try Batch(scenario, question.population)
    let grid = points
    return Workload(
      name, size: size, floor: .memory(bytes: bytes), threads: allThreads,
      items: .init(count: grid.count, name: "points")
    ) {
      batch.forgetAnswers()
      _ = try batch.settle(grid)
    }
  }
}
