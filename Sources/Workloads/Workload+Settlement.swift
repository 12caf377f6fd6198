import Population
import Simulation

extension Workload {
  /// All measures' own rules over the columns, in blocks.
  @Sendable
  static func assessPolicy(name: String, size: Int, in place: Place) throws -> Workload {
    let question = try Question.policy(size: size, in: place)
    let loop = Shared(
      try AssessmentLoop(question.scenario, question.population, threads: allThreads))
    return Workload(
      name, size: size, floor: .memory(bytes: question.assessedByteCount), threads: allThreads,
      items: .init(count: question.population.claimCount, name: "claims")
    ) {
      try loop.value.run()
    }
  }

  /// Everything from columns to payments, with the plan, as a command does it once.
  @Sendable
  static func settlePolicy(name: String, size: Int, in place: Place) throws -> Workload {
    settlement(name, size, try Question.policy(size: size, in: place))
  }

  @Sendable
  static func settleTwelve(name: String, size: Int, in place: Place) throws -> Workload {
    settlement(name, size, try Question.twelve(size: size, in: place))
  }

  private static func settlement(_ name: String, _ size: Int, _ question: Question) -> Workload {
    Workload(
      name, size: size, floor: .memory(bytes: question.byteCount), threads: allThreads,
      items: .init(count: question.population.claimCount, name: "claims")
    ) {
      _ = try settle(question.scenario, question.population)
    }
  }

  /// Awards of which a quarter is zero, scaled to four fifths by largest remainder.
  @Sendable
  static func apportion(name: String, size: Int, in place: Place) throws -> Workload {
    let generator = Philox(seed: 53)
    let weights = (0..<size).map { row in
      let block = generator.block([UInt32(row), 0, 0, 0])
      return block[0] % 4 == 0 ? 0 : Double(block[1] % 30_000_000)
    }
    let total = Int64(weights.reduce(0, +)) / 5 * 4
    let loop = Shared(ApportionmentLoop(total: total, weights: weights, threads: allThreads))
    loop.value.run()
    guard Int64(loop.value.shares.reduce(0, +)) == total else {
      throw WorkloadError("the shares do not add up to what was to be shared")
    }
    return Workload(
      name, size: size, floor: .memory(bytes: size * 16), threads: allThreads,
      items: .init(count: size, name: "claims")
    ) {
      loop.value.run()
    }
  }
}
