import Diagnostics
import PolicyCatalogue
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("4%", "0.04", ""), ("5‰", "0.005", ""), ("0.5", "0.5", nil), ("1,200", "1200", nil),
      ("1,234,567.5元", "1234567.5", "yuan"), ("200万", "2000000", nil), ("1.4亿", "140000000", nil),
      ("200万元", "2000000", "yuan"), ("1.2万亿元", "1200000000000", "yuan"),
      ("0.05元/度", "0.05", "yuan/kWh"), ("0.05元/千瓦时", "0.05", "yuan/kWh"),
      ("300元/吨", "300", "yuan/tonne"), ("100万美元", "1000000", "usd"),
      ("500平方米", "500", "m2"), ("2万元/家", "20000", "yuan"), ("2000元/月", "2000", "yuan"),
      ("0.5兆瓦", "0.5", "MW"), ("30分钟", "30", "minute"), ("8万元/蒸吨", "80000", "yuan/蒸吨"),
      ("12公里", "12", "公里"), ("4 percent", "0.04", ""), ("3 permille", "0.003", ""),
      ("2000000 yuan", "2000000", "yuan"), ("100 usd", "100", "usd"),
      ("300 yuan/tonne", "300", "yuan/tonne"), ("10 companies", "10", ""),
      ("5元/人/月", "5", "yuan"), ("-5%", "-0.05", ""), ("0", "0", nil), ("007", "7", nil),
      ("0.1元/美元", "0.1", "yuan/usd"), ("1500 kWh", "1500", "kWh"), ("20\u{FF05}", "0.2", ""),
      ("100 万元", "1000000", "yuan"), ("1.5 亿", "150000000", nil),
      ("3 万 亿 元", "3000000000000", "yuan"),
      ("\u{FF15}\u{FF10}\u{FF05}", "0.5", ""), ("\u{FF11}\u{FF12}.\u{FF15}万元", "125000", "yuan"),
      ("5 亩", "5", "亩"),
    ] as [(String, String, String?)])
  func reads(text: String, value: String, unit: String?) throws {
    let number = try NumberText.parse(text).get()
    #expect(number.value.decimal == value)
    #expect(number.dimension?.symbol == unit)
    #expect(
      number.isShare == (unit == "" && !text.contains("c" as Character) || text.contains("percent"))
    )
  }

  @Test(
    arguments: [
      ("", 0), ("abc", 0), (".5", 0), ("1.2.3", 3), ("1e9", nil), ("200万元!", 5), ("4%%", 2),
      ("--5", 1), ("1,23", 1), ("1,2345", 1), ("12345678901234567890123456", 0),
      ("99999999亿亿", 0), ("5 6", 2), ("NaN", 0), ("inf", 0), ("0x10", nil),
    ] as [(String, Int?)])
  func refuses(text: String, offset: Int?) {
    switch NumberText.parse(text) {
    case .success(let number):
      // `1e9` is one of the unknown unit e9: no number without unit.
      #expect(offset == nil)
      #expect(number.dimension?.symbol.isEmpty == false)
    case .failure(let problem): #expect(problem.offset == offset)
    }
  }

  /// What is written with a point comes back as the exact decimal.
  @Test func decimalsAreExact() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let digits = Int.random(in: 0...8, using: &generator)
      let whole = Int.random(in: 0...999_999, using: &generator)
      let part = String(Int.random(in: 0..<100_000_000, using: &generator))
      let fraction = String((String(repeating: "0", count: 8 - part.count) + part).prefix(digits))
      let text = digits == 0 ? "\(whole)" : "\(whole).\(fraction)"
      let expected = Fraction(
        Int128("\(whole)\(fraction)")!, (0..<digits).reduce(1) { n, _ in n * 10 })
      #expect(try NumberText.parse(text).get().value == expected)
      #expect(try NumberText.parse(text + "万元").get().value == expected.times(10_000))
    }
  }

  @Test(arguments: [
    ("2017-02-28", true), ("2016-02-29", true), ("2017-02-29", false), ("2017-13-01", false),
    ("2017-1-01", false), ("20170101", false), ("2017-00-10", false), ("2017-01-01 ", false),
  ])
  func dates(text: String, isDate: Bool) {
    #expect((CalendarDate(text) != nil) == isDate)
    if isDate { #expect(CalendarDate(text)?.description == text) }
  }
}
