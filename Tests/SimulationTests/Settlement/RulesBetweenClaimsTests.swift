import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

/// Rules between claims, each through both paths, which must agree.
struct RulesBetweenClaimsTests {
  /// The exact settlement, once the fast path has come to the same.
  private static func settle(_ made: HandMadeCase) throws -> HandMadeCase.Outcome {
    let exact = try made.settle()
    let fast = try Simulation.settle(exact.scenario, exact.population)
    #expect(disagreements(fast, exact.settlement) == [])
    return exact
  }

  @Test("A limit may be a column of the register, or a share of one")
  func limitOfTheEnterprise() throws {
    var made = HandMadeCase()
    let tenth = made.number(Fraction(1, 10))
    made.asked("m") {
      $0.limit = CompanyLimit(
        amount: .multiply(.enterprise(RegisterColumn.revenue.rawValue), tenth), scope: .enterprise,
        order: .claim)
    }
    made.claimant("rich", [.revenue: .number(100_000)])
    made.claimant("poor", [.revenue: .number(999)])
    made.claimant("new")
    for id in ["a", "b"] {
      made.ask(id + "rich", 60, by: "rich")
      made.ask(id + "poor", 1, by: "poor")
      made.ask(id + "new", 1, by: "new")
    }
    let outcome = try Self.settle(made)
    #expect(outcome["arich"] == "6000")
    #expect(outcome["brich"] == "4000")
    // A tenth of 9.99 yuan is 99.9 fen.
    #expect(outcome["apoor"] == "99")
    #expect(outcome["bpoor"] == "0 company-cap")
    #expect(outcome["anew"] == "0 company-cap")
  }

  @Test("Over a subject, the enterprise of the lowest claim that is due something states the limit")
  func limitOfASubject() throws {
    var made = HandMadeCase()
    let amounts = [made.yuan(30), made.yuan(70), made.yuan(5)]
    made.asked("m")
    made.policy {
      $0.limitRules = [
        LimitRule(
          id: "limit", article: 3, measures: [0],
          limit: CompanyLimit(
            amount: .lookup(
              keys: [.enterprise(RegisterColumn.safetyGrade.rawValue)],
              rows: [
                LookupRow(keys: ["A"], value: amounts[0]),
                LookupRow(keys: ["B"], value: amounts[1]),
              ], otherwise: amounts[2]),
            scope: .subject, order: .largest))
      ]
    }
    made.claimant("one", group: "g", [.safetyGrade: .level("A")])
    made.claimant("two", group: "g", [.safetyGrade: .level("B")])
    // The lowest id asks for nothing, so that the next one speaks.
    made.ask("1", 0, by: "one")
    made.ask("2", 20, by: "two")
    made.ask("3", 60, by: "one")
    let outcome = try Self.settle(made)
    #expect(outcome["3"] == "6000")
    #expect(outcome["2"] == "1000")
  }

  @Test("A claim is excluded by the one that is kept, not by one that is itself excluded later")
  func keptClaim() throws {
    var made = HandMadeCase()
    for index in 0..<3 { made.asked("m\(index)") }
    made.policy {
      $0.exclusions = [
        Exclusion(id: "first", article: 1, measures: [0, 1], scope: .enterprise, keep: .highest),
        ReferenceExclusivityTests.basisRule(),
      ]
    }
    made.ask("A", 10, of: 0, basis: "y")
    made.ask("B", 20, of: 1, basis: "x")
    made.ask("C", 30, of: 2, basis: "x")
    let outcome = try Self.settle(made)
    #expect(outcome["A"] == "0 excluded-by:C")
    #expect(outcome["B"] == "0 excluded-by:C")
    #expect(outcome["C"] == "3000")
    let steps = try outcome.explain("A").steps.map(\.working.english)
    #expect(steps.contains("B is excluded itself; C stays"))
  }

  @Test("An assumed amount of nothing is below the threshold, and can be explained")
  func assumedNothing() throws {
    var made = HandMadeCase()
    let open = made.measure("open", award: nil)
    made.assumed = [open: 0]
    let outcome = try Self.settle(made)
    #expect(outcome["assumed:open"] == "0 below-threshold")
    #expect(try outcome.explain("assumed:open").reason == "below-threshold")
  }

  @Test(
    "A measure may be open in several windows",
    arguments: [
      ("2017-02-28", "0 outside-validity"), ("2017-03-01", "100"), ("2017-03-31", "100"),
      ("2017-04-01", "0 outside-validity"), ("2017-09-01", "100"),
      ("2017-10-01", "0 outside-validity"),
    ])
  func windows(filed: String, award: String) throws {
    var made = HandMadeCase()
    made.asked("m") {
      $0.valid = [("2017-03-01", "2017-03-31"), ("2017-09-01", "2017-09-30")].map {
        ValidityPeriod(from: HandMadeCase.day($0), to: HandMadeCase.day($1))
      }
    }
    made.ask("A", 1, filedOn: filed)
    #expect(try Self.settle(made)["A"] == award)
  }

  @Test("Payments in whole units lose the rest, protected ones too, and leave it in the pool")
  func paymentRounding() throws {
    var made = HandMadeCase()
    let unit = made.yuan(100)
    made.asked("m")
    made.asked("p") { $0.isProtected = true }
    made.policy { $0.paymentRounding = Rounding(unit: unit, direction: .down) }
    made.ask("A", 1000, of: 0)
    made.ask("B", 500, of: 0)
    made.ask("C", 250, of: 1)
    made.ask("D", 99, of: 1)
    var outcome = try Self.settle(made)
    #expect(["A", "B", "C", "D"].map(outcome.paid) == [100_000, 50_000, 20_000, 0])
    #expect(outcome["D"] == "9900 budget")
    #expect(outcome.settlement.pools[0].paid == 170_000)
    #expect(outcome.settlement.pools[0].shortfall == 14_900)

    made.budget = .total(100_000)
    outcome = try Self.settle(made)
    // 651 yuan are left for 1500: 434 and 217.
    #expect(["A", "B", "C", "D"].map(outcome.paid) == [40_000, 20_000, 20_000, 0])
    #expect(outcome.settlement.pools[0].paid == 80_000)
    for id in ["A", "D"] {
      #expect(try outcome.explain(id).paid == Int64(outcome.paid(id)))
    }
  }

  @Test(
    "A table or an award may be chosen by a count",
    arguments: [(0, "500"), (1, "1000"), (2, "2000"), (3, "500"), (12, "500")])
  func byCount(count: Int, award: String) throws {
    var made = HandMadeCase()
    let amounts = [made.yuan(10), made.yuan(20), made.yuan(5)]
    made.measure(
      "table", inputs: [.count("n")],
      award: Award(
        base: .amount(
          .lookup(
            keys: [.input(0)],
            rows: [
              LookupRow(keys: ["1"], value: amounts[0]), LookupRow(keys: ["2"], value: amounts[1]),
            ], otherwise: amounts[2]))))
    made.measure(
      "tiers", inputs: [.count("n")],
      award: Award(
        base: .tiers(
          by: .input(0),
          [
            NamedAward(name: "1", award: Award(base: .amount(amounts[0]))),
            NamedAward(name: "2", award: Award(base: .amount(amounts[1]))),
          ], otherwise: Award(base: .amount(amounts[2])))))
    made.claim("A", of: 0, by: "E", .number(Double(count)))
    made.claim("B", of: 1, by: "E", .number(Double(count)))
    let outcome = try Self.settle(made)
    #expect(outcome["A"] == award)
    #expect(outcome["B"] == award)
  }
}
