import Diagnostics

extension PolicyReader {
  private static let types = ["money", "usd", "count", "rate", "flag", "date", "quantity", "text"]

  /// Columns in the order in which they are written.
  func columns(_ node: YAMLNode, allowText: Bool = false) -> [InputSchema] {
    guard let mapping = node.mapping(&bag) else { return [] }
    return mapping.entries.compactMap { entry in
      guard checkName(entry.key, at: entry.keyLocation) else { return nil }
      return column(entry.key, entry.value, allowText: allowText)
    }
  }

  private func column(_ name: String, _ node: YAMLNode, allowText: Bool) -> InputSchema? {
    guard case .mapping = node.content else {
      return type(node, unit: nil, decimals: nil, allowText: allowText).map { schema(name, $0) }
    }
    let keys = ["type", "unit", "decimals", "max", "meaning", "optional", "evidence"]
    guard let mapping = node.mapping(keys: keys, &bag),
      let typeNode = mapping.required("type", &bag),
      let type = type(
        typeNode, unit: mapping["unit"], decimals: mapping["decimals"], allowText: allowText)
    else { return nil }
    for key in ["unit", "decimals"] where mapping.has(key) {
      guard case .number(.quantity, _, _, _) = type else {
        report(
          at: mapping.location(ofKey: key),
          Message("'\(key)' belongs to a quantity only", zh: "“\(key)”只用于 quantity"))
        continue
      }
    }
    var column = schema(name, type)
    column.meaning = mapping["meaning"]?.message(&bag)
    _ = mapping["evidence"]?.flag(&bag)
    if mapping["optional"]?.flag(&bag) == true {
      column.isOptional = true
      if case .level(let values) = type, values.first != "" { column.type = .level([""] + values) }
    }
    if let limit = mapping["max"] {
      if case .number(_, let dimension, _, _) = type {
        column.maximum = limit.number(dimension, &bag)
      } else {
        report(
          at: mapping.location(ofKey: "max"),
          Message("'max' belongs to a number only", zh: "“max”只用于数"))
      }
    }
    return column
  }

  private func schema(_ name: String, _ type: InputType) -> InputSchema {
    var column = InputSchema(name: name, type: type)
    if case .level(let values) = type { column.isOptional = values.first == "" }
    if case .number(.rate, _, _, _) = type { column.maximum = .one }
    return column
  }

  private func type(
    _ node: YAMLNode, unit: YAMLNode?, decimals: YAMLNode?, allowText: Bool
  ) -> InputType? {
    if case .sequence = node.content { return levels(node) }
    let words = Self.types.filter { $0 != "text" || allowText }
    guard let word = node.asText, words.contains(word) else {
      node.report(
        expected: Message(
          "one of " + words.joined(separator: ", ") + ", or a list of levels",
          zh: words.joined(separator: "、") + " 之一,或取值列表"),
        suggestion: node.asText.flatMap { nearestName(to: $0, among: words) }, &bag)
      return nil
    }
    switch word {
    case "money": return .number(.money, .money, unit: "元", decimals: 2)
    case "usd": return .number(.usd, Dimension(["usd": 1]), unit: "美元", decimals: 2)
    case "count": return .number(.count, .none, unit: "", decimals: 0)
    case "rate": return .number(.rate, .none, unit: "", decimals: 6)
    case "flag": return .flag
    case "date": return .date
    case "text": return .text
    default:
      guard let unit else {
        report(
          at: node.location, Message("a quantity without 'unit'", zh: "quantity 缺少 unit"),
          expected: Message(
            "such as {type: quantity, unit: 平方米}", zh: "如 {type: quantity, unit: 平方米}"))
        return nil
      }
      guard let text = unit.text(&bag) else { return nil }
      guard let dimension = NumberScanner.unit(text) else {
        unit.report(expected: Message("a unit such as 吨 or m2", zh: "如 吨、平方米 的单位"), &bag)
        return nil
      }
      let places = decimals.map { $0.integer(in: 0...6, &bag) ?? 3 } ?? 3
      return .number(.quantity, dimension, unit: text, decimals: places)
    }
  }

  private func levels(_ node: YAMLNode) -> InputType? {
    guard var values = node.words(&bag) else { return nil }
    guard values.contains(where: { !$0.isEmpty }) else {
      node.report(expected: Message("at least one level", zh: "至少一个取值"), &bag)
      return nil
    }
    if let repeated = values.first(where: { value in values.count { $0 == value } > 1 }) {
      report(
        at: node.location,
        Message("the level '\(repeated)' is listed twice", zh: "取值“\(repeated)”重复"))
      return nil
    }
    // The engine tests a level against a set of 64 bits.
    guard values.count <= 64 else {
      report(
        at: node.location, Message("too many levels", zh: "取值过多"),
        expected: Message("at most 64", zh: "最多 64 个"))
      return nil
    }
    if let blank = values.firstIndex(of: "") { values.insert(values.remove(at: blank), at: 0) }
    return .level(values)
  }
}
