import Diagnostics

extension PolicyReader {
  func brackets(_ node: YAMLNode, _ mapping: YAMLMapping, _ place: Place) -> Award.Base? {
    let of = quantity(mapping, place, expected: nil)
    let mode = mapping.required("mode", &bag)
      .flatMap { $0.word(among: ["marginal", "whole"], &bag) }.flatMap(BracketMode.init(rawValue:))
    guard let list = node.mapping(&bag) else { return nil }
    guard !list.entries.isEmpty else {
      node.report(expected: Message("at least one bracket", zh: "至少一档"), &bag)
      return nil
    }
    var brackets: [Bracket] = []
    var last: Fraction?
    for (position, entry) in list.entries.enumerated() {
      let own = place.appending(entry.key)
      guard
        let inner = entry.value.mapping(
          keys: ["from", "above", "rate", "per_unit", "fixed"], &bag)
      else { continue }
      let bound = bracketBound(inner, own, isFirst: position == 0, of?.dimension)
      if case .parameter(let index)? = bound?.expression {
        let value = parameters[index].value
        if let last, value <= last {
          report(
            at: inner.location(ofKey: bound!.key),
            Message("the brackets do not rise", zh: "各档没有递增"),
            expected: Message("a bound above \(last.decimal)", zh: "大于 \(last.decimal) 的界限"))
        }
        last = value
      }
      guard let price = bracketPrice(inner, own, of?.dimension, mode) else { continue }
      brackets.append(
        Bracket(
          name: entry.key, bound: bound?.expression, includesBound: bound?.key == "from",
          price: price))
    }
    guard let of, let mode else { return nil }
    return .brackets(brackets, of: of.expression, mode: mode)
  }

  private func bracketBound(
    _ bracket: YAMLMapping, _ place: Place, isFirst: Bool, _ unit: Dimension?
  ) -> (expression: Expression, key: String)? {
    let keys = ["from", "above"].filter { bracket.has($0) }
    if isFirst {
      for key in keys {
        report(
          at: bracket.location(ofKey: key),
          Message("the first bracket has a bound", zh: "第一档不写界限"),
          expected: Message("neither 'from' nor 'above'", zh: "不写 from 和 above"))
      }
      return nil
    }
    guard keys.count == 1 else {
      report(
        at: bracket.location,
        keys.isEmpty
          ? Message("the bracket has no bound", zh: "该档没有界限")
          : Message("the bracket has two bounds", zh: "该档有两个界限"),
        expected: Message("'from' (included) or 'above' (not)", zh: "from(含)或 above(不含)"))
      return nil
    }
    return number(bracket[keys[0]]!, place.appending(keys[0]), expected: unit)
      .map { ($0, keys[0]) }
  }

  private func bracketPrice(
    _ bracket: YAMLMapping, _ place: Place, _ unit: Dimension?, _ mode: BracketMode?
  ) -> Bracket.Price? {
    let keys = ["rate", "per_unit", "fixed"].filter { bracket.has($0) }
    guard keys.count == 1, let node = bracket[keys[0]] else {
      report(
        at: bracket.location,
        keys.isEmpty
          ? Message("the bracket has no price", zh: "该档没有标准")
          : Message("the bracket has two prices", zh: "该档有两个标准"),
        expected: .oneOf(["rate", "per_unit", "fixed"]))
      return nil
    }
    let own = place.appending(keys[0])
    switch keys[0] {
    case "rate":
      if let unit, unit != .money {
        report(
          at: bracket.location(ofKey: "rate"),
          Message("a rate of \(unit.described.english)", zh: "对\(unit.described.chinese)取比率"),
          expected: Message("'per_unit' for a quantity", zh: "数量用 per_unit"))
        return nil
      }
      return number(node, own.of(.share), expected: Dimension.none).map { .proportional($0) }
    case "per_unit":
      return number(node, own, expected: unit.map { .money / $0 }).map { .proportional($0) }
    default:
      if mode == .marginal {
        report(
          at: bracket.location(ofKey: "fixed"),
          Message("'fixed' in marginal brackets", zh: "marginal 方式不能用 fixed"),
          expected: Message(
            "'rate' or 'per_unit', or mode: whole", zh: "rate 或 per_unit,或 mode: whole"))
        return nil
      }
      return number(node, own, expected: .money).map { .fixed($0) }
    }
  }
}
