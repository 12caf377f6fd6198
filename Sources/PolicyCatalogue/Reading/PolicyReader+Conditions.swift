import Diagnostics

extension PolicyReader {
  /// A single true-or-false expression.
  func truth(_ node: YAMLNode, _ place: Place) -> Expression? {
    guard let typed = value(node, place, expected: nil) else { return nil }
    if typed.type == .flag || typed.type == .unresolved { return typed.expression }
    report(
      at: node.location,
      Message("this is \(typed.type.described.english)", zh: "此处是\(typed.type.described.chinese)"),
      expected: ValueType.flag.described)
    return nil
  }

  /// `when`: one expression, or a mapping from names to expressions.
  func when(_ node: YAMLNode?, _ place: Place) -> [Condition] {
    guard let node else { return [] }
    if case .mapping = node.content { return conditions(node, place) }
    return condition(named: "when", node, place).map { [$0] } ?? []
  }

  /// A mapping from names to expressions; the names address the numbers in them.
  func conditions(_ node: YAMLNode, _ place: Place) -> [Condition] {
    guard let mapping = node.mapping(&bag) else { return [] }
    return mapping.entries.compactMap { entry in
      condition(named: entry.key, entry.value, place.appending(entry.key))
    }
  }

  private func condition(named name: String, _ node: YAMLNode, _ place: Place) -> Condition? {
    var node = node
    var reason: AssessmentReason?
    if case .mapping = node.content {
      guard let mapping = node.mapping(keys: ["when", "reason"], &bag),
        let inner = mapping.required("when", &bag)
      else { return nil }
      node = inner
      if let stated = mapping["reason"] {
        let words = [AssessmentReason.belowThreshold, .conditionNotMet].map(\.rawValue)
        reason = stated.word(among: words, &bag).flatMap(AssessmentReason.init(rawValue:))
      }
    }
    guard let expression = truth(node, place) else { return nil }
    return Condition(
      name: name, expression: expression,
      reason: reason ?? (expression.comparesNumbers ? .belowThreshold : .conditionNotMet))
  }
}
