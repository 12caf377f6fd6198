import Diagnostics
import PolicyCatalogue
import Testing

@Suite struct PolicyRulesTests {
  private let chapter = TemporaryPolicy.chapter(
    measure: """
      award: 1元
      ladder: {level: track, prior: prior, family: all}
      exempt: {penalised: true}
      rivals: {unless_differs: track}
      valid: {from: 2026-02-01, to: 2026-03-01}
      """,
    more: """
        - {id: second, article: 1, item: 2, shape: open, title: x, protected: yes}
        - {id: third, article: 1, item: 3, shape: reference, title: x, governed_by: 某政发〔2016〕1号}
      """)

  private let rules = """
    register:
      employees: {type: count, optional: true}
      note: text
    deferral: {article: 4, when: claim.settle_next_year, reading: one}
    clawback: {article: 5, found_on: enterprise.fraud_found_on}
    exclusivity:
      - {id: same-basis, article: 6, among: basis}
      - {id: one-of, among: [third, it], scope: basis, keep: listed, reading: [one, two]}
    best: [{id: three-best, measures: [it], claims: 3, scope: subject}]
    limits: [{id: top, measures: [third, it], scope: subject, amount: 500万, order: listed}]
    reductions: [{id: small, when: enterprise.employees < 5, multiply: 50%}]
    protection:
      - {measures: [it]}
      - {awards_up_to: 1万}
      - {first: 5万, measures: [it]}
    pools:
      one: {chapters: [one]}
      two: {measures: [second]}
    rounding:
      assessed: {unit: 0.1元, direction: half-even}
      award: {unit: 100元, direction: down}
    steps: [funds, reductions, limits, best, exclusivity, ladders, eligibility, validity, deferral]

    """

  @Test func everyRule() throws {
    let policy = try TemporaryPolicy.load(
      policy: TemporaryPolicy.policy + rules, chapter: chapter)
    #expect(policy.registerColumns.suffix(2).map(\.name) == ["employees", "note"])
    #expect(policy.deferral == Deferral(article: 4, when: .claim(.settleNextYear)))
    #expect(
      policy.clawback
        == Clawback(article: 5, foundOn: .enterprise(RegisterColumn.fraudFoundOn.rawValue)))
    #expect(
      policy.exclusions == [
        Exclusion(id: "same-basis", article: 6, measures: nil, scope: .subject, keep: .highest),
        Exclusion(id: "one-of", article: nil, measures: [2, 0], scope: .basis, keep: .listed),
      ])
    #expect(policy.bestRules.map(\.best.scope) == [.subject])
    #expect(policy.limitRules.map(\.measures) == [[2, 0]])
    #expect(policy.limitRules.map(\.limit.order) == [.listed])
    #expect(policy.reductions.map(\.measures) == [nil])
    #expect(policy.protections.map(\.measures) == [[0], nil, [0]])
    #expect(
      policy.pools == [Pool(id: "one", measures: [0, 2]), Pool(id: "two", measures: [1])])
    #expect(policy.assessedRounding.direction == .halfEven)
    #expect(policy.awardRounding?.direction == .down)
    #expect(policy.steps == SettlementStep.allCases.reversed())
    for address in [
      "policy.three-best.claims", "policy.top.amount", "policy.small.when", "policy.small.multiply",
      "policy.protection.2.awards_up_to", "policy.protection.3.first",
      "policy.rounding.assessed.unit", "policy.rounding.award.unit",
    ] {
      #expect(policy.parameter(address) != nil, "\(address)")
    }

    let measure = policy.measures[0]
    #expect(measure.exemptions == [0: .flag(true)])
    #expect(measure.rivalsUnlessDiffers == 12)
    #expect(measure.ladder == Ladder(family: "all", held: .level(12, prior: 13, also: [:])))
    #expect(measure.valid.first?.from == CalendarDate("2026-02-01")?.daysSince1970)
    #expect(policy.measures.map(\.isComputable) == [true, false, false])
    #expect(policy.measures.map(\.isProtected) == [false, true, false])
    #expect(policy.measures[2].governedBy == "某政发〔2016〕1号")
  }

  @Test func whatIsLeftOut() throws {
    let policy = try TemporaryPolicy.load(chapter: chapter)
    #expect(policy.pools == [Pool(id: "one", measures: [0, 1, 2])])
    #expect(policy.steps == SettlementStep.allCases)
    #expect(policy.awardRounding == nil)
    #expect(policy.shown(policy.assessedRounding.unit) == "0.01")
    #expect(policy.assessedRounding.direction == .halfUp)
  }

  @Test func theHashIsOfTheFiles() throws {
    let first = try TemporaryPolicy.load(chapter: chapter)
    let again = try TemporaryPolicy.load(chapter: chapter)
    let other = try TemporaryPolicy.load(chapter: chapter + "\n# a note\n")
    #expect(first.hash == again.hash)
    #expect(first.hash != other.hash)
    #expect(first.hash.count == 64)
  }

  @Test func inputsAsWritten() throws {
    let policy = try TemporaryPolicy.load(
      chapter: """
        chapter: one
        title: one
        measures:
          - id: it
            article: 1
            item: 1
            shape: fixed
            title: it
            inputs:
              a: {type: quantity, unit: 度, decimals: 1, max: 5亿, meaning: {zh: 年发电量, en: output}}
              b: [x, '', y]
              c: {type: [p, q], optional: true}
              d: {type: date, optional: yes}
              e: rate
            award: 1元
        """)
    #expect(
      policy.measures[0].inputs == [
        InputSchema(
          name: "a", type: .number(.quantity, Dimension(["kWh": 1]), unit: "度", decimals: 1),
          meaning: Message("output", zh: "年发电量"), maximum: 500_000_000),
        InputSchema(name: "b", type: .level(["", "x", "y"]), isOptional: true),
        InputSchema(name: "c", type: .level(["", "p", "q"]), isOptional: true),
        InputSchema(name: "d", type: .date, isOptional: true),
        InputSchema(
          name: "e", type: .number(.rate, .none, unit: "", decimals: 6), maximum: .one),
      ])
  }

  @Test func reasonsOfConditions() throws {
    let policy = try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(
        measure: """
          conditions:
            number: yes_no and n > 3
            date: begun > 2026-01-01
            flag: not yes_no
            level: track == green
            stated: {when: n > 5, reason: condition-not-met}
          award: 1元
          """))
    #expect(
      policy.measures[0].conditions.map(\.reason) == [
        .belowThreshold, .belowThreshold, .conditionNotMet, .conditionNotMet, .conditionNotMet,
      ])
  }
}
