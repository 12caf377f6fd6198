import Diagnostics
import PolicyCatalogue
import Testing

@testable import Reporting

@Suite("Rules in words")
struct CatalogueTextTests {
  /// 4% of machines_yuan above a threshold, at most 2 million yuan, a tenth more for returning ones.
  private static var policy: Policy {
    var parameters: [Parameter] = []
    func number(_ address: String, _ value: Fraction, _ dimension: Dimension = .none) -> Expression
    {
      parameters.append(
        Parameter(
          address: "new-machines.\(address)", kind: .number(dimension), value: value,
          step: Fraction(1, 10_000), minimum: 0, measure: 0, location: SmallTown.location))
      return .parameter(parameters.count - 1)
    }
    var measure = Measure(
      id: "new-machines", chapter: 0, article: 3, item: 1, shape: .rate,
      title: Message("Support for new machines", zh: "新购设备补助"), location: SmallTown.location)
    measure.inputs = [
      InputSchema(name: "machines_yuan", type: .number(.money, .money, unit: "元", decimals: 2)),
      InputSchema(name: "returning", type: .flag),
      InputSchema(name: "track", type: .level(["", "general", "green"]), isOptional: true),
    ]
    measure.conditions = [
      Condition(
        name: "threshold",
        expression: .all([
          .compare(.greaterOrEqual, .input(0), number("threshold", 1_000_000, .money)),
          .not(.isOne(of: ["", "green"], .input(2))),
        ]), reason: .belowThreshold)
    ]
    measure.award = Award(
      base: .rate(number("rate", Fraction(1, 25)), of: .input(0)),
      adjustments: [
        .init(
          name: "cap", kind: .cap(Award(base: .amount(number("cap", 2_000_000, .money))))),
        .init(
          name: "markup", kind: .markup(number("markup", Fraction(1, 10))),
          when: [
            Condition(name: "when", expression: .input(1), reason: .conditionNotMet)
          ]),
      ])
    measure.limit = CompanyLimit(
      amount: number("limit", 3_500_000, .money), scope: .enterprise, order: .claim)
    return Policy(
      id: "tiny", title: Message("Tiny", zh: "小"), source: "",
      valid: ValidityPeriod(from: 17_167, to: 17_531),
      chapters: [Chapter(id: "chapter-1", title: Message("One", zh: "一"))], measures: [measure],
      registerColumns: RegisterColumn.allCases.map(\.schema), parameters: parameters,
      assessedRounding: Rounding(unit: .parameter(0), direction: .halfUp), hash: "", path: "tiny")
  }

  @Test func english() {
    #expect(
      MeasureDescription(0, of: Self.policy, in: .english).text == """
        new-machines
        Support for new machines
        Place  article 3, item 1, One (chapter-1)
        Shape  rate

        Inputs
          machines_yuan  money in yuan, 2 decimals
          returning      yes or no
          track          one of: blank, general, green

        Conditions, all of which must hold
          threshold: machines_yuan ≥ 1,000,000 yuan and not (track one of (blank, green))  \
        [below-threshold]

        Award
          4% of machines_yuan
          at most 2,000,000 yuan
          plus 10% of it, where returning

        Rules
          at most 3,500,000 yuan for an enterprise, filled in the order: claim id

        Numbers
          new-machines.threshold  1,000,000 yuan
          new-machines.rate                   4%
          new-machines.cap        2,000,000 yuan
          new-machines.markup                10%
          new-machines.limit      3,500,000 yuan

        """)
  }

  @Test func chinese() {
    let text = MeasureDescription(0, of: Self.policy, in: .chinese).text
    for line in [
      "出处  第3条第1项,一(chapter-1)", "threshold: machines_yuan ≥ 100万元 且 非 (track 属于 (空, green))",
      "machines_yuan 的 4%", "最高 200万元", "上浮 10%,当 returning", "一家企业合计最高 350万元",
    ] {
      #expect(text.contains(line), "\(line)")
    }
  }

  @Test(arguments: [
    (Fraction(200_000_000), Dimension.money, "2亿元"), (Fraction(123_456_700), .money, "12345.67万元"),
    (Fraction(123_456), .money, "123456元"), (Fraction(5), .money, "5元"),
    (Fraction(1, 20), Dimension(["yuan": 1, "kWh": -1]), "0.05元/度"),
    (Fraction(5, 1000), .none, "0.5%"), (Fraction(3), .none, "3"), (Fraction(3, 2), .none, "1.5"),
  ])
  func chineseQuantities(value: Fraction, dimension: Dimension, text: String) {
    #expect(QuantityText(language: .chinese).text(value, .number(dimension)) == text)
  }

  @Test("Brackets are kept where an operand binds less", arguments: Language.allCases)
  func brackets(language: Language) {
    let texts = ExpressionText(
      policy: Self.policy, measure: Self.policy.measures[0],
      values: ParameterValues(of: Self.policy), language: language)
    let x = Expression.input(0)
    #expect(
      texts.text(.multiply(.add(x, x), x)) == "(machines_yuan + machines_yuan) × machines_yuan")
    #expect(
      texts.text(.subtract(x, .subtract(x, x)))
        == "machines_yuan − (machines_yuan − machines_yuan)")
    #expect(
      texts.text(.divide(x, .multiply(x, x))) == "machines_yuan ÷ (machines_yuan × machines_yuan)")
  }

  @Test func lists() {
    let policy = Self.policy
    #expect(
      CatalogueListing(of: policy, as: .csv, in: .english).inputs(of: 0) == """
        measure,input,type,unit,decimals,allowed,optional,meaning
        new-machines,machines_yuan,money,元,2,,no,
        new-machines,returning,flag,,,,no,
        new-machines,track,level,,,|general|green,yes,

        """)
    #expect(
      CatalogueListing(of: policy, as: .csv, in: .english).addresses().hasPrefix(
        """
        address,value,unit,step,minimum,maximum,measure
        new-machines.threshold,1000000,yuan,0.0001,0,,new-machines
        new-machines.rate,0.04,,0.0001,0,,new-machines

        """))
    #expect(
      CatalogueListing(of: policy, as: .text, in: .chinese).measures().contains("共 1 条款,其中可计算 1 条"))
  }
}
