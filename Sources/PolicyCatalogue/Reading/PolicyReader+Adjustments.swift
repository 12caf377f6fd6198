import Diagnostics

extension PolicyReader {
  private static let adjustments = ["cap", "floor", "multiply", "markup", "add", "less", "round"]

  /// `floor` and `cap` written in the award itself.
  func directAdjustments(_ mapping: YAMLMapping, _ place: Place) -> [Award.Adjustment] {
    ["floor", "cap"].compactMap { word in
      guard let node = mapping[word] else { return nil }
      return adjustment(word, node, place.appending(word))
        .map { Award.Adjustment(name: word, kind: $0) }
    }
  }

  /// A floor and a cap that follow each other, both plain numbers, must leave room between them.
  func checkFloors(_ adjustments: [Award.Adjustment], _ mapping: YAMLMapping) {
    for (first, second) in zip(adjustments, adjustments.dropFirst())
    where first.when.isEmpty && second.when.isEmpty {
      let bounds: (floor: Award, cap: Award)
      switch (first.kind, second.kind) {
      case (.floor(let floor), .cap(let cap)), (.cap(let cap), .floor(let floor)):
        bounds = (floor, cap)
      default: continue
      }
      guard let floor = plainAmount(bounds.floor), let cap = plainAmount(bounds.cap), floor > cap
      else { continue }
      let most = cap.written(.money, isShare: false)
      report(
        at: mapping.location(ofKey: mapping.has("floor") ? "floor" : "then"),
        Message("the floor is above the cap", zh: "下限高于上限"),
        expected: Message("a floor of at most \(most)", zh: "不高于 \(most) 的下限"))
    }
  }

  private func plainAmount(_ award: Award) -> Fraction? {
    guard case .amount(.parameter(let index)) = award.base, award.adjustments.isEmpty else {
      return nil
    }
    return parameters[index].value
  }

  func listedAdjustments(_ mapping: YAMLMapping, _ place: Place) -> [Award.Adjustment] {
    guard let node = mapping["then"], let items = node.sequence(&bag) else { return [] }
    return items.compactMap { item in
      guard let inner = item.mapping(keys: Self.adjustments + ["when", "name"], &bag) else {
        return nil
      }
      let words = Self.adjustments.filter { inner.has($0) }
      guard words.count == 1, let word = words.first else {
        report(
          at: inner.location,
          words.isEmpty
            ? Message("the adjustment has no word", zh: "没有写明调整方式")
            : Message("two adjustments in one item", zh: "一项中有两种调整"),
          expected: .oneOf(Self.adjustments))
        return nil
      }
      let name = inner["name"]?.text(&bag) ?? word
      let own = place.appending(name)
      let when = when(inner["when"], own.appending("when"))
      return adjustment(word, inner[word]!, own)
        .map { Award.Adjustment(name: name, kind: $0, when: when) }
    }
  }

  private func adjustment(
    _ word: String, _ node: YAMLNode, _ place: Place
  ) -> Award.Adjustment.Kind? {
    switch word {
    case "cap": award(node, place).map { .cap($0) }
    case "floor": award(node, place).map { .floor($0) }
    case "add": award(node, place).map { .add($0) }
    case "multiply":
      number(node, place.of(.factor), expected: Dimension.none).map { .multiply($0) }
    case "markup":
      number(node, place.of(.share), expected: Dimension.none).map { .markup($0) }
    case "less": number(node, place, expected: .money).map { .less($0) }
    case "round": rounding(node, place).map { .round($0) }
    default: preconditionFailure("\(word) is no adjustment")
    }
  }

  func rounding(_ node: YAMLNode, _ place: Place) -> Rounding? {
    guard let mapping = node.mapping(keys: ["unit", "direction"], &bag) else { return nil }
    let unit = mapping.required("unit", &bag).flatMap {
      number($0, place.appending("unit").of(.roundingUnit), expected: .money)
    }
    let direction = mapping.required("direction", &bag)
      .flatMap { $0.choice(Rounding.Direction.self, &bag) }
    guard let unit, let direction else { return nil }
    return Rounding(unit: unit, direction: direction)
  }
}
