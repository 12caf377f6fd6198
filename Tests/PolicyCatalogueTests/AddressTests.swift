import Diagnostics
import PolicyCatalogue
import Testing

@Suite struct AddressTests {
  /// Addresses with value, step and unit, in the order of the policy, without those of policy.yaml.
  private func addresses(_ policy: Policy) -> [String] {
    policy.parameters.filter { $0.measure != nil }.map { parameter in
      switch parameter.kind {
      case .date:
        "\(parameter.address) = \(CalendarDate(daysSince1970: Int(parameter.value.numerator)))"
      case .number(let unit):
        "\(parameter.address) = \(parameter.value.decimal) \(unit.symbol) /\(parameter.step.decimal)"
      }
    }
  }

  @Test func pathsWithoutWordsOfStructure() throws {
    let policy = try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(
        measure: """
          parameters:
            base-area: 1000吨
            open-until: 2026-06-30
            price: {by: track, cases: {general: 1万元, green: 2万元}, otherwise: 0}
          conditions:
            threshold: money_yuan >= 100万
            two_of_three: {when: 'at_least(2, n >= 5, m >= 6)', reason: condition-not-met}
          award:
            by: track
            tiers:
              general: {rate: 4%, of: money_yuan, cap: 50万元}
              green: 10万
              A+:
                cases:
                  large: {when: {many: n >= 30, more: m >= 3}, fixed: 8万元}
                  small: {when: n > 10 and m > 2, fixed: {value: 3万元, step: 1000元, max: 9万元}}
                otherwise:
                  sum:
                    base: {fixed: 10万元}
                    further: {per_step: 1万元, step: 1000万, of: money_yuan, above: 500万}
            then:
              - markup: 10%
                when: yes_no
              - name: share
                cap: {rate: 30%, of: other_yuan}
              - name: split
                multiply: {by: track, cases: {general: 100%, green: 25%, A+: 0.755}}
              - round: {unit: 100元, direction: down}
          instalments: {part: n, parts: {first: 40%, second: {share: 60%, when: yes_no}}}
          ladder: {held: n * 3万元}
          best: {claims: 3}
          limit: {amount: 100万}
          fund: {amount: 500万, pay: shared, weight: n + 1}
          exempt: {penalised: n > 3}
          """))
    #expect(
      addresses(policy) == [
        "it.base-area = 1000 tonne /1",
        "it.open-until = 2026-06-30",
        "it.price.general = 10000 yuan /1",
        "it.price.green = 20000 yuan /1",
        "it.price.otherwise = 0 yuan /1",
        "it.threshold = 1000000 yuan /1",
        "it.two_of_three.1 = 2  /1",
        "it.two_of_three.2 = 5  /1",
        "it.two_of_three.3 = 6  /1",
        "it.general.rate = 0.04  /0.0001",
        "it.general.cap = 500000 yuan /1",
        "it.green = 100000 yuan /1",
        "it.A+.large.when.many = 30  /1",
        "it.A+.large.when.more = 3  /1",
        "it.A+.large.fixed = 80000 yuan /1",
        "it.A+.small.when.1 = 10  /1",
        "it.A+.small.when.2 = 2  /1",
        "it.A+.small.fixed = 30000 yuan /1000",
        "it.A+.otherwise.base.fixed = 100000 yuan /1",
        "it.A+.otherwise.further.per_step = 10000 yuan /1",
        "it.A+.otherwise.further.step = 10000000 yuan /1",
        "it.A+.otherwise.further.above = 5000000 yuan /1",
        "it.markup = 0.1  /0.0001",
        "it.share.rate = 0.3  /0.0001",
        "it.split.general = 1  /0.0001",
        "it.split.green = 0.25  /0.0001",
        "it.split.A+ = 0.755  /0.0001",
        "it.round.unit = 100 yuan /0.01",
        "it.instalments.parts.first = 0.4  /0.0001",
        "it.instalments.parts.second = 0.6  /0.0001",
        "it.ladder.held = 30000 yuan /1",
        "it.best.claims = 3  /1",
        "it.limit.amount = 1000000 yuan /1",
        "it.fund.amount = 5000000 yuan /1",
        "it.fund.weight = 1  /1",
        "it.exempt.penalised = 3  /1",
      ])
    for (index, parameter) in policy.parameters.enumerated() {
      #expect(policy.parameter(parameter.address) == index)
    }
  }

  @Test(arguments: [
    ("0.125%", "0.00001"), ("5‰", "0.0001"), ("0.0005%", "0.000001"), ("100%", "0.0001"),
    ("{value: 5%, step: 0.5%}", "0.005"),
  ])
  func stepsAreAsFineAsTheValue(rate: String, step: String) throws {
    let policy = try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(measure: "award: {rate: \(rate), of: money_yuan}"))
    let index = try #require(policy.parameter("it.rate"))
    #expect(policy.parameters[index].step.decimal == step)
  }

  @Test func unitPricesAreFinerWhereTheyAreWrittenSo() throws {
    let policy = try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(measure: "award: {per_unit: 0.05, of: power_kwh}"))
    let parameter = policy.parameters[try #require(policy.parameter("it.per_unit"))]
    #expect(parameter.kind == .number(Dimension(["yuan": 1, "kWh": -1])))
    #expect(parameter.step.decimal == "0.01")
    #expect(parameter.minimum == .zero && parameter.maximum == nil)
  }

  @Test func bandsFollowThePolicy() throws {
    let chapter = TemporaryPolicy.chapter(
      measure: """
        award:
          sum:
            a: {band: {low: 1%, high: 2%}, of: money_yuan}
            b: {band: {low: 1%, high: 2%, position: 0.3}, of: money_yuan}
        """)
    let policy = try TemporaryPolicy.load(chapter: chapter)
    let common = try #require(policy.parameter("policy.position"))
    let following = try #require(policy.parameter("it.a.band.position"))
    let own = try #require(policy.parameter("it.b.band.position"))
    #expect(policy.parameters[following].follows == common)
    #expect(policy.parameters[own].follows == nil)
    #expect(policy.parameters.map(\.isBandPosition).count { $0 } == 2)
    #expect(!policy.parameters[common].isBandPosition)

    var values = ParameterValues(of: policy)
    values.set(common, to: .one, in: policy)
    #expect(values[following] == .one)
    #expect(values[own].decimal == "0.3")
  }

  private static let other = """
      - id: second
        article: 1
        item: 2
        shape: unit
        title: second
        inputs: {marks: count}
        conditions: {enough: marks >= it.ceiling}
        award: {per_unit: 3万元/件, of: marks, cap: 50万}
    """

  /// Either of two measures may use the other's numbers, wherever they stand.
  @Test func referencesGoForwardAndBack() throws {
    let policy = try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(
        measure: """
          parameters: {ceiling: 5}
          conditions: {less: money_yuan < second.cap}
          award: {amount: n * second.per_unit, cap: 1亿}
          """, more: Self.other))
    #expect(policy.shown(policy.measures[0].conditions[0].expression) == "(< money_yuan 500000)")
    #expect(
      policy.shown(policy.measures[1].conditions[0].expression, measure: 1) == "(>= marks 5)")
    guard case .amount(.multiply(.input, .parameter(let price)))? = policy.measures[0].award?.base
    else {
      Issue.record("the award is no product")
      return
    }
    #expect(policy.parameters[price].address == "second.per_unit")
  }

  /// A bare number may take its unit from a number further down, and that from one further still.
  @Test func unitsComeFromFurtherDown() throws {
    let policy = try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(
        measure: """
          conditions: {a: 5 < second.enough}
          award: 1元
          """,
        more: """
            - {id: second, article: 1, item: 2, shape: fixed, title: x, award: 1元, conditions: {enough: 7 < third.cap}}
            - {id: third, article: 1, item: 3, shape: fixed, title: x, award: {fixed: 1, cap: 9}}
          """))
    #expect(policy.parameters[try #require(policy.parameter("it.a"))].kind == .number(.money))
    #expect(
      policy.parameters[try #require(policy.parameter("second.enough"))].kind == .number(.money))
  }

  @Test func unknownAddressesAreErrors() {
    #expect(
      TemporaryPolicy.problems(
        chapter: TemporaryPolicy.chapter(
          measure: "award: {amount: n * second.per_unt}\nparameters: {ceiling: 5}", more: Self.other
        ))
        == [
          "chapter.yaml:24:25: error: no number has the address 'second.per_unt'; did you mean 'second.per_unit'?"
        ])
  }

  @Test(arguments: [
    ("it.general.rate", "5%", "0.05"), ("it.general.rate", "0.05", "0.05"),
    ("it.general.rate", "0", "0"), ("it.general.cap", "80万", "800000"),
    ("it.general.cap", "80万元", "800000"), ("it.day", "2026-12-31", "20818"),
  ])
  func scenarioValues(address: String, text: String, value: String) throws {
    let policy = try Self.settable()
    #expect(
      try policy.parameters[#require(policy.parameter(address))].value(writtenAs: text).get()
        .decimal
        == value)
  }

  @Test(arguments: [
    ("it.general.rate", "101%", "101% is out of the range of 'it.general.rate'; 100% or less"),
    ("it.general.rate", "-1%", "-1% is out of the range of 'it.general.rate'; 0% or more"),
    ("it.general.rate", "5元", "'5元' is a number in yuan; a plain number"),
    ("it.general.cap", "8吨", "'8吨' is a number in tonne; a number in yuan"),
    ("it.general.cap", "4%", "'4%' is a plain number; a number in yuan"),
    (
      "it.general.cap", "lots",
      "there is no number here; a number such as 4%, 5‰, 1200, 200万元 or 0.05元/度"
    ),
    ("it.day", "5", "'5' is no date; a date, YYYY-MM-DD"),
    ("it.day", "2026-02-29", "'2026-02-29' is no date; a date, YYYY-MM-DD"),
  ])
  func scenarioValuesOutOfPlace(address: String, text: String, problem: String) throws {
    let policy = try Self.settable()
    switch policy.parameters[try #require(policy.parameter(address))].value(writtenAs: text) {
    case .success(let value): Issue.record("\(text) was taken as \(value.decimal)")
    case .failure(let error):
      #expect(error.problem.english + "; " + (error.expected?.english ?? "") == problem)
    }
  }

  /// Only what is paid as a share of something has a ceiling.
  @Test(arguments: [
    "conditions: {c: 'growth(money_yuan, other_yuan) >= 150%'}",
    "conditions: {c: 'money_yuan / other_yuan > 120%'}",
    "award: {fixed: 1, then: [{multiply: {by: track, cases: {general: 120%, green: 80%}, otherwise: 1.5}}]}",
    "parameters: {size-factor: {by: track, cases: {general: 120%}, otherwise: 1}}",
    "award: {rate: 'if(growth(money_yuan, other_yuan) > 150%, 5%, 3%)', of: money_yuan}",
  ])
  func factorsHaveNoCeiling(line: String) throws {
    let keys = line.hasPrefix("award") ? line : line + "\naward: 1元"
    let policy = try TemporaryPolicy.load(chapter: TemporaryPolicy.chapter(measure: keys))
    let above = policy.parameters.filter {
      $0.address.hasPrefix("it.") && $0.kind == .number(.none) && $0.value > 1
    }
    #expect(!above.isEmpty)
    #expect(above.allSatisfy { $0.maximum == nil })
  }

  private static func settable() throws -> Policy {
    try TemporaryPolicy.load(
      chapter: TemporaryPolicy.chapter(
        measure: """
          parameters: {day: 2026-06-30}
          award: {by: track, tiers: {general: {rate: 4%, of: money_yuan, cap: 50万元}}}
          """))
  }
}
