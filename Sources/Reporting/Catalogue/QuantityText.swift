import Diagnostics
import PolicyCatalogue

/// Numbers of a policy as its readers write them: `4%`, `2,000,000 yuan`, `200万元`, `300元/吨`.
struct QuantityText {
  var language: Language

  func text(_ value: Fraction, of parameter: Parameter) -> String {
    // What may not pass one is a share, also where it is nothing or the whole.
    parameter.kind == .number(.none) && parameter.maximum == 1
      ? share(value) : text(value, parameter.kind)
  }

  func text(_ value: Fraction, _ kind: Parameter.Kind) -> String {
    switch kind {
    case .date: Parameter.dateText(value)
    case .number(let dimension) where dimension == .none: plain(value)
    case .number(let dimension): quantity(value, dimension)
    }
  }

  /// A share of something: always in per cent.
  func share(_ value: Fraction) -> String {
    (try? value.times(100)).map { Decimal.exact($0) + "%" } ?? Decimal.exact(value)
  }

  /// A number without a unit is a count where it is whole, and a share where it is a part of one.
  private func plain(_ value: Fraction) -> String {
    value.isInteger || value > 1 ? Decimal.exactGrouped(value) : share(value)
  }

  private func quantity(_ value: Fraction, _ dimension: Dimension) -> String {
    guard language == .chinese else {
      return Decimal.exactGrouped(value) + " " + dimension.title(in: .english)
    }
    return chineseNumber(value) + chineseUnit(dimension)
  }

  /// In 万 or 亿 where that leaves at most two decimals.
  private func chineseNumber(_ value: Fraction) -> String {
    for (unit, size) in [("亿", 100_000_000), ("万", 10_000)] {
      guard value >= Fraction(size), let scaled = try? value.divided(by: Fraction(size)),
        let hundredfold = try? scaled.times(100), hundredfold.isInteger
      else { continue }
      return Decimal.exact(scaled) + unit
    }
    return Decimal.exact(value)
  }

  private func chineseUnit(_ dimension: Dimension) -> String { dimension.title(in: .chinese) }
}

extension Dimension {
  /// The unit as people write it in a language; one that only the policy knows stands as it is there.
  func title(in language: Language) -> String {
    let names = language == .chinese ? Self.chineseNames : Self.englishNames
    func product(_ sign: Int) -> String {
      exponents.filter { $0.value * sign > 0 }.sorted { $0.key < $1.key }
        .map { (names[$0.key] ?? $0.key) + (abs($0.value) > 1 ? "^\(abs($0.value))" : "") }
        .joined(separator: sign > 0 ? "·" : "/")
    }
    let (above, below) = (product(1), product(-1))
    if below.isEmpty { return above }
    return (above.isEmpty && language == .english ? "1" : above) + "/" + below
  }

  private static let chineseNames = [
    "yuan": "元", "usd": "美元", "tonne": "吨", "kWh": "度", "MW": "兆瓦", "m2": "平方米",
    "minute": "分钟",
  ]

  private static let englishNames = [
    "usd": "US dollars", "m2": "m²", "蒸吨": "steam-tonne", "公里": "km", "千米": "km", "亩": "mu",
    "公顷": "ha", "公斤": "kg", "千克": "kg", "升": "litre", "立方米": "m³", "千瓦": "kW", "瓦": "W",
    "小时": "hour",
  ]
}
