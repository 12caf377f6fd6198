import Diagnostics

extension PolicyReader {
  private static let bases = [
    "fixed", "amount", "rate", "match", "band", "per_unit", "per_step", "brackets", "by", "cases",
    "sum", "greatest", "least",
  ]

  /// An award; a bare amount is `fixed`.
  ///
  /// - Parameter extraKeys: Keys of the mapping that the caller reads.
  func award(_ node: YAMLNode, _ place: Place, extraKeys: [String] = []) -> Award? {
    let place = place.of(.plain)
    guard case .mapping = node.content, let mapping = node.asMapping else {
      return number(node, place, expected: .money).map { Award(base: .amount($0)) }
    }
    let isTable = mapping.has("by") && mapping.has("cases") && !mapping.has("tiers")
    if isTable || mapping.has("value") {
      return number(node, place, expected: .money).map { Award(base: .amount($0)) }
    }
    let bases = Self.bases.filter { mapping.has($0) }
    guard bases.count == 1, let base = bases.first else {
      if bases.isEmpty {
        report(
          at: mapping.location, Message("the award has no base", zh: "没有写明奖补方式"),
          expected: .oneOf(Self.bases),
          suggestion: mapping.entries.lazy
            .compactMap { nearestName(to: $0.key, among: Self.bases) }.first)
      } else {
        report(
          at: mapping.location(ofKey: bases[1]),
          Message(
            "the award has two bases, '\(bases[0])' and '\(bases[1])'",
            zh: "同时写了两种奖补方式“\(bases[0])”和“\(bases[1])”"),
          expected: Message("one base; 'sum' adds awards", zh: "只写一种;相加用 sum"))
      }
      return nil
    }
    mapping.allow(
      extraKeys + [base] + Self.keys(of: base) + ["floor", "cap", "then"], &bag)
    let read = self.base(base, mapping[base]!, mapping, place)
    let adjustments = directAdjustments(mapping, place) + listedAdjustments(mapping, place)
    checkFloors(adjustments, mapping)
    return read.map { Award(base: $0, adjustments: adjustments) }
  }

  private static func keys(of base: String) -> [String] {
    switch base {
    case "rate", "match", "per_unit": ["of"]
    case "band": ["of", "position"]
    case "per_step": ["of", "step", "above", "count"]
    case "brackets": ["of", "mode"]
    case "by": ["tiers", "otherwise"]
    case "cases": ["otherwise"]
    default: []
    }
  }

  private func base(
    _ base: String, _ node: YAMLNode, _ mapping: YAMLMapping, _ place: Place
  ) -> Award.Base? {
    let own = place.appending(base)
    switch base {
    case "fixed", "amount":
      return number(node, own, expected: .money).map { .amount($0) }
    case "rate", "match":
      let rate = number(node, own.of(.share), expected: Dimension.none)
      let of = quantity(mapping, place, expected: .money)
      guard let rate, let of else { return nil }
      return .rate(rate, of: of.expression)
    case "band": return band(node, mapping, place)
    case "per_unit":
      guard let of = quantity(mapping, place, expected: nil) else { return nil }
      let price = number(node, own, expected: of.dimension.map { .money / $0 })
      return price.map { .perUnit($0, of: of.expression) }
    case "per_step": return perStep(node, mapping, place)
    case "brackets": return brackets(node, mapping, place)
    case "by": return tiers(node, mapping, place)
    case "cases": return cases(node, mapping, place)
    case "sum": return namedAwards(node, place).map { .sum($0) }
    case "greatest": return namedAwards(node, place).map { .greatest($0) }
    case "least": return namedAwards(node, place).map { .least($0) }
    default: preconditionFailure("\(base) is no base")
    }
  }

  /// `of`, with its unit (nil where a later pass knows).
  func quantity(
    _ mapping: YAMLMapping, _ place: Place, expected: Dimension?
  ) -> (expression: Expression, dimension: Dimension?)? {
    guard let node = mapping.required("of", &bag) else { return nil }
    if let expected {
      return number(node, place.appending("of"), expected: expected).map { ($0, expected) }
    }
    return measured(node, place.appending("of"))
  }

  private func band(_ node: YAMLNode, _ mapping: YAMLMapping, _ place: Place) -> Award.Base? {
    let own = place.appending("band")
    guard let band = node.mapping(keys: ["low", "high", "position"], &bag) else { return nil }
    let low = band.required("low", &bag).flatMap {
      number($0, own.appending("low").of(.share), expected: Dimension.none)
    }
    let high = band.required("high", &bag).flatMap {
      number($0, own.appending("high").of(.share), expected: Dimension.none)
    }
    let of = quantity(mapping, place, expected: .money)
    let position =
      if let inside = band["position"] {
        bandPosition(inside, own.appending("position"))
      } else if let beside = mapping["position"] {
        bandPosition(beside, place.appending("position"))
      } else {
        followedPosition(own.appending("position"), at: node)
      }
    guard let low, let high, let of, let position else { return nil }
    if case .parameter(let a) = low, case .parameter(let b) = high,
      parameters[a].value > parameters[b].value
    {
      report(
        at: band.location(ofKey: "low"), Message("'low' is above 'high'", zh: "low 大于 high"))
    }
    return .band(low: low, high: high, position: position, of: of.expression)
  }

  private func bandPosition(_ node: YAMLNode, _ place: Place) -> Expression? {
    guard let position = number(node, place.of(.share).reading(.nothing), expected: Dimension.none)
    else { return nil }
    guard case .parameter(let index) = position,
      parameters[index].address == place.path.joined(separator: ".")
    else {
      report(
        at: node.location, Message("the position is no plain number", zh: "区间位置不是单个数"),
        expected: Message("a number from 0 to 1", zh: "0 至 1 的数"))
      return nil
    }
    parameters[index].isBandPosition = true
    return position
  }

  /// A position of its own that follows the policy's.
  private func followedPosition(_ place: Place, at node: YAMLNode) -> Expression? {
    let common = try? policyNamed("position", at: 0)
    policyNames.read.insert("position")
    guard case .parameter(let followed)? = common?.expression else {
      if common?.type != .unresolved {
        report(
          at: node.location, Message("the band has no position", zh: "区间没有写明取值位置"),
          expected: Message(
            "'position' here, or among the parameters of policy.yaml",
            zh: "在此处或 policy.yaml 的 parameters 中写 position"))
      }
      return nil
    }
    let base = parameters[followed]
    return .parameter(
      addParameter(
        Parameter(
          address: place.path.joined(separator: "."), kind: .number(.none), value: base.value,
          step: base.step, minimum: base.minimum, maximum: base.maximum, follows: followed,
          isBandPosition: true, measure: place.measure?.index, location: node.location)))
  }

  private func perStep(_ node: YAMLNode, _ mapping: YAMLMapping, _ place: Place) -> Award.Base? {
    let amount = number(node, place.appending("per_step"), expected: .money)
    let of = quantity(mapping, place, expected: nil)
    let step = mapping.required("step", &bag).flatMap {
      number($0, place.appending("step"), expected: of?.dimension)
    }
    var isComplete = true
    var above: Expression?
    if let node = mapping["above"] {
      above = number(node, place.appending("above"), expected: of?.dimension)
      isComplete = above != nil
    }
    var started = false
    if let node = mapping["count"] {
      started = node.word(among: ["full", "started"], &bag) == "started"
    }
    guard let amount, let of, let step, isComplete else { return nil }
    if case .parameter(let index) = step, parameters[index].value == .zero {
      report(
        at: mapping["step"]!.location, Message("the step is zero", zh: "台阶为零"),
        expected: Message("a step above zero", zh: "大于零的台阶"))
    }
    return .perStep(
      amount: amount, step: step, of: of.expression, above: above, started: started)
  }

  private func tiers(_ node: YAMLNode, _ mapping: YAMLMapping, _ place: Place) -> Award.Base? {
    let key = key(node, place)
    guard let list = mapping.required("tiers", &bag)?.mapping(&bag) else { return nil }
    var awards: [NamedAward] = []
    for entry in list.entries {
      if let key, !checkValue(entry, of: key) { continue }
      if let award = award(entry.value, place.appending(entry.key)) {
        awards.append(NamedAward(name: entry.key, award: award))
      }
    }
    let otherwise = mapping["otherwise"].flatMap { award($0, place.appending("otherwise")) }
    guard let key else { return nil }
    return .tiers(by: key.expression, awards, otherwise: otherwise)
  }

  private func cases(_ node: YAMLNode, _ mapping: YAMLMapping, _ place: Place) -> Award.Base? {
    guard let list = node.mapping(&bag) else { return nil }
    var cases: [AwardCase] = []
    for entry in list.entries {
      guard let inner = entry.value.mapping(&bag), let condition = inner.required("when", &bag)
      else { continue }
      let own = place.appending(entry.key)
      let when = when(condition, own.appending("when"))
      if let award = award(entry.value, own, extraKeys: ["when"]) {
        cases.append(AwardCase(name: entry.key, when: when, award: award))
      }
    }
    let otherwise = mapping["otherwise"].flatMap { award($0, place.appending("otherwise")) }
    return .cases(cases, otherwise: otherwise)
  }

  private func namedAwards(_ node: YAMLNode, _ place: Place) -> [NamedAward]? {
    guard let list = node.mapping(&bag) else { return nil }
    if list.entries.isEmpty {
      node.report(expected: Message("at least one award", zh: "至少一项奖补"), &bag)
      return nil
    }
    return list.entries.compactMap { entry in
      award(entry.value, place.appending(entry.key)).map { NamedAward(name: entry.key, award: $0) }
    }
  }
}
