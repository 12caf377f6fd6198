package import Diagnostics

/// The words for units in Chinese and English.
enum Units {
  /// What a word measures; nil factor for words that only count.
  static func dimension(of word: String) -> Dimension {
    let lowercased = word.lowercased()
    if let base = base[word] ?? base[lowercased] { return Dimension([base: 1]) }
    if counting.contains(word) || counting.contains(lowercased) { return .none }
    return Dimension([word: 1])
  }

  private static let base: [String: String] = [
    "元": "yuan", "yuan": "yuan", "人民币": "yuan", "cny": "yuan", "rmb": "yuan",
    "美元": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd",
    "吨": "tonne", "tonne": "tonne", "tonnes": "tonne",
    "度": "kWh", "千瓦时": "kWh", "kwh": "kWh",
    "兆瓦": "MW", "mw": "MW",
    "平方米": "m2", "m2": "m2", "m²": "m2", "㎡": "m2",
    "分钟": "minute", "minute": "minute", "minutes": "minute",
  ]

  private static let counting: Set<String> = [
    "家", "件", "个", "项", "人", "名", "套", "间", "部", "台", "辆", "张", "条", "次", "月", "年", "天",
    "级", "类", "户", "批", "场", "份", "位", "期", "只", "篇", "集", "座", "幢", "栋", "所", "门", "种",
    "处", "本", "首", "组", "对", "艘", "架", "款", "届", "枚", "株", "头", "支", "队", "册", "课", "班",
    "点", "店", "村", "日", "周", "季", "季度", "倍", "人次", "人月", "个月", "课时", "标准", "单位", "企业",
    "项目", "岁", "轮", "席", "床", "床位", "车", "箱", "船", "航次", "摊位", "门店",
    "item", "items", "piece", "pieces", "unit", "units", "set", "sets", "person", "persons",
    "people", "head", "company", "companies", "enterprise", "enterprises", "project", "projects",
    "room", "rooms", "store", "stores", "vehicle", "vehicles", "machine", "machines", "time",
    "times", "month", "months", "year", "years", "day", "days", "week", "weeks", "quarter",
    "quarters", "level", "levels", "class", "classes", "household", "households", "batch",
    "batches", "booth", "booths", "student", "students", "job", "jobs", "bed", "beds", "village",
    "villages", "film", "films", "event", "events", "case", "cases", "award", "awards", "patent",
    "patents", "title", "titles", "place", "places", "count",
  ]
}

extension Dimension {
  /// The unit named for people.
  package var described: Message {
    symbol.isEmpty
      ? Message("a plain number", zh: "无单位的数")
      : Message("a number in \(symbol)", zh: "以 \(symbol) 计的数")
  }
}
