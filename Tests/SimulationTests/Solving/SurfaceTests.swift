import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Sensitivities and frontiers against settling each point by itself.
@Suite struct SurfaceTests {

  private func settled(_ point: BatchPoint) throws -> (award: Int64, paid: Int64, Settlement) {
    let scenario = point.applied(to: SolvingCase.scenario)
    let settlement = try settle(scenario, SolvingCase.population)
    return (
      settlement.pools.reduce(0) { $0 + $1.protected + $1.demand },
      settlement.pools.reduce(0) { $0 + $1.paid }, settlement
    )
  }

  @Test(arguments: [Sensitivity.Move.smallest, .part(Fraction(1, 10))])
  func sensitivities(move: Sensitivity.Move) throws {
    let scenario = SolvingCase.scenario
    let sensitivity = try Sensitivity(scenario, SolvingCase.population, move: move)
    let before = try settled(BatchPoint())
    #expect(sensitivity.before.award == before.award)
    #expect(sensitivity.before.paid == before.paid)

    // Every number that a policy pays by, once: neither dates nor how it rounds.
    let addresses = sensitivity.lines.map(\.parameter.address)
    #expect(Set(addresses).count == addresses.count)
    let expected = scenario.policy.parameters.filter { parameter in
      if case .date = parameter.kind { return false }
      return !parameter.address.contains("rounding") && parameter.minimum != parameter.maximum
    }
    #expect(Set(addresses) == Set(expected.map(\.address)))

    let sizes = sensitivity.lines.map { ($0.award.magnitude, $0.paid.magnitude) }
    #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(sizes[0].0 > 0)

    let every = runsSlowTests ? 1 : 37
    for (index, line) in sensitivity.lines.enumerated() where index % every == 0 {
      var point = BatchPoint()
      let value = try line.parameter.value.plus(line.change)
      #expect(try point.set(line.adjustable, to: value, in: scenario) == value)
      let after = try settled(point)
      #expect(line.award == after.award - before.award, "\(line.parameter.address)")
      #expect(line.paid == after.paid - before.paid, "\(line.parameter.address)")
      #expect(line.factorBefore == before.2.pools[line.pool].factor)
      #expect(line.factorAfter == after.2.pools[line.pool].factor)
    }
  }

  @Test func theSmallestMoves() throws {
    let sensitivity = try Sensitivity(SolvingCase.scenario, SolvingCase.population)
    let changes = Dictionary(
      uniqueKeysWithValues: sensitivity.lines.map { ($0.parameter.address, $0.change) })
    let expected: [(String, Fraction)] = [
      ("equipment-investment.general.rate", Fraction(1, 100)),
      ("equipment-investment.general.cap", 1), ("equipment-investment.threshold", 1),
      ("foreign-capital.band.position", Fraction(1, 100)),
      // At its ceiling a number is lowered.
      ("trade-exhibition.rate", Fraction(-1, 100)), ("talent-reserve-postgraduate.period", 1),
    ]
    for (address, change) in expected { #expect(changes[address] == change, "\(address)") }
  }

  @Test func frontier() throws {
    let scenario = SolvingCase.scenario
    let x = try Frontier.Axis(
      #require(scenario.adjustable("equipment-investment.general.rate")), in: scenario,
      from: nil, to: nil, count: 5)
    let y = try Frontier.Axis(
      #require(scenario.adjustable("budget.chapter-2")), in: scenario, from: 100, to: 90_000_000,
      count: 4)
    #expect(x.values == [200, 300, 400, 500, 600].map { Fraction($0, 10_000) })
    #expect(y.values.first == 100 && y.values.last == 90_000_000)
    let frontier = try Frontier(x: x, y: y, pool: 1, scenario, SolvingCase.population)
    #expect(frontier.cells.count == 20)
    for (index, cell) in frontier.cells.enumerated() {
      #expect(cell.x == x.values[index / 4] && cell.y == y.values[index % 4])
      let point = try scenario.point(
        setting: [x.adjustable, y.adjustable], to: [cell.x, cell.y])
      let alone = try settled(point)
      #expect(cell.award == alone.award)
      #expect(cell.factor == alone.2.pools[1].factor)
    }
    // The factor falls with the rate, and with a smaller budget.
    for (x, largest) in frontier.edge {
      let full = frontier.cells.filter { $0.x == x && $0.factor == .one }.map(\.y)
      #expect(largest == full.max())
    }
  }

  @Test func valuesOfAnAxis() throws {
    let scenario = SolvingCase.scenario
    func axis(
      _ address: String, _ from: Fraction? = nil, _ to: Fraction? = nil, count: Int = 11
    ) throws -> [Fraction] {
      try Frontier.Axis(
        #require(scenario.adjustable(address)), in: scenario, from: from, to: to, count: count
      ).values
    }
    // A rate of the whole goes no further; a step too coarse for so many gives fewer.
    #expect(try axis("trade-exhibition.rate").last == 1)
    #expect(try axis("talent-reserve-postgraduate.period") == [1, 2, 3])
    #expect(try axis("equipment-investment.general.cap", 0, 10, count: 3) == [0, 5, 10])
    #expect(throws: DataError.self) { try axis("equipment-investment.general.cap", 10, 5) }
  }
}
