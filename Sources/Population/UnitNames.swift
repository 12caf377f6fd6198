package import Diagnostics
package import PolicyCatalogue

extension Dimension {
  /// The unit as people write it in a language; one that only the policy knows stands as it is there.
  package func title(in language: Language) -> String {
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

  /// The unit of an input; `unit` is how the policy writes it, which may be one that only counts.
  package func title(ofUnit unit: String) -> Message {
    let english = self == .none ? Self.englishCounts[unit] ?? unit : title(in: .english)
    return Message(english, zh: unit)
  }

  private static let englishCounts = [
    "家": "companies", "企业": "companies", "个": "items", "件": "items", "项": "items",
    "人": "persons", "名": "persons", "人次": "persons", "台": "machines", "套": "sets", "间": "rooms",
    "辆": "vehicles", "月": "months", "个月": "months", "年": "years", "天": "days", "次": "times",
    "摊位": "booths", "门店": "stores",
  ]
}
