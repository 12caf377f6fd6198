import Diagnostics
import PolicyCatalogue
import Testing

@testable import Population
@testable import Simulation

/// Replicates against settlements of the populations that they stand for, written out.
@Suite struct ReplicateTests {
  private static let questions = BatchTests.questions

  private static func settings(_ scenario: Scenario, count: Int = 6) -> ReplicateSettings {
    let certain = scenario.policy.measure("equipment-investment")!
    return ReplicateSettings(
      count: count, seed: 3, takeUp: Fraction(7, 10), takeUpOfMeasures: [certain: .one],
      growth: GrowthUncertainty(spread: Fraction(1, 10), levels: 3))
  }

  private func draws(
    _ draws: ReplicateDraws, of identity: UInt64, isWeight: Bool
  ) -> [Int] {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * draws.capacity) { scratch in
      let scratch = scratch.baseAddress!
      guard isWeight else {
        let taken = draws.takeUp(of: identity, scratch: scratch)
        return (0..<draws.count).map { Int(taken[$0]) }
      }
      var weights = [UInt8](repeating: 0, count: draws.count)
      weights.withUnsafeMutableBufferPointer {
        draws.weights(of: identity, $0.baseAddress!, scratch: scratch)
      }
      return weights.map { Int($0) }
    }
  }

  /// The policies as they are, and with a part of each award protected.
  @Test(
    "Each replicate is the settlement of its population, to the fen", arguments: questions,
    [false, true])
  func eachReplicate(question: BatchTests.Question, protects: Bool) throws {
    var scenario = question.scenario
    if protects {
      let amount = scenario.policy.parameters.firstIndex {
        $0.kind == .number(.money) && $0.value == 100_000
      }!
      scenario.policy.protections.append(
        Protection(extent: .first(.parameter(amount)), measures: nil))
    }
    let population = question.population
    let settings = Self.settings(scenario)
    let outcome = try replicate(scenario, population, settings)
    let all = ReplicateDraws(settings)
    let weights = population.register.subjectIdentities.map { draws(all, of: $0, isWeight: true) }
    let taken = population.claims.map { table in
      (0..<table.count).map { claim in
        draws(all, of: FNV1a(table.ids.utf8(claim)).value, isWeight: false)
      }
    }
    for (slot, number) in all.slots.enumerated() {
      let grown = try population.growing(scenario.policy) { measure, input in
        scenario.policy.measures[measure].inputs[input].isMoney
          ? settings.factors[outcome.levels[number]] : nil
      }
      let copied = grown.resampled {
        weights[$0][slot]
      } isFiled: { measure, claim in
        let share = settings.takeUp(of: measure)
        // The draw as a share of 65,536 against the share stated, which is 45,875.2 of them.
        return share == .one || taken[measure][claim][slot] < 45_875
      }
      let alone = try settle(scenario, copied)
      for (index, pool) in alone.pools.enumerated() {
        #expect(outcome.pools[index][number] == pool, "replicate \(number)")
      }
      for measure in scenario.policy.measures.indices {
        let rows = alone.claims.offsets[measure]..<alone.claims.offsets[measure + 1]
        let award = Int64(alone.claims.awards[rows].reduce(0, +))
        #expect(outcome.awards[measure][number] == award, "replicate \(number), \(measure)")
      }
      #expect(outcome.totalPaid[number] == alone.pools.reduce(0) { $0 + $1.paid })
    }
    // What has been compared varies, and is not nothing.
    #expect(Set(outcome.totalAwards).count == settings.count)
    #expect(Set(outcome.levels).count > 1)
  }

  @Test("Whether claims meet the weights one by one or in a product, the sums are the same")
  func products() throws {
    let question = Self.questions[1]
    let settings = ReplicateSettings(
      count: 30, seed: 2, growth: GrowthUncertainty(spread: Fraction(1, 10), levels: 3))
    let draws = ReplicateDraws(settings)
    let plan = Plan(
      scenario: question.scenario, population: question.population, threads: 1)
    let levels = try settings.factors.enumerated().map { level, factor in
      try SettledLevel(
        plan, draws.slotsOfLevels[level], factor, settings, threads: 1, struck: nil)
    }
    func sums(sparsity: Int) -> [Int64] {
      ReplicateBlocks(
        plan: plan, levels: levels.map { ($0.awards, $0.slots) },
        columns: ReplicateColumns(levels[0].settler),
        thresholds: plan.policy.measures.map { _ in ReplicateDraws.certain },
        identities: question.population.register.subjectIdentities, draws: draws,
        sparsity: sparsity
      ).sums(threads: 2).cells
    }
    let oneByOne = sums(sparsity: 0)
    #expect(oneByOne.contains { $0 > 0 })
    #expect(oneByOne == sums(sparsity: .max / ReplicateBlocks.size))
    #expect(oneByOne == sums(sparsity: 40))
  }

  @Test("The same for any number of threads and any order of claims")
  func threads() throws {
    let question = Self.questions[1]
    let settings = Self.settings(question.scenario, count: 40)
    let one = try replicate(question.scenario, question.population, settings, threads: 1)
    let two = try replicate(question.scenario, question.population, settings, threads: 2)
    var turned = question.population
    for measure in turned.claims.indices {
      turned.claims[measure] = turned.claims[measure].selecting(
        (0..<turned.claims[measure].count).reversed())
    }
    let reversed = try replicate(question.scenario, turned, settings, threads: 2)
    #expect(one.awards == two.awards && one.pools == two.pools)
    #expect(one.awards == reversed.awards && one.pools == reversed.pools)
  }

  @Test("The first replicates of many are those of few; scenarios meet the same fortunes")
  func commonNumbers() throws {
    let question = Self.questions[1]
    let few = try replicate(
      question.scenario, question.population, Self.settings(question.scenario, count: 5))
    let many = try replicate(
      question.scenario, question.population, Self.settings(question.scenario, count: 21))
    #expect(few.totalAwards == Array(many.totalAwards.prefix(5)))
    var poor = question.scenario
    poor.budget = .pools(["chapter-2": 100])
    let other = try replicate(
      poor, question.population, Self.settings(question.scenario, count: 21))
    #expect(other.totalAwards == many.totalAwards)
    #expect(zip(other.totalPaid, many.totalPaid).allSatisfy { $0 < $1 })
  }

  @Test("Sums that pass 2^53 are exact")
  func wide() throws {
    var policy = TinyPolicy()
    let rate = policy.number(1)
    let ruled = policy.policy(award: Award(base: .rate(rate, of: TinyPolicy.x)))
    let most = 0x1p53 / 3
    let x = [most.rounded(.down), most.rounded(.down) - 1, 5]
    let population = TinyPolicy.population(x: x, q: [0, 0, 0], level: [0, 0, 0])
    let settings = ReplicateSettings(count: 64, seed: 9)
    let outcome = try replicate(TinyPolicy.scenario(ruled), population, settings)
    let weights = draws(
      ReplicateDraws(settings), of: population.register.subjectIdentities[0], isWeight: true)
    let sum = x.reduce(Int64(0)) { $0 + Int64($1) }
    #expect(weights.max()! > 2)
    #expect(outcome.awards[0] == weights.map { Int64($0) * sum })
  }

  @Test("Over many subjects the mean is the settlement, and the error that of independent claims")
  func estimates() throws {
    let question = Self.questions[1]
    let settled = try settle(question.scenario, question.population)
    let outcome = try replicate(
      question.scenario, question.population, ReplicateSettings(count: 400, seed: 5))
    let awards = Distribution(outcome.totalAwards)
    let exact = settled.claims.awards.reduce(0, +)
    #expect(abs(awards.mean - exact) < 4 * awards.errorOfMean)
    // Σ (what a subject gets)², without funds and assumed amounts, which do not vary so.
    let (policy, register) = (question.scenario.policy, question.population.register)
    var bySubject = [Double](repeating: 0, count: register.subjectCount)
    for (measure, table) in question.population.claims.enumerated()
    where policy.measures[measure].fund == nil {
      for (index, enterprise) in table.enterprises.enumerated() {
        bySubject[Int(register.subjects[Int(enterprise)])] +=
          settled.claims.awards[settled.claims.offsets[measure] + index]
      }
    }
    let expected = bySubject.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(awards.standardError / expected - 1) < 0.15)
  }
}
