package import Diagnostics

/// A number as people write it: `4%`, `200万`, `1.4亿元`, `0.05元/度`, `300 yuan/tonne`.
package struct NumberText: Sendable, Hashable {
  /// In base units: yuan for 万元, a fraction of one for a percentage.
  package var value: Fraction
  /// nil where no unit is written; words that only count are written and give a plain number.
  package var dimension: Dimension?
  /// Written with %, ‰ or their words.
  package var isShare: Bool

  package struct Problem: Error, Hashable {
    /// In Unicode scalars from the beginning.
    package var offset: Int
    package var message: Message
    package var expected: Message?
  }

  /// A number that is the whole text; a minus sign may stand before it.
  package static func parse(_ text: String) -> Result<NumberText, Problem> {
    let scalars = Array(text.unicodeScalars)
    var scanner = NumberScanner(scalars: scalars, index: 0)
    scanner.skipSpaces()
    let isNegative = scanner.skip("-")
    do throws(Problem) {
      var number = try scanner.number()
      scanner.skipSpaces()
      if scanner.index < scalars.count {
        throw Problem(
          offset: scanner.index,
          message: Message("'\(text)' is no number", zh: "“\(text)”不是数"),
          expected: NumberScanner.examples)
      }
      if isNegative { number.value = number.value.negated }
      return .success(number)
    } catch {
      return .failure(error)
    }
  }
}

/// Reads one number out of a text.
struct NumberScanner {
  typealias Problem = NumberText.Problem

  let scalars: [Unicode.Scalar]
  var index: Int

  static let examples = Message(
    "a number such as 4%, 5‰, 1200, 200万元 or 0.05元/度", zh: "如 4%、5‰、1200、200万元、0.05元/度 的数")
  /// Digits that a number may have; Int128 holds them times 亿.
  private static let digitLimit = 24
  /// In base units: more than any public budget, and in fen still far below 2^63.
  private static let largest: Fraction = 1_000_000_000_000_000

  init(scalars: [Unicode.Scalar], index: Int) {
    self.scalars = scalars
    self.index = index
  }

  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  mutating func skipSpaces() {
    while current == " " { index += 1 }
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    index += 1
    return true
  }

  static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return value(of: scalar) != nil
  }

  /// Of a digit, also a full-width one.
  private static func value(of scalar: Unicode.Scalar) -> Int128? {
    switch scalar {
    case "0"..."9": Int128(scalar.value - 0x30)
    case "\u{FF10}"..."\u{FF19}": Int128(scalar.value - 0xFF10)
    default: nil
    }
  }

  /// Precondition: there is a digit.
  private func value(at position: Int) -> Int128 { Self.value(of: scalars[position])! }

  private func digit(at position: Int) -> Bool {
    position < scalars.count && Self.isDigit(scalars[position])
  }

  mutating func number() throws(Problem) -> NumberText {
    let start = index
    var value = try decimal()
    while let factor = multiple() { value = try product(value, factor, at: start) }
    var number = NumberText(value: value, dimension: nil, isShare: false)
    let afterDigits = index
    skipSpaces()
    if let scalar = current, let divisor = Self.share(scalar) {
      index += 1
      number.value = try product(value, Fraction(1, divisor), at: start)
      number.dimension = Dimension.none
      number.isShare = true
    } else if let word = unitWord() {
      switch word.lowercased() {
      case "percent", "permille":
        number.value = try product(
          value, Fraction(1, word.lowercased() == "percent" ? 100 : 1000), at: start)
        number.dimension = Dimension.none
        number.isShare = true
      default:
        number.dimension = try unit(startingWith: word)
      }
    } else {
      index = afterDigits
    }
    if number.value > Self.largest {
      throw Problem(
        offset: start, message: Message("the number is absurdly large", zh: "数值大得离谱"),
        expected: nil)
    }
    return number
  }

  /// A unit such as `元`, `元/吨` or `kWh`, the whole text.
  static func unit(_ text: String) -> Dimension? {
    var scanner = NumberScanner(scalars: Array(text.unicodeScalars), index: 0)
    guard let word = scanner.unitWord(), let unit = try? scanner.unit(startingWith: word),
      scanner.index == scanner.scalars.count
    else { return nil }
    return unit
  }

  private mutating func unit(startingWith word: String) throws(Problem) -> Dimension {
    var dimension = Units.dimension(of: word)
    // Only a slash that touches both words belongs to the unit; `5元 / x` is a division.
    while current == "/", index + 1 < scalars.count, Self.isLetter(scalars[index + 1]) {
      index += 1
      guard let divisor = unitWord() else { break }
      dimension = dimension / Units.dimension(of: divisor)
    }
    return dimension
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar == "㎡"
  }

  /// Words of the expression language that may follow a number.
  private static let keywords: Set<String> = ["and", "or", "in", "not"]

  private mutating func unitWord() -> String? {
    guard let first = current, Self.isLetter(first) else { return nil }
    var end = index
    while end < scalars.count,
      Self.isLetter(scalars[end]) || Self.isDigit(scalars[end])
        || "²³_".unicodeScalars.contains(scalars[end])
    {
      end += 1
    }
    var word = String.UnicodeScalarView()
    word.append(contentsOf: scalars[index..<end])
    if Self.keywords.contains(String(word)) { return nil }
    index = end
    return String(word)
  }

  /// 万 or 亿, also after a space.
  private mutating func multiple() -> Fraction? {
    let start = index
    skipSpaces()
    if skip("万") { return 10_000 }
    if skip("亿") { return 100_000_000 }
    index = start
    return nil
  }

  private static func share(_ scalar: Unicode.Scalar) -> Int128? {
    switch scalar {
    case "%", "\u{FF05}": 100
    case "‰": 1000
    default: nil
    }
  }

  /// Digits with an optional point; commas must stand before groups of three.
  private mutating func decimal() throws(Problem) -> Fraction {
    let start = index
    guard Self.isDigit(current) else {
      throw Problem(
        offset: start, message: Message("there is no number here", zh: "此处没有数"),
        expected: Self.examples)
    }
    var value: Int128 = 0
    var scale: Int128 = 1
    var digits = 0
    func check() throws(Problem) {
      if digits > Self.digitLimit {
        throw Problem(
          offset: start, message: Message("the number has too many digits", zh: "数字位数过多"),
          expected: nil)
      }
    }
    while digit(at: index) {
      value = value * 10 + self.value(at: index)
      digits += 1
      try check()
      index += 1
    }
    var grouped = digits <= 3
    while grouped, current == ",", digit(at: index + 1) {
      guard digit(at: index + 2), digit(at: index + 3), !digit(at: index + 4) else {
        grouped = false
        break
      }
      for position in index + 1...index + 3 {
        value = value * 10 + self.value(at: position)
      }
      digits += 3
      try check()
      index += 4
    }
    if current == ".", digit(at: index + 1) {
      index += 1
      while digit(at: index) {
        value = value * 10 + self.value(at: index)
        scale *= 10
        digits += 1
        try check()
        index += 1
      }
    }
    return Fraction(value, scale)
  }

  private func product(_ a: Fraction, _ b: Fraction, at start: Int) throws(Problem) -> Fraction {
    do {
      return try a.times(b)
    } catch {
      throw Problem(
        offset: start, message: Message("the number is absurdly large", zh: "数值大得离谱"),
        expected: nil)
    }
  }
}
