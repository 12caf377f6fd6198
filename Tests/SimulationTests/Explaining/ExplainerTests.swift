import Diagnostics
import PolicyCatalogue
import Simulation
import Testing

struct ExplainerTests {
  /// A rate with a threshold and a cap, rivals on a basis, and a budget that falls short.
  static func made() -> HandMadeCase {
    var made = HandMadeCase()
    let (rate, bound, cap) = (
      made.number(Fraction(4, 100)), made.yuan(1_000_000), made.yuan(500_000)
    )
    made.measure(
      "equipment", inputs: [.money("investment_yuan")],
      award: Award(
        base: .rate(rate, of: .input(0)),
        adjustments: [Award.Adjustment(name: "cap", kind: .cap(Award(base: .amount(cap))))])
    ) {
      $0.article = 5
      $0.item = 2
      $0.conditions = [
        Condition(
          name: "threshold", expression: .compare(.greaterOrEqual, .input(0), bound),
          reason: .belowThreshold)
      ]
    }
    made.asked("other")
    made.policy { $0.exclusions = [ReferenceExclusivityTests.basisRule()] }
    made.claim("A", of: 0, by: "E", basis: "x", .number(600_000_000))
    made.claim("B", of: 1, by: "E", basis: "x", .number(1_000_000))
    made.claim("C", of: 0, by: "F", .number(99_999_999))
    made.claim("D", of: 1, by: "G", .number(24_000_000))
    made.budget = .total(20_000_001)
    return made
  }

  static func text(_ explanation: Explanation, _ language: Language = .english) -> String {
    explanation.steps.map {
      "\($0.article ?? 0).\($0.item ?? 0) \($0.rule.text(in: language)): "
        + $0.working.text(in: language)
    }.joined(separator: "\n")
  }

  @Test("Every step of a paid claim, from the inputs to the last fen")
  func paid() throws {
    let explanation = try Self.made().settle().explain("A")
    #expect(explanation.assessed == 24_000_000)
    #expect(explanation.award == 24_000_000)
    #expect(explanation.paid == 10_000_001)
    #expect(explanation.reason == "")
    #expect(
      Self.text(explanation) == """
        5.2 input investment_yuan: 6,000,000.00 元
        5.2 condition threshold: investment_yuan (6,000,000.00) ≥ 1,000,000.00 ✓
        5.2 rate: 4% × investment_yuan (6,000,000.00) = 240,000.00
        5.2 cap: at most 500,000.00: 240,000.00
        5.2 assessed amount: 240,000.00 rounded half up to 0.01 = 240,000.00
        90.0 filed in the year: filed on 2017-05-01, within 2017-01-01 to 2017-12-31
        47.0 exclusivity: same-basis: stays; on the same basis: B (10,000.00)
        5.2 award: 240,000.00
        5.2 pool all: budget 200,000.01, protected 0.00, demand 480,000.00
        5.2 pro-rata factor: (200,000.01 − 0.00) / 480,000.00 → 0.416666687500 = 6666667/16000000
        5.2 part under the factor: 240,000.00 × 200,000.01 / 480,000.00 = 100,000.005
        5.2 to the fen: whole fen 100,000.00, and 1 fen by largest remainder
        5.2 payment: 100,000.01
        """)
  }

  @Test("A claim that gets nothing is told why")
  func unpaid() throws {
    let outcome = try Self.made().settle()
    let below = try outcome.explain("C")
    #expect(below.reason == "below-threshold" && below.award == 0)
    #expect(
      Self.text(below).contains(
        "condition threshold: investment_yuan (999,999.99) ≥ 1,000,000.00 ✗"))
    let excluded = try outcome.explain("B")
    #expect(excluded.reason == "excluded-by:A")
    #expect(excluded.assessed == 1_000_000)
    #expect(
      Self.text(excluded).contains("excluded by A; on the same basis: A (240,000.00)"))
    #expect(Self.text(excluded, .chinese).contains("由 A 享受"))
  }

  @Test("A name that is none is answered with the nearest")
  func unknown() throws {
    var made = Self.made()
    made.claim("2017-0001", of: 1, by: "G", .number(1))
    let outcome = try made.settle()
    let error = try #require(throws: DataError.self) { try outcome.explain("2017-0002") }
    #expect(error.diagnostics[0].suggestion == "2017-0001")
  }

  @Test("A settlement that does not agree is refused, not explained")
  func disagreement() throws {
    var outcome = try Self.made().settle()
    outcome.settlement.claims.awards[0] += 1
    #expect(throws: DataError.self) { try outcome.explain("A") }
  }

  @Test("Protected parts, assumed claims and clean pools are explained too")
  func payments() throws {
    var made = Self.made()
    let first = made.yuan(1000)
    let open = made.measure("open", award: nil)
    made.policy { $0.protections = [Protection(extent: .first(first), measures: [0, 2])] }
    made.assumed = [open: 50_000_000]
    let outcome = try made.settle()
    let split = Self.text(try outcome.explain("A"))
    #expect(split.contains("of which 1,000.00 is paid first"))
    #expect(split.contains("protected part: 1,000.00 × 2,000.00 / 2,000.00 = 1,000.00"))
    let assumed = try outcome.explain("assumed:open")
    #expect(assumed.award == 50_000_000)
    #expect(Double(assumed.paid) == outcome.settlement.claims.paid[outcome.row("assumed:open")])

    made.budget = .unlimited
    let unlimited = Self.text(try made.settle().explain("A"))
    #expect(unlimited.contains("budget unlimited"))
    #expect(unlimited.contains("1, since nothing bounds the pool"))
  }

  @Test("A fund is explained over all who claim from it, whatever their subject")
  func funds() throws {
    var made = HandMadeCase()
    let amount = made.yuan(1)
    made.asked("f") { $0.fund = Fund(amount: amount, payment: .asAsked) }
    made.asked("g") { $0.fund = Fund(amount: amount, payment: .asAsked) }
    for number in 0..<9 {
      made.claim("A\(number)", of: 0, by: "E\(number)", .number(30 + Double(number)))
      made.claim("B\(number)", of: 1, by: "E\(number + 3)", .number(30 + Double(number)))
    }
    let outcome = try made.settle()
    for id in ["A0", "A8", "B0", "B8"] {
      #expect(try outcome.explain(id).award == Int64(outcome.award(id)))
    }
    made.policy {
      $0.steps = [
        .deferral, .validity, .eligibility, .funds, .ladders, .exclusivity, .best, .limits,
        .reductions,
      ]
    }
    let early = try made.settle()
    for id in ["A0", "A8", "B0", "B8"] {
      #expect(try early.explain(id).award == Int64(early.award(id)))
    }
  }

  @Test("Every step has both languages")
  func bilingual() throws {
    let explanation = try Self.made().settle().explain("A")
    for step in explanation.steps {
      #expect(!step.rule.english.isEmpty && !step.rule.chinese.isEmpty)
      #expect(!step.working.english.isEmpty && !step.working.chinese.isEmpty)
    }
  }
}
