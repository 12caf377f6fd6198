import Diagnostics
import PolicyCatalogue
import Testing

@testable import Simulation

struct ExactAssessmentTests {
  @Test("The amount is rounded once, as the policy rounds")
  func rounding() throws {
    for (direction, expected) in [
      (Rounding.Direction.halfUp, 3), (.halfEven, 2), (.halfDown, 2), (.up, 3), (.down, 2),
    ] {
      var made = HandMadeCase()
      made.assessedDirection = direction
      let rate = made.number(Fraction(1, 2))
      made.measure(
        "half", inputs: [.money("x")], award: Award(base: .rate(rate, of: .input(0))))
      made.claim("A", of: 0, by: "E", .number(5))
      #expect(try made.settle().assessed("A") == expected)
    }
  }

  @Test("The first condition that fails gives the reason; an award of nothing is below threshold")
  func reasons() throws {
    var made = HandMadeCase()
    let bound = made.yuan(100)
    let measure = made.asked("m") {
      $0.inputs.append(.flag("ok"))
      $0.conditions = [
        Condition(name: "ok", expression: .input(1), reason: .conditionNotMet),
        Condition(
          name: "threshold", expression: .compare(.greaterOrEqual, .input(0), bound),
          reason: .belowThreshold),
      ]
    }
    let free = made.asked("free")
    made.claim("A", of: measure, by: "E", .number(10_000), .flag(true))
    made.claim("B", of: measure, by: "E", .number(9_999), .flag(true))
    made.claim("C", of: measure, by: "E", .number(9_999), .flag(false))
    made.ask("D", 0, of: free)
    let outcome = try made.settle()
    #expect(outcome["A"] == "10000")
    #expect(outcome["B"] == "0 below-threshold")
    #expect(outcome["C"] == "0 condition-not-met")
    #expect(outcome["D"] == "0 below-threshold")
  }

  @Test("Instalments: the last part takes the remainder, later ones are commitments")
  func instalments() throws {
    var made = HandMadeCase()
    let measure = made.asked("three-years") {
      $0.inputs.append(.count("year"))
      $0.instalments = Instalments(
        part: 1, parts: ["1", "2", "3"].map { .init(name: $0, share: .parameter(0)) },
        isEqual: true)
    }
    for year in 1...4 {
      made.claim("A\(year)", of: measure, by: "E", .number(10_000), .number(Double(year)))
    }
    let outcome = try made.settle()
    #expect(outcome["A1"] == "3333")
    #expect(outcome["A2"] == "3333")
    #expect(outcome["A3"] == "3334")
    #expect(outcome["A4"] == "0 condition-not-met")
    #expect(
      outcome.settlement.commitments == [
        Commitment(row: 0, part: "2", yearsLater: 1, amount: 3333),
        Commitment(row: 0, part: "3", yearsLater: 2, amount: 3334),
        Commitment(row: 1, part: "3", yearsLater: 1, amount: 3334),
      ])
  }

  @Test("A named part is told by its level and may have conditions")
  func namedParts() throws {
    var made = HandMadeCase()
    let (first, second) = (made.number(Fraction(2, 5)), made.number(Fraction(3, 10)))
    let measure = made.asked("parts") {
      $0.inputs += [.level("part", "first", "second", "third"), .flag("passed")]
      $0.instalments = Instalments(
        part: 1,
        parts: [
          .init(name: "first", share: first),
          .init(
            name: "second", share: second,
            when: [
              Condition(name: "passed", expression: .input(2), reason: .conditionNotMet)
            ]),
          .init(name: "third", share: second),
        ], isEqual: false)
    }
    made.claim("A", of: measure, by: "E", .number(1001), .level("first"), .flag(false))
    made.claim("B", of: measure, by: "E", .number(1001), .level("second"), .flag(false))
    made.claim("C", of: measure, by: "E", .number(1001), .level("second"), .flag(true))
    made.claim("D", of: measure, by: "E", .number(1001), .level("third"), .flag(false))
    let outcome = try made.settle()
    #expect(outcome["A"] == "400")
    #expect(outcome["B"] == "0 condition-not-met")
    #expect(outcome["C"] == "300")
    #expect(outcome["D"] == "301")
    #expect(outcome.settlement.commitments.map(\.amount) == [300, 301, 301])
  }

  /// National 80, provincial 20; a municipal level that the award does not pay was worth 5.
  static func ladder(_ made: inout HandMadeCase) -> Int {
    let numbers = [80, 20, 5].map { made.yuan($0) }
    return made.measure(
      "level",
      inputs: [
        .level("level", "national", "provincial"),
        .level("prior", "", "national", "provincial", "municipal", "town"),
      ],
      award: Award(
        base: .tiers(
          by: .input(0),
          [
            NamedAward(name: "national", award: Award(base: .amount(numbers[0]))),
            NamedAward(name: "provincial", award: Award(base: .amount(numbers[1]))),
          ], otherwise: nil))
    ) {
      $0.ladder = Ladder(
        family: "levels", held: .level(0, prior: 1, also: ["municipal": numbers[2]]))
    }
  }

  @Test(
    "A rise pays the level less what was held before",
    arguments: [
      ("national", "", "8000"), ("national", "provincial", "6000"),
      ("national", "municipal", "7500"), ("national", "town", "8000"),
      ("provincial", "provincial", "0 no-rise"), ("provincial", "national", "0 no-rise"),
    ])
  func rises(level: String, prior: String, expected: String) throws {
    var made = HandMadeCase()
    let measure = Self.ladder(&made)
    made.claim("A", of: measure, by: "E", .level(level), .level(prior))
    #expect(try made.settle()["A"] == expected)
  }

  @Test("Two rises on one basis together pay the highest level less what was held before")
  func twoRises() throws {
    var made = HandMadeCase()
    let measure = Self.ladder(&made)
    made.policy {
      $0.exclusions = [
        Exclusion(id: "basis", article: 47, measures: nil, scope: .subject, keep: .highest)
      ]
    }
    made.claim("A", of: measure, by: "E", basis: "b", .level("national"), .level("municipal"))
    made.claim("B", of: measure, by: "E", basis: "b", .level("provincial"), .level("municipal"))
    // On another basis, and on none, each climbs alone.
    made.claim("C", of: measure, by: "E", .level("provincial"), .level(""))
    made.claim("D", of: measure, by: "E", .level("provincial"), .level(""))
    let outcome = try made.settle()
    #expect(outcome["A"] == "6000")
    #expect(outcome["B"] == "1500")
    #expect(outcome["C"] == "2000")
    #expect(outcome["D"] == "2000")
    #expect(outcome.assessed("A") == 8000)
  }

  @Test("What was held may be an amount, and a family may hold nothing")
  func heldAmount() throws {
    var made = HandMadeCase()
    let upper = made.asked("upper") {
      $0.inputs.append(.money("held"))
      $0.ladder = Ladder(family: "brands", held: .amount(.input(1)))
    }
    let lower = made.asked("lower") { $0.ladder = Ladder(family: "brands", held: .nothing) }
    made.claim("A", of: upper, by: "E", basis: "b", .number(900), .number(250))
    made.claim("B", of: lower, by: "E", basis: "b", .number(300))
    made.claim("C", of: lower, by: "E", basis: "b", .number(300))
    let outcome = try made.settle()
    #expect(outcome["A"] == "600")
    #expect(outcome["B"] == "300")
    #expect(outcome["C"] == "0 no-rise")
  }

  @Test("An amount that columns cannot hold exactly is an error")
  func tooLarge() throws {
    var made = HandMadeCase()
    let rate = made.number(100)
    made.measure(
      "m", inputs: [.money("x")], award: Award(base: .rate(rate, of: .input(0))))
    made.claim("A", of: 0, by: "E", .number(1e14))
    #expect(throws: DataError.self) { try made.settle() }
  }
}
