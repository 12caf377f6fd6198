import Diagnostics

extension PolicyReader {
  /// A column by which a table or an award may be chosen.
  struct Key {
    var expression: Expression
    /// nil for free text and counts.
    var values: [String]?
    var isCount = false
  }

  /// The name of a column with listed values or text, or of a count.
  func key(_ node: YAMLNode, _ place: Place) -> Key? {
    guard let word = node.text(&bag) else { return nil }
    let scope = SiteScope(self, place, node, literals: 0)
    do throws(ExpressionProblem) {
      let typed = try scope.resolve(word, at: 0)
      guard place.reads.isSuperset(of: typed.expression.reads) else {
        throw ExpressionProblem(
          at: 0, Message("'\(word)' cannot be read here", zh: "此处不能引用“\(word)”"))
      }
      switch typed.type {
      case .level(let values): return Key(expression: typed.expression, values: values)
      case .text: return Key(expression: typed.expression, values: nil)
      case .number where isCount(typed.expression, place):
        return Key(expression: typed.expression, values: nil, isCount: true)
      default:
        throw ExpressionProblem(
          at: 0,
          Message("'\(word)' has no listed values", zh: "“\(word)”不是取值型字段"),
          expected: Message("a column with levels or text, or a count", zh: "取值型、文字型或计数字段"))
      }
    } catch {
      report(error, in: node)
      return nil
    }
  }

  private func isCount(_ expression: Expression, _ place: Place) -> Bool {
    let column: InputSchema? =
      switch expression {
      case .input(let index): place.measure?.inputs[index]
      case .enterprise(let index): registerColumns[index]
      default: nil
      }
    guard case .number(.count, _, _, _)? = column?.type else { return false }
    return true
  }

  /// Reports a value that the column cannot take.
  func checkValue(_ entry: YAMLNode.Entry, of key: Key) -> Bool {
    if key.isCount {
      if let count = Int(entry.key), count >= 0, String(count) == entry.key { return true }
      report(
        at: entry.keyLocation, Message("'\(entry.key)' is no count", zh: "“\(entry.key)”不是计数"),
        expected: Message("a whole number such as 1", zh: "如 1 的整数"))
      return false
    }
    guard let values = key.values, !values.contains(entry.key) else { return true }
    report(
      at: entry.keyLocation,
      Message("'\(entry.key)' is not one of the values allowed", zh: "“\(entry.key)”不在允许的取值之中"),
      expected: .oneOf(values), suggestion: nearestName(to: entry.key, among: values))
    return false
  }

  func table(_ mapping: YAMLMapping, _ place: Place, expected: Dimension?) -> Typed? {
    mapping.allow(["by", "cases", "otherwise"], &bag)
    guard let by = mapping.required("by", &bag), let cases = mapping.required("cases", &bag) else {
      return nil
    }
    var keyNodes = [by]
    if case .sequence(let nodes) = by.content { keyNodes = nodes }
    let keys = keyNodes.compactMap { key($0, place) }
    guard keys.count == keyNodes.count else { return nil }
    guard (1...2).contains(keys.count) else {
      by.report(expected: Message("one key or two", zh: "一个或两个键"), &bag)
      return nil
    }
    guard let outer = cases.mapping(&bag) else { return nil }

    var cells: [(keys: [String], node: YAMLNode)] = []
    for entry in outer.entries where checkValue(entry, of: keys[0]) {
      guard keys.count == 2 else {
        cells.append(([entry.key], entry.value))
        continue
      }
      guard let inner = entry.value.mapping(&bag) else { continue }
      for second in inner.entries where checkValue(second, of: keys[1]) {
        cells.append(([entry.key, second.key], second.value))
      }
    }
    let otherwiseNode = mapping["otherwise"]
    if otherwiseNode == nil { checkComplete(cells.map(\.keys), keys, mapping) }

    let unit =
      expected
      ?? (cells.map(\.node) + [otherwiseNode].compactMap(\.self)).lazy
      .compactMap { self.inferredDimension($0, place) }.first
    var type: ValueType?
    var rows: [LookupRow] = []
    func cell(_ node: YAMLNode, _ path: [String]) -> Expression? {
      var inner = place
      inner.path += path
      guard let typed = value(node, inner, expected: unit) else { return nil }
      if let type, typed.type != type, typed.type != .unresolved, type != .unresolved {
        report(
          at: node.location,
          Message(
            "this is \(typed.type.described.english), other rows hold \(type.described.english)",
            zh: "此处是\(typed.type.described.chinese),其他行是\(type.described.chinese)"))
        return nil
      }
      if type == nil || type == .unresolved { type = typed.type }
      return typed.expression
    }
    for (keys, node) in cells {
      if let value = cell(node, keys) { rows.append(LookupRow(keys: keys, value: value)) }
    }
    let otherwise = otherwiseNode.flatMap { cell($0, ["otherwise"]) }
    guard let type else { return nil }
    switch type {
    case .number, .date, .unresolved: break
    default:
      report(
        at: mapping.location,
        Message("the table holds \(type.described.english)", zh: "表中是\(type.described.chinese)"),
        expected: Message("numbers or dates", zh: "数或日期"))
      return nil
    }
    return Typed(
      expression: .lookup(keys: keys.map(\.expression), rows: rows, otherwise: otherwise),
      type: type)
  }

  /// Without `otherwise` every combination of values must have its row.
  private func checkComplete(_ rows: [[String]], _ keys: [Key], _ mapping: YAMLMapping) {
    var wanted: [[String]] = [[]]
    for key in keys {
      guard let values = key.values else {
        report(
          at: mapping.location, Message("'otherwise' is missing", zh: "缺少 otherwise"),
          expected: Message("a number for all other values", zh: "其他取值对应的数"))
        return
      }
      wanted = wanted.flatMap { head in values.map { head + [$0] } }
    }
    let missing = wanted.filter { !rows.contains($0) }
    guard let first = missing.first else { return }
    let name = first.map { $0.isEmpty ? "''" : $0 }.joined(separator: " / ")
    report(
      at: mapping.location,
      Message(
        "the table has no row for '\(name)' and no 'otherwise'",
        zh: "表中没有“\(name)”一行,也没有 otherwise"),
      expected: Message("a row for every value, or 'otherwise'", zh: "每个取值一行,或写 otherwise"))
  }
}
