import Diagnostics
import Foundation
import PolicyCatalogue
import Population
import Testing

@testable import Simulation

@Suite("Settling synthetic populations")
struct SyntheticSettlementTests {
  private static let scenarios = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scenarios")

  private func baseline(size: Int) throws -> (Scenario, SyntheticAssumptions) {
    let scenario = try Scenario.load(
      path: Self.scenarios.appending(path: "cixi-2017-baseline.yaml").path)
    guard case .synthetic(var assumptions) = scenario.population else {
      throw DataError(
        Diagnostic(at: SourceLocation(file: scenario.path), Message("not synthetic", zh: "非合成")))
    }
    assumptions.size = size
    return (scenario, assumptions)
  }

  /// Every code of the closed list that the policy's rules can give; `budget` needs a budget.
  @Test func everyReasonOccurs() throws {
    var (scenario, assumptions) = try baseline(size: 5000)
    scenario.budget = .unlimited
    let population = try Population.synthesise(assumptions, policy: scenario.policy).population
    let reasons = Set(try settle(scenario, population).claims.reasons)
    var expected: [Reason] = [
      .none, .deferred, .outsideYear, .belowThreshold, .conditionNotMet, .noRise,
      .supportedElsewhere, .excluded, .companyCap,
    ]
    expected += scenario.policy.eligibility.indices.map { .ineligible(rule: $0) }
    for reason in expected {
      let rule = reason.eligibilityRule.map { scenario.policy.eligibility[$0].id } ?? ""
      #expect(reasons.contains(reason), "\(reason.code) \(rule)")
    }
  }

  /// A tenth of the claims of each measure at least is due something, or the forecast would be of
  /// nothing.
  @Test func everyMeasurePays() throws {
    let (scenario, assumptions) = try baseline(size: 5000)
    let population = try Population.synthesise(assumptions, policy: scenario.policy).population
    let outcome = try settle(scenario, population).claims
    for (index, measure) in scenario.policy.measures.enumerated() where measure.isComputable {
      let rows = outcome.offsets[index]..<outcome.offsets[index + 1]
      let due = rows.count { outcome.awards[$0] > 0 }
      #expect(due * 10 >= rows.count, "\(measure.id): \(due) of \(rows.count)")
    }
  }

  @Test func whatWasWrittenSettlesLikeWhatWasMade() throws {
    let (scenario, assumptions) = try baseline(size: 2000)
    let made = try Population.synthesise(assumptions, policy: scenario.policy).population
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "outlay-settlement-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try made.write(to: directory.path, policy: scenario.policy)
    let read = try Population.read(directory: directory.path, policy: scenario.policy).0
    let (first, second) = (try settle(scenario, made), try settle(scenario, read))
    #expect(first.claims.awards == second.claims.awards)
    #expect(first.claims.paid == second.claims.paid)
    #expect(first.claims.reasons == second.claims.reasons)
    #expect(first.pools == second.pools)
  }

  /// Another city's policy, which no assumption describes, is claimed and settled all the same.
  @Test func aPolicyThatNobodyDescribedIsSettled() throws {
    let directory = try #require(
      Bundle.module.url(forResource: "Resources/verdance-2026", withExtension: nil))
    let policy = try Policy.load(directory: directory.path)
    var (scenario, assumptions) = try baseline(size: 3000)
    assumptions.claims.measures = []
    assumptions.register.columns = []
    assumptions.filing.from = policy.valid.from
    assumptions.filing.to = policy.valid.to
    let population = try Population.synthesise(assumptions, policy: policy).population
    for (measure, table) in zip(policy.measures, population.claims) where measure.isComputable {
      #expect(table.count > 0, "\(measure.id)")
    }
    scenario = Scenario(
      path: "", title: Message("t", zh: "试"), policy: policy,
      year: CalendarDate(daysSince1970: policy.valid.from).year,
      population: .synthetic(assumptions), budget: .unlimited, pools: policy.pools,
      values: ParameterValues(of: policy), hash: "")
    let outcome = try settle(scenario, population).claims
    #expect(outcome.awards.contains { $0 > 0 })
  }
}
