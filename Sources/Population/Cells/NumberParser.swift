import Diagnostics
import PolicyCatalogue

/// Plain decimal numbers: digits, and at most the declared number of decimals after a point.
struct NumberParser: CellParser {
  let kind: InputType.NumberKind
  let unit: Message
  let decimals: Int
  let isOptional: Bool
  /// The largest value allowed, in smallest units, and how a person would write it.
  let limit: UInt64
  private let limitText: String

  /// 2^53: from here on not every whole number is a Double.
  private static let exactLimit: UInt64 = 1 << 53
  /// In units of money; more than any treasury has seen.
  static let mostMoney: UInt64 = 10_000_000_000_000
  private static let powers: [UInt64] = (0...18).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  var blank: Double { 0 }

  init(
    kind: InputType.NumberKind, unit: Message, decimals: Int, isOptional: Bool, maximum: Fraction?
  ) {
    precondition((0...15).contains(decimals), "more decimals than a Double holds")
    self.kind = kind
    self.unit = unit
    self.decimals = decimals
    self.isOptional = isOptional
    let scale = Self.powers[decimals]
    var limit = Self.exactLimit - 1
    switch kind {
    case .money, .usd: limit = min(limit, Self.mostMoney * scale)
    case .rate: limit = min(limit, scale)
    case .count, .quantity: break
    }
    if let maximum, let scaled = try? maximum.times(Fraction(scale)), scaled.floor < limit {
      limit = UInt64(max(0, scaled.floor))
    }
    self.limit = limit
    limitText = decimalText(limit, decimals: decimals, trimmed: true)
  }

  func parse(_ cell: CSVField, in bytes: Span<UInt8>) -> Double? {
    if cell.isEmpty { return isOptional ? 0 : nil }
    var index = cell.start
    while index < cell.end && bytes[index] == UInt8(ascii: "0") { index += 1 }
    var value: UInt64 = 0
    let significant = index
    while index < cell.end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit > 9 { break }
      value = value &* 10 &+ UInt64(digit)
      index += 1
    }
    // Eighteen digits cannot wrap, and what has more is above 2^53.
    if index == cell.start || index - significant + decimals > 18 { return nil }
    if index == cell.end {
      value *= Self.powers[decimals]
    } else {
      if bytes[index] != UInt8(ascii: ".") { return nil }
      index += 1
      let count = cell.end - index
      if count == 0 || count > decimals { return nil }
      while index < cell.end {
        let digit = bytes[index] &- UInt8(ascii: "0")
        if digit > 9 { return nil }
        value = value * 10 + UInt64(digit)
        index += 1
      }
      value *= Self.powers[decimals - count]
    }
    return value <= limit ? Double(value) : nil
  }
}

extension NumberParser {
  private var expected: Message {
    let example = decimals == 0 ? "1250" : "1250.5"
    return switch kind {
    case .rate:
      Message(
        "a fraction from 0 to 1 with at most \(counted(decimals, "decimal")), 0.04 for 4%",
        zh: "0 至 1 的小数,最多 \(decimals) 位小数,4% 写作 0.04")
    case .count:
      Message(
        decimals == 0
          ? "a whole number" : "a plain number with at most \(counted(decimals, "decimal"))",
        zh: decimals == 0 ? "整数" : "数字,最多 \(decimals) 位小数")
    case .money, .usd, .quantity:
      Message(
        "a plain number\(unit.english.isEmpty ? "" : " of \(unit.english)")"
          + (decimals == 0
            ? " without decimals" : " with at most \(counted(decimals, "decimal"))")
          + ", such as \(example)",
        zh: "以\(unit.chinese)为单位的数字,"
          + (decimals == 0 ? "不带小数" : "最多 \(decimals) 位小数") + ",如 \(example)")
    }
  }

  func problem(with cell: String) -> CellProblem {
    if cell.isEmpty { return .blank(expected: expected) }
    let shown = quoted(cell)
    let number = PlainNumber(cell)
    let problem: Message
    switch number?.form {
    case .plain where number!.isNegative:
      problem = Message("\(shown) is negative", zh: "\(shown) 是负数")
    case .plain where number!.decimals > decimals:
      problem = Message(
        "\(shown) has \(counted(number!.decimals, "decimal"))",
        zh: "\(shown) 有 \(number!.decimals) 位小数")
    case .plain where kind == .rate && limit == Self.powers[decimals]:
      problem = Message("\(shown) is above 1, a share over 100%", zh: "\(shown) 大于 1,超过 100%")
    case .plain:
      return CellProblem(
        Message("\(shown) is absurdly large", zh: "\(shown) 大得不合常理"),
        expected: Message("at most \(limitText)", zh: "不超过 \(limitText)"))
    case .percentage:
      problem = Message("\(shown) is a percentage", zh: "\(shown) 是百分数")
    case .exponent:
      problem = Message("\(shown) is written with an exponent", zh: "\(shown) 用了科学记数法")
    case .thousands:
      problem = Message("\(shown) has thousands separators", zh: "\(shown) 带有千位分隔符")
    case .notFinite:
      problem = Message("\(shown) is not a finite number", zh: "\(shown) 不是有限的数")
    case nil:
      problem = Message("\(shown) is not a number", zh: "\(shown) 不是数字")
    }
    return CellProblem(problem, expected: expected)
  }
}

/// What a person may have meant by a cell that is no plain number.
private struct PlainNumber {
  enum Form { case plain, percentage, exponent, thousands, notFinite }

  var form: Form
  var isNegative = false
  var decimals = 0

  init?(_ cell: String) {
    var text = Substring(cell)
    if ["nan", "inf", "infinity"].contains(text.lowercased().drop { $0 == "-" || $0 == "+" }) {
      form = .notFinite
      return
    }
    if text.first == "-" || text.first == "−" {
      isNegative = true
      text = text.dropFirst()
    }
    func isDigits(_ text: Substring) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    func decimals(_ text: Substring) -> Int? {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard isDigits(parts[0]), parts.count <= 2 else { return nil }
      if parts.count == 1 { return 0 }
      return isDigits(parts[1]) ? parts[1].count : nil
    }
    if let count = decimals(text) {
      form = .plain
      self.decimals = count
    } else if let last = text.last, "%%‰".contains(last), decimals(text.dropLast()) != nil {
      form = .percentage
    } else if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }),
      decimals(text[..<mark]) != nil,
      isDigits(text[text.index(after: mark)...].drop { $0 == "-" || $0 == "+" })
    {
      form = .exponent
    } else if text.contains(where: { $0 == "," || $0 == "," }),
      decimals(Substring(text.filter { $0 != "," && $0 != "," })) != nil
    {
      form = .thousands
    } else {
      return nil
    }
  }
}
