import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

struct ReferencePoolTests {
  @Test("A fund pays what is asked, beyond its amount in proportion")
  func asAsked() throws {
    var made = HandMadeCase()
    let amount = made.yuan(1)
    made.asked("f") { $0.fund = Fund(amount: amount, payment: .asAsked) }
    made.claim("B", of: 0, by: "E", .number(30))
    made.claim("A", of: 0, by: "F", .number(30))
    #expect(try made.settle()["A"] == "30")
    made.claim("C", of: 0, by: "G", .number(140))
    made.claim("D", of: 0, by: "H", .number(1))
    let outcome = try made.settle()
    // 100/201 of each: 14.925, 14.925, 69.652, 0.498.
    #expect(["A", "B", "C", "D"].map { outcome[$0] } == ["15", "15", "70", "0 fund"])
  }

  @Test("A shared fund is divided whole, in proportion to weights")
  func shared() throws {
    var made = HandMadeCase()
    let amount = made.yuan(1)
    made.asked("f") {
      $0.inputs.append(.count("weight"))
      $0.fund = Fund(amount: amount, payment: .shared(weight: .input(1)))
    }
    made.claim("A", of: 0, by: "E", .number(5), .number(1))
    made.claim("B", of: 0, by: "F", .number(5), .number(2))
    made.claim("C", of: 0, by: "G", .number(0), .number(9))
    made.claim("D", of: 0, by: "H", .number(5), .number(0))
    let outcome = try made.settle()
    #expect(
      ["A", "B", "C", "D"].map { outcome[$0] } == ["33", "67", "0 below-threshold", "0 fund"])
    made.claims[0] = []
    made.claim("A", of: 0, by: "E", .number(5), .number(0))
    #expect(try made.settle()["A"] == "0 fund")
  }

  @Test("The award is rounded after all steps; rounded to nothing it is reduced")
  func awardRounding() throws {
    var made = HandMadeCase()
    let unit = made.yuan(100)
    made.asked("m")
    made.policy { $0.awardRounding = Rounding(unit: unit, direction: .down) }
    made.ask("A", 199)
    made.ask("B", 99)
    let outcome = try made.settle()
    #expect(outcome["A"] == "10000")
    #expect(outcome["B"] == "0 reduced")
    #expect(outcome.assessed("A") == 19900)
  }

  @Test("A pool that is short pays a factor, to the fen by largest remainder")
  func factor() throws {
    var made = HandMadeCase()
    made.asked("m")
    made.budget = .total(100)
    made.claim("C", of: 0, by: "E", .number(50))
    made.claim("B", of: 0, by: "E", .number(50))
    made.claim("A", of: 0, by: "E", .number(50))
    made.claim("D", of: 0, by: "E", .number(1))
    let outcome = try made.settle()
    // 100/151 of 50 is 33.11, of 1 is 0.66: the unit left goes to D.
    #expect(["A", "B", "C", "D"].map { outcome.paid($0) } == [33, 33, 33, 1])
    let pool = outcome.settlement.pools[0]
    #expect(pool.factor == Fraction(100, 151))
    #expect(pool.paid == 100 && pool.demand == 151 && pool.shortfall == 51)

    made.budget = .total(2)
    let tight = try made.settle()
    #expect(["A", "B", "C", "D"].map { tight.paid($0) } == [1, 1, 0, 0])
    #expect(tight.reason("C") == "budget" && tight.reason("D") == "budget")
    #expect(tight.award("C") == 50)
    #expect(tight.reason("A") == "")
  }

  @Test("Protected awards are paid first; if they are too much they are cut themselves")
  func protected() throws {
    var made = HandMadeCase()
    let big = made.yuan(100)
    let plain = made.asked("plain")
    let safe = made.asked("safe") { $0.isProtected = true }
    let fund = made.asked("fund") { $0.fund = Fund(amount: big, payment: .asAsked) }
    made.ask("A", 10, of: plain)
    made.ask("B", 10, of: safe)
    made.ask("C", 20, of: fund)
    made.budget = .total(3500)
    let outcome = try made.settle()
    #expect(["A", "B", "C"].map { outcome.paid($0) } == [500, 1000, 2000])
    #expect(outcome.settlement.pools[0].protected == 3000)
    #expect(outcome.settlement.pools[0].factor == Fraction(1, 2))

    made.budget = .total(1000)
    let short = try made.settle()
    // 333.33 and 666.67: the fen left goes to the larger remainder.
    #expect(["A", "B", "C"].map { short.paid($0) } == [0, 333, 667])
    #expect(short.reason("A") == "budget")
    #expect(short.settlement.pools[0].factor == 0)

    made.budget = .total(4000)
    #expect(try made.settle().settlement.pools[0].factor == 1)
  }

  @Test("Protection by amount: small awards whole, the first part of any; the largest part counts")
  func protections() throws {
    var made = HandMadeCase()
    let (small, first) = (made.yuan(10), made.yuan(4))
    made.asked("m0")
    made.asked("m1")
    made.policy {
      $0.protections = [
        Protection(extent: .awardsUpTo(small), measures: nil),
        Protection(extent: .first(first), measures: [1]),
      ]
    }
    made.ask("A", 10, of: 0)
    made.ask("B", 11, of: 0)
    made.ask("C", 24, of: 1)
    made.ask("D", 9, of: 1)
    made.budget = .total(1000 + 400 + 900 + 1550)
    let outcome = try made.settle()
    #expect(outcome.settlement.pools[0].protected == 2300)
    #expect(outcome.settlement.pools[0].factor == Fraction(1, 2))
    #expect(["A", "B", "C", "D"].map { outcome.paid($0) } == [1000, 550, 1400, 900])
  }

  @Test("Open measures pay what is assumed, by one claim; without it they are unquantified")
  func assumed() throws {
    var made = HandMadeCase()
    let open = made.measure("open", award: nil)
    made.measure("unknown", award: nil)
    let plain = made.asked("plain")
    made.assumed = [open: 300]
    made.ask("A", 3, of: plain)
    made.budget = .total(300)
    let outcome = try made.settle()
    #expect(outcome.settlement.unquantified == [1])
    #expect(outcome.settlement.claims.offsets == [0, 1, 1, 2])
    #expect(outcome.paid("assumed:open") == 150 && outcome.paid("A") == 150)
    #expect(outcome.assessed("assumed:open") == 300)

    made.measures[open].isProtected = true
    let protected = try made.settle()
    #expect(protected.paid("assumed:open") == 300 && protected.paid("A") == 0)
  }

  @Test("Low and high awards settle everything with the bands at their ends")
  func bands() throws {
    var made = HandMadeCase()
    let (low, high) = (made.number(Fraction(1, 10)), made.number(Fraction(3, 10)))
    let position = made.number(Fraction(1, 2), isBandPosition: true)
    let band = made.measure(
      "band", inputs: [.money("x")],
      award: Award(base: .band(low: low, high: high, position: position, of: .input(0))))
    made.asked("rival")
    made.policy { $0.exclusions = [ReferenceExclusivityTests.basisRule()] }
    made.claim("A", of: band, by: "E", basis: "x", .number(1000))
    made.claim("B", of: 1, by: "E", basis: "x", .number(150))
    let outcome = try made.settle()
    #expect(outcome["A"] == "200")
    #expect(outcome["B"] == "0 excluded-by:A")
    // At the low end the rival wins.
    #expect(outcome.settlement.lowAwards == [0, 150])
    #expect(outcome.settlement.highAwards == [300, 0])
  }

  @Test("Pools are settled apart, and one that has no budget is unlimited")
  func separatePools() throws {
    var made = HandMadeCase()
    made.asked("m0")
    made.asked("m1")
    made.policy {
      $0.pools = [Pool(id: "one", measures: [0]), Pool(id: "two", measures: [1])]
    }
    made.budget = .pools(["two": 50])
    made.ask("A", 1, of: 0)
    made.ask("B", 1, of: 1)
    let outcome = try made.settle()
    #expect(outcome.paid("A") == 100 && outcome.paid("B") == 50)
    #expect(outcome.settlement.pools.map(\.budget) == [nil, 50])
    #expect(outcome.settlement.pools.map(\.factor) == [1, Fraction(1, 2)])
  }

  @Test("Payments add up to the lesser of the budget and all awards")
  func sums() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<40 {
      var made = HandMadeCase()
      made.asked("plain")
      made.asked("safe") { $0.isProtected = true }
      for number in 0..<Int(generator.next() % 20) {
        made.claim(
          "C\(number)", of: Int(generator.next() % 2), by: "E",
          .number(Double(generator.next() % 10_000)))
      }
      let budget = Int64(generator.next() % 60_000)
      made.budget = .total(budget)
      let settlement = try made.settle().settlement
      let awards = Int64(settlement.claims.awards.reduce(0, +))
      let paid = Int64(settlement.claims.paid.reduce(0, +))
      #expect(paid == min(budget, awards))
      #expect(settlement.pools[0].paid == paid)
      #expect(zip(settlement.claims.paid, settlement.claims.awards).allSatisfy { $0 <= $1 })
    }
  }
}
