import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

struct ReferenceCompanyRulesTests {
  @Test("The n best claims stay; the measure's own rule comes before the policy's")
  func best() throws {
    var made = HandMadeCase()
    let (one, two) = (made.number(1), made.number(2))
    made.asked("m0") { $0.best = BestClaims(claims: two, scope: .enterprise) }
    made.asked("m1")
    made.ask("A", 10)
    made.ask("B", 30)
    made.ask("C", 10)
    made.ask("D", 5, by: "other")
    let own = try made.settle()
    #expect(own["A"] == "1000")
    #expect(own["B"] == "3000")
    #expect(own["C"] == "0 beyond-best")
    #expect(own["D"] == "500")

    made.ask("X", 20, of: 1)
    made.policy {
      $0.bestRules = [
        BestRule(
          id: "one", article: 13, measures: [0, 1],
          best: BestClaims(claims: one, scope: .enterprise))
      ]
    }
    let both = try made.settle()
    #expect(both["A"] == "0 beyond-best")
    #expect(both["B"] == "3000")
    #expect(both["X"] == "0 beyond-best")
  }

  @Test(
    "A limit is filled in its order",
    arguments: [
      // A 10, B 30, C 20 of two measures; 45 in all.
      (CompanyLimit.Order.claim, ["1000", "3000", "500"]),
      (.largest, ["0 company-cap", "3000", "1500"]),
      (.smallest, ["1000", "1500", "2000"]),
      (.listed, ["1000", "1500", "2000"]),
      (.proportional, ["750", "2250", "1500"]),
    ])
  func orders(order: CompanyLimit.Order, expected: [String]) throws {
    var made = HandMadeCase()
    let amount = made.yuan(45)
    made.asked("m0")
    made.asked("m1")
    made.policy {
      $0.limitRules = [
        LimitRule(
          id: "limit", article: 14, measures: order == .listed ? [1, 0] : [0, 1],
          limit: CompanyLimit(amount: amount, scope: .enterprise, order: order))
      ]
    }
    made.ask("A", 10)
    made.ask("B", 30)
    made.ask("C", 20, of: 1)
    if order == .listed { made.claims[1]!.append(made.claims[0]!.removeFirst()) }
    let outcome = try made.settle()
    #expect(["A", "B", "C"].map { outcome[$0] } == expected)
  }

  @Test("Proportional cuts go by largest remainder, ties by claim id, only beyond the limit")
  func proportional() throws {
    var made = HandMadeCase()
    let amount = made.yuan(1)
    made.asked("m") {
      $0.limit = CompanyLimit(amount: amount, scope: .subject, order: .proportional)
    }
    made.claimant("a", group: "g")
    made.claimant("b", group: "g")
    made.ask("C", 1, by: "a")
    made.ask("B", 1, by: "b")
    made.ask("A", 1, by: "a")
    made.ask("D", 1, by: "c")
    let outcome = try made.settle()
    #expect(outcome["A"] == "34")
    #expect(outcome["B"] == "33")
    #expect(outcome["C"] == "33")
    #expect(outcome["D"] == "100")
  }

  @Test("A limit is whole fen, rounded down; the measure's own comes first")
  func roundedLimit() throws {
    var made = HandMadeCase()
    let (own, wide) = (made.yuan(Fraction(10_019, 1000)), made.yuan(12))
    made.asked("m0") {
      $0.limit = CompanyLimit(amount: own, scope: .enterprise, order: .claim)
    }
    made.asked("m1")
    made.policy {
      $0.limitRules = [
        LimitRule(
          id: "wide", article: 14, measures: [0, 1],
          limit: CompanyLimit(amount: wide, scope: .enterprise, order: .claim))
      ]
    }
    made.ask("A", 99)
    made.ask("B", 99, of: 1)
    let outcome = try made.settle()
    #expect(outcome["A"] == "1001")
    #expect(outcome["B"] == "199")
  }

  @Test("Reductions multiply what is left, in order, each rounded")
  func reductions() throws {
    var made = HandMadeCase()
    let (half, third, zero) = (
      made.number(Fraction(1, 2)), made.number(Fraction(1, 3)), made.number(0)
    )
    made.asked("m0")
    made.asked("m1")
    let grade = Expression.enterprise(RegisterColumn.safetyGrade.rawValue)
    made.policy {
      $0.reductions = [
        Reduction(
          id: "b", article: 15, when: .isOne(of: ["B"], grade), multiply: half, measures: [0]),
        Reduction(
          id: "bc", article: 15, when: .isOne(of: ["B", "C"], grade), multiply: third,
          measures: nil),
        Reduction(
          id: "d", article: 15, when: .isOne(of: ["D"], grade), multiply: zero, measures: nil),
      ]
    }
    for grade in ["A", "B", "C", "D"] {
      made.claimant(grade, [.safetyGrade: .level(grade)])
      made.claim("\(grade)0", of: 0, by: grade, .number(101))
      made.claim("\(grade)1", of: 1, by: grade, .number(101))
    }
    let outcome = try made.settle()
    // 101 → 50.5 ≈ 51 → 17; 101 → 33.67 ≈ 34.
    #expect(
      ["A0", "A1", "B0", "B1", "C0", "C1", "D0"].map { outcome[$0] }
        == ["101", "101", "17", "34", "34", "34", "0 reduced"])
  }

  @Test("The policy's order of steps counts, and the first reason stays")
  func steps() throws {
    var made = HandMadeCase()
    let (half, ten) = (made.number(Fraction(1, 2)), made.yuan(10))
    made.asked("m") {
      $0.limit = CompanyLimit(amount: ten, scope: .enterprise, order: .claim)
    }
    made.policy {
      $0.reductions = [
        Reduction(id: "half", article: nil, when: .flag(true), multiply: half, measures: nil)
      ]
    }
    made.ask("A", 16)
    made.ask("B", 16)
    let usual = try made.settle()
    #expect(usual["A"] == "500")
    #expect(usual["B"] == "0 company-cap")

    made.policy {
      $0.steps = [
        .deferral, .validity, .eligibility, .ladders, .exclusivity, .best, .reductions, .limits,
        .funds,
      ]
    }
    let turned = try made.settle()
    #expect(turned["A"] == "800")
    #expect(turned["B"] == "200")
  }

  @Test("A ladder after a limit does not give back what the limit took")
  func ladderAfterLimit() throws {
    var made = HandMadeCase()
    let ten = made.yuan(10)
    made.asked("m") {
      $0.ladder = Ladder(family: "f", held: .nothing)
      $0.limit = CompanyLimit(amount: ten, scope: .enterprise, order: .claim)
    }
    made.policy {
      $0.steps = [
        .deferral, .validity, .eligibility, .limits, .ladders, .exclusivity, .best, .reductions,
        .funds,
      ]
    }
    made.ask("A", 16)
    #expect(try made.settle()["A"] == "1000")
  }
}
