package import Diagnostics

// Each reads one kind of value; reports and returns nil where the node is another.
extension YAMLNode {
  /// The text if the node is a scalar; says nothing if it is not.
  package var asText: String? {
    if case .scalar(let text) = content { text } else { nil }
  }

  /// One value; may be the empty text if that is quoted.
  package func text(_ bag: inout DiagnosticBag) -> String? {
    guard case .scalar(let text) = content else {
      report(expected: Message("one value", zh: "单个值"), &bag)
      return nil
    }
    return text
  }

  /// One line or a list of such.
  package func lines(_ bag: inout DiagnosticBag) -> [String] {
    switch content {
    case .scalar(let text): return [text]
    case .sequence(let items): return items.compactMap { $0.text(&bag) }
    case .null, .mapping:
      report(expected: Message("a line of text, or a list of such", zh: "一行文字或其列表"), &bag)
      return []
    }
  }

  /// A list of words.
  package func words(_ bag: inout DiagnosticBag) -> [String]? {
    sequence(&bag)?.compactMap { $0.text(&bag) }
  }

  /// `{zh: …, en: …}`, or one text for both languages.
  package func message(_ bag: inout DiagnosticBag) -> Message? {
    if case .scalar(let text) = content { return Message(text, zh: text) }
    guard let mapping = mapping(keys: ["zh", "en"], &bag) else { return nil }
    guard let chinese = mapping.required("zh", &bag)?.text(&bag),
      let english = mapping.required("en", &bag)?.text(&bag)
    else { return nil }
    return Message(english, zh: chinese)
  }

  /// A whole number without unit.
  package func integer(in range: ClosedRange<Int>, _ bag: inout DiagnosticBag) -> Int? {
    guard let text = asText, let number = Int(text), range.contains(number) else {
      report(
        expected: Message(
          "a whole number from \(range.lowerBound) to \(range.upperBound)",
          zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数"), &bag)
      return nil
    }
    return number
  }

  /// The seed of a generator of random numbers.
  package func seed(_ bag: inout DiagnosticBag) -> UInt64? {
    guard let seed = asText.flatMap({ UInt64($0) }) else {
      report(expected: Message("a whole number from 0 to 2^64 − 1", zh: "0 至 2^64 − 1 的整数"), &bag)
      return nil
    }
    return seed
  }

  /// `yes` or `no`, `true` or `false`.
  package func flag(_ bag: inout DiagnosticBag) -> Bool? {
    switch asText {
    case "yes", "true": return true
    case "no", "false": return false
    default:
      report(expected: Message("yes or no", zh: "yes 或 no"), &bag)
      return nil
    }
  }

  /// `YYYY-MM-DD`, in days since 1970-01-01.
  package func date(_ bag: inout DiagnosticBag) -> Int? {
    guard let text = asText, let date = CalendarDate(text) else {
      report(expected: Message("a date, YYYY-MM-DD", zh: "日期 YYYY-MM-DD"), &bag)
      return nil
    }
    return date.daysSince1970
  }

  /// One of the words of an enumeration.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _: Choice.Type = Choice.self, _ bag: inout DiagnosticBag
  ) -> Choice? {
    word(among: Choice.allCases.map(\.rawValue), &bag).flatMap(Choice.init(rawValue:))
  }

  /// One of these words.
  package func word(among words: [String], _ bag: inout DiagnosticBag) -> String? {
    guard let text = asText, words.contains(text) else {
      report(
        expected: .oneOf(words),
        suggestion: asText.flatMap { nearestName(to: $0, among: words) }, &bag)
      return nil
    }
    return text
  }

  /// A number in base units (yuan, tonnes, a share of one); a bare number is taken in the unit
  /// expected, any other unit is an error.
  package func number(_ dimension: Dimension, _ bag: inout DiagnosticBag) -> Fraction? {
    guard let text = text(&bag) else { return nil }
    switch NumberText.parse(text) {
    case .failure(let problem):
      bag.report(
        Diagnostic(
          at: location(atOffset: problem.offset), problem.message, expected: problem.expected))
    case .success(let number):
      if (number.dimension ?? dimension) == dimension { return number.value }
      bag.report(
        Diagnostic(
          at: location,
          Message(
            "'\(text)' is \(number.dimension!.described.english)",
            zh: "“\(text)”的单位是\(number.dimension!.described.chinese)"),
          expected: dimension.described))
    }
    return nil
  }

  /// An amount of money that is not negative, in fen; a fraction of a fen is an error.
  package func money(_ bag: inout DiagnosticBag) -> Int64? {
    guard let yuan = number(.money, &bag) else { return nil }
    guard let fen = try? yuan.times(100), fen.isInteger, fen >= 0, fen.numerator < 1 << 53 else {
      report(
        expected: Message(
          "an amount of at least 0 in yuan with at most two decimals",
          zh: "不小于 0、最多两位小数的金额(元)"), &bag)
      return nil
    }
    return Int64(fen.numerator)
  }
}

extension CalendarDate {
  /// `YYYY-MM-DD` of a day that there is; nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
      return nil
    }
    self.init(year: year, month: month, day: day)
    guard isValid, year >= 1 else { return nil }
  }
}
