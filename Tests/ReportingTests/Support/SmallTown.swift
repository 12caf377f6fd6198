import Diagnostics
import PolicyCatalogue
import Population
import Simulation

@testable import Reporting

/// Two chapters, three measures (the last open), three claimants, five claims and one assumed: small
/// enough to add up by hand.
struct SmallTown {
  /// A claim: id, row in the register, assessed, award and payment in fen, reason.
  typealias Claim = (
    id: String, enterprise: Int32, assessed: Double, award: Double, paid: Double, reason: Reason
  )

  var machines: [Claim] = [
    ("A-1", 0, 10_000, 10_000, 5_000, .none),
    ("A-2", 1, 30_001, 30_001, 15_000, .none),
    ("A-10", 2, 500, 0, 0, .ineligible(rule: 0)),
  ]
  var stores: [Claim] = [
    ("B,1", 0, 7, 7, 7, .none),
    ("B\"2", 1, 5, 0, 0, .excluded),
  ]
  var poolPaid: Int64 = 20_000
  /// By row of the register, in fen.
  var revenues: [Double] = [500, 500, 0]
  var hash = "l0"

  static let location = SourceLocation(file: "small.yaml", line: 1, column: 1)

  static var policy: Policy {
    func measure(_ id: String, chapter: Int, article: Int, title: Message) -> Measure {
      Measure(
        id: id, chapter: chapter, article: article, item: 1, shape: .rate, title: title,
        location: location)
    }
    var machines = measure(
      "machines", chapter: 0, article: 2, title: Message("New machines", zh: "新购设备"))
    machines.award = Award(base: .amount(.parameter(0)))
    var stores = measure("stores", chapter: 1, article: 3, title: Message("Stores", zh: "门店"))
    stores.award = Award(base: .amount(.parameter(0)))
    var park = measure("park", chapter: 1, article: 4, title: Message("The park", zh: "园区"))
    park.shape = .open
    var policy = Policy(
      id: "small", title: Message("Small town", zh: "小镇"), source: "",
      valid: ValidityPeriod(from: 17_167, to: 17_531),
      chapters: [
        Chapter(id: "chapter-1", title: Message("Industry", zh: "工业")),
        Chapter(id: "chapter-2", title: Message("Trade", zh: "商贸")),
      ], measures: [machines, stores, park],
      registerColumns: RegisterColumn.allCases.map(\.schema),
      parameters: [
        Parameter(
          address: "machines.fixed", kind: .number(.money), value: 100, step: 1, measure: 0,
          location: location)
      ], assessedRounding: Rounding(unit: .parameter(0), direction: .halfUp), hash: "p0",
      path: "small")
    policy.eligibility = [
      EligibilityRule(id: "penalised", article: 9, scope: .enterprise, when: .enterprise(9))
    ]
    policy.pools = [
      Pool(id: "chapter-1", measures: [0]), Pool(id: "chapter-2", measures: [1, 2]),
    ]
    return policy
  }

  var scenario: Scenario {
    let policy = Self.policy
    return Scenario(
      path: "small.yaml", title: Message("A small town", zh: "小镇情景"), policy: policy, year: 2017,
      population: .directory("small"), budget: .pools(["chapter-1": 20_000]), pools: policy.pools,
      values: ParameterValues(of: policy), assumed: [2: 900], hash: "s0")
  }

  var population: Population {
    var ids = IdentifierColumn()
    for id in ["E1", "E2", "E3"] { ids.append(id.utf8) }
    let columns: [Column] = RegisterColumn.allCases.map { column in
      switch column {
      case .town: .text(TextColumn(codes: [0, 1, 0], values: ["浒山", ""]))
      case .industry: .text(TextColumn(codes: [0, 1, 2], values: ["textile", "trade", "metal"]))
      case .revenue: .numbers(revenues)
      default: .text(TextColumn(codes: [0, 0, 0], values: [""]))
      }
    }
    return Population(
      register: Register(
        ids: ids, names: ids, columns: columns, subjects: [0, 1, 2], subjectCount: 3),
      claims: [table(0, machines), table(1, stores), ClaimTable(measure: 2)], hash: hash)
  }

  private func table(_ measure: Int, _ claims: [Claim]) -> ClaimTable {
    var table = ClaimTable(measure: measure)
    for claim in claims { table.ids.append(claim.id.utf8) }
    table.enterprises = claims.map(\.enterprise)
    return table
  }

  var settlement: Settlement {
    let claims = machines + stores + [("", 0, 900, 900, 900, Reason.none)]
    let excluder = Int32(machines.count + stores.firstIndex { $0.id == "B,1" }!)
    let half = Fraction(20_000, 40_001)
    return Settlement(
      claims: ClaimOutcomes(
        offsets: [0, 3, 5, 6], assessed: claims.map(\.assessed), awards: claims.map(\.award),
        paid: claims.map(\.paid), reasons: claims.map(\.reason),
        excluders: claims.map { $0.reason == .excluded ? excluder : -1 }),
      pools: [
        PoolOutcome(
          id: "chapter-1", budget: 20_000, protected: 0, demand: 40_001, factor: half,
          paid: poolPaid),
        PoolOutcome(
          id: "chapter-2", budget: nil, protected: 900, demand: 7, factor: .one, paid: 907),
      ], lowAwards: [30_000, 7, 900], highAwards: [50_000, 7, 900],
      commitments: [Commitment(row: 1, part: "2", yearsLater: 1, amount: 123)],
      clawbacks: [ClawbackItem(row: 3, amount: 7)], unquantified: [])
  }

  func results() throws(InconsistentResults) -> RunResults {
    try RunResults(
      scenario: scenario, source: scenario.population, population: population,
      settlement: settlement, warnings: [])
  }
}
