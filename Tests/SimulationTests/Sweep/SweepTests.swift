import Diagnostics
import PolicyCatalogue
import Population
import Testing

@testable import Simulation

@Suite struct SweepTests {
  private static let scenario: Scenario = {
    let root = #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/")!.lowerBound)
    do {
      return try Scenario.load(path: "\(root)/Scenarios/sample-ledger.yaml")
    } catch { fatalError("a scenario that ships does not load: \(error)") }
  }()

  /// The first points of the plain sequence in three dimensions, as published with the parameters.
  @Test func firstSobolPoints() {
    let sequence = SobolSequence(dimensions: 3)
    let published: [[Double]] = [
      [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375],
    ]
    for (index, point) in published.enumerated() {
      #expect((0..<3).map { Double(sequence.coordinate($0, of: index)) / 0x1p32 } == point)
    }
  }

  /// The first 2^m points stand one in each of the 2^m equal parts, in every dimension, plain and
  /// scrambled.
  @Test(arguments: [nil, 5, 99] as [UInt64?])
  func sobolPointsAreEven(seed: UInt64?) {
    let sequence = SobolSequence(dimensions: SobolSequence.largestDimension, seed: seed)
    for dimension in 0..<SobolSequence.largestDimension {
      let parts = Set((0..<256).map { sequence.coordinate(dimension, of: $0) >> 24 })
      #expect(parts.count == 256, "dimension \(dimension)")
    }
  }

  @Test func latinHypercubesHaveOnePointInEachRow() {
    let cube = LatinHypercube(dimensions: 7, points: 100, seed: 3)
    for dimension in 0..<7 {
      let rows = Set((0..<100).map { cube.coordinate(dimension, of: $0) >> 32 })
      #expect(rows == Set(0..<100))
    }
    let other = LatinHypercube(dimensions: 7, points: 100, seed: 4)
    #expect((0..<100).contains { cube.coordinate(0, of: $0) != other.coordinate(0, of: $0) })
  }

  /// Rates, caps, thresholds, unit amounts, tiers, budgets and band positions: every point against a
  /// settlement of its own.
  @Test func everyPointIsARunOfItsOwn() throws {
    let scenario = Self.scenario
    guard case .directory(let ledger) = scenario.population else {
      Issue.record("the sample scenario names no ledger")
      return
    }
    let population = try Population.read(directory: ledger, policy: scenario.policy).population
    var bag = DiagnosticBag()
    var draft = SweepDraft()
    let axes = [
      ("equipment-investment.general.rate", "2%,9.99%"),
      ("equipment-investment.six-key.cap", "100万,350万"),
      ("integration-software.threshold", "30万,80万"),
      ("invention-patent.company.per_unit", "1万,2.5万"), ("design-centre.national", "20万,90万"),
      ("policy.position", "0,1"), ("budget.chapter-2", "500万,9000万"),
    ]
    for (address, values) in axes {
      let place = SourceLocation(file: address)
      draft.set(
        WrittenAxis(
          address: WrittenAxis.Text(address, at: place),
          extent: WrittenAxis.Extent(values, at: place)), in: scenario, &bag)
    }
    #expect(bag.errors == [])
    let sweep = try #require(draft.sweep(at: SourceLocation(file: "test"), &bag))
    #expect(sweep.count == 128)
    let chosen = stride(from: 0, to: sweep.count, by: runsSlowTests ? 1 : 9)
    let points = chosen.map { scenario.point($0, of: sweep) }
    let totals = try Batch(scenario, population).settle(points)
    #expect(Set(totals.map(\.award)).count >= 8, "the axes move something")
    for (point, total) in zip(points, totals) {
      let alone = try settle(point.applied(to: scenario), population)
      #expect(total.award == Int64(alone.claims.awards.reduce(0, +)))
      #expect(total.paid == Int64(alone.claims.paid.reduce(0, +)))
      #expect(total.pools == alone.pools)
    }
  }

  @Test func unknownAddressesGetTheNearest() throws {
    var bag = DiagnosticBag()
    var draft = SweepDraft()
    let place = SourceLocation(file: "test")
    draft.set(
      WrittenAxis(
        address: WrittenAxis.Text("equipment-investment.general.rat", at: place),
        extent: WrittenAxis.Extent("2%", at: place)), in: Self.scenario, &bag)
    #expect(bag.errors.first?.suggestion == "equipment-investment.general.rate")
  }
}
