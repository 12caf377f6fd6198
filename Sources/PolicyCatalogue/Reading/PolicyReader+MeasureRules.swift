import Diagnostics

extension PolicyReader {
  /// An input of the measure by name.
  private func input(_ node: YAMLNode, _ scope: MeasureScope) -> Int? {
    guard let name = node.text(&bag) else { return nil }
    if let index = scope.input(name) {
      scope.readInputs.insert(index)
      return index
    }
    let names = scope.inputs.map(\.name)
    report(
      at: node.location,
      Message("the measure has no input '\(name)'", zh: "该条款没有申报字段“\(name)”"),
      expected: names.isEmpty ? nil : .oneOf(names),
      suggestion: nearestName(to: name, among: names))
    return nil
  }

  private func levels(_ node: YAMLNode, _ scope: MeasureScope) -> (index: Int, values: [String])? {
    guard let index = input(node, scope) else { return nil }
    guard case .level(let values) = scope.inputs[index].type else {
      report(
        at: node.location,
        Message(
          "'\(scope.inputs[index].name)' has no listed values",
          zh: "“\(scope.inputs[index].name)”不是取值型字段"))
      return nil
    }
    return (index, values)
  }

  func instalments(_ node: YAMLNode, _ place: Place, _ scope: MeasureScope) -> Instalments? {
    guard let mapping = node.mapping(keys: ["part", "parts", "equal"], &bag) else { return nil }
    let own = place.appending("instalments")
    guard let part = mapping.required("part", &bag).flatMap({ input($0, scope) }) else {
      return nil
    }
    var levels: [String]?
    switch scope.inputs[part].type {
    case .number(.count, _, _, _): break
    case .level(let values): levels = values.filter { !$0.isEmpty }
    default:
      report(
        at: mapping["part"]!.location,
        Message(
          "'\(scope.inputs[part].name)' cannot tell parts", zh: "“\(scope.inputs[part].name)”不能区分各期"
        ),
        expected: Message("a count, or an input with listed values", zh: "count 或取值型字段"))
      return nil
    }
    guard mapping.has("parts") != mapping.has("equal") else {
      report(
        at: mapping.location,
        Message("the parts are not stated, or twice", zh: "没有写明各期,或写了两次"),
        expected: Message("either 'parts' or 'equal'", zh: "parts 或 equal 之一"))
      return nil
    }
    if let equal = mapping["equal"] {
      return equalInstalments(equal, own, part: part, levels: levels)
    }
    guard let list = mapping["parts"]?.mapping(&bag) else { return nil }
    var parts: [Instalments.Part] = []
    for (position, entry) in list.entries.enumerated() {
      if let levels, !checkValue(entry, of: Key(expression: .input(part), values: levels)) {
        continue
      }
      let inner = own.appending("parts").appending(entry.key)
      var shareNode = entry.value
      var when: [Condition] = []
      if let form = entry.value.asMapping, form.has("share") {
        form.allow(["share", "when"], &bag)
        shareNode = form["share"]!
        when = self.when(form["when"], inner.appending("when"))
      }
      guard
        let share = number(
          shareNode, inner.of(.share).reading(.nothing), expected: Dimension.none)
      else { continue }
      parts.append(
        Instalments.Part(
          name: levels == nil ? String(position + 1) : entry.key, share: share, when: when))
    }
    checkShares(parts, at: mapping.location(ofKey: "parts"))
    return Instalments(part: part, parts: parts, isEqual: false)
  }

  private func checkShares(_ parts: [Instalments.Part], at location: SourceLocation) {
    var sum = Fraction.zero
    for part in parts {
      guard case .parameter(let index) = part.share,
        let next = try? sum.plus(parameters[index].value)
      else { return }
      sum = next
    }
    guard sum != .one, let percent = try? sum.times(100) else { return }
    report(
      at: location,
      Message("the parts add up to \(percent.decimal)%", zh: "各期合计 \(percent.decimal)%"),
      expected: Message("100% together", zh: "合计 100%"))
  }

  private func equalInstalments(
    _ node: YAMLNode, _ place: Place, part: Int, levels: [String]?
  ) -> Instalments? {
    guard let count = node.integer(in: 1...100, &bag) else { return nil }
    if let levels, levels.count != count {
      report(
        at: node.location,
        Message(
          "\(count) equal parts, but the input lists \(levels.count)",
          zh: "等分 \(count) 期,但字段列出 \(levels.count) 个取值"))
      return nil
    }
    // The number of parts is structure: it has an address, but can be set to itself only.
    let number = Fraction(count)
    let parameter = Expression.parameter(
      addParameter(
        Parameter(
          address: place.appending("equal").path.joined(separator: "."), kind: .number(.none),
          value: number, step: .one, minimum: number, maximum: number,
          measure: place.measure?.index, location: node.location)))
    // n ÷ n² is 1 ÷ n without a constant.
    let share = Expression.divide(parameter, .multiply(parameter, parameter))
    let names = levels ?? (1...count).map(String.init)
    return Instalments(
      part: part, parts: names.map { Instalments.Part(name: $0, share: share) }, isEqual: true)
  }

  func ladder(_ node: YAMLNode, _ place: Place, _ scope: MeasureScope) -> Ladder? {
    let keys = ["level", "prior", "also", "held", "family"]
    guard let mapping = node.mapping(keys: keys, &bag) else { return nil }
    let own = place.appending("ladder")
    let family = mapping["family"]?.text(&bag) ?? scope.id
    if let held = mapping["held"] {
      for key in ["level", "prior", "also"] where mapping.has(key) {
        report(
          at: mapping.location(ofKey: key),
          Message("'\(key)' beside 'held'", zh: "“\(key)”不能与 held 并用"))
      }
      return number(held, own.appending("held"), expected: .money)
        .map { Ladder(family: family, held: .amount($0)) }
    }
    guard mapping.has("level") || mapping.has("prior") || mapping.has("also") else {
      if !mapping.has("family") {
        report(
          at: mapping.location, Message("the ladder states nothing", zh: "ladder 没有内容"),
          expected: Message(
            "level and prior, or held, or family", zh: "level 和 prior,或 held,或 family"))
        return nil
      }
      return Ladder(family: family, held: .nothing)
    }
    let level = mapping.required("level", &bag).flatMap { levels($0, scope) }
    let prior = mapping.required("prior", &bag).flatMap { levels($0, scope) }
    guard let level, let prior else { return nil }
    if level.index == prior.index {
      report(
        at: mapping["prior"]!.location,
        Message(
          "'\(scope.inputs[prior.index].name)' is both the level and the prior level",
          zh: "“\(scope.inputs[prior.index].name)”既是现等级又是原等级"),
        expected: Message("an input for the level held before", zh: "表示原等级的申报字段"))
      return nil
    }
    var also: [String: Expression] = [:]
    if let amounts = mapping["also"]?.mapping(&bag) {
      let key = Key(expression: .input(prior.index), values: prior.values)
      for entry in amounts.entries where checkValue(entry, of: key) {
        also[entry.key] = number(
          entry.value, own.appending("also").appending(entry.key), expected: .money)
      }
      for value in prior.values
      where !value.isEmpty && !level.values.contains(value) && !amounts.has(value) {
        reportUnpaid(value, at: mapping.location(ofKey: "also"))
      }
    } else {
      for value in prior.values where !value.isEmpty && !level.values.contains(value) {
        reportUnpaid(value, at: mapping.location(ofKey: "prior"))
      }
    }
    return Ladder(
      family: family, held: .level(level.index, prior: prior.index, also: also))
  }

  private func reportUnpaid(_ value: String, at location: SourceLocation) {
    report(
      at: location,
      Message("nothing says what '\(value)' paid", zh: "没有写明“\(value)”原奖励额"),
      expected: Message("an amount for it under 'also'", zh: "在 also 中写明金额"))
  }

  func rivals(_ node: YAMLNode, _ scope: MeasureScope) -> Int? {
    guard let mapping = node.mapping(keys: ["unless_differs"], &bag) else { return nil }
    return mapping.required("unless_differs", &bag).flatMap { input($0, scope) }
  }

  /// The scopes over which claims of a company may be counted or added.
  private func companyScope(_ mapping: YAMLMapping) -> Scope {
    guard let node = mapping["scope"] else { return .enterprise }
    let words = [Scope.enterprise, .subject].map(\.rawValue)
    return node.word(among: words, &bag).flatMap(Scope.init(rawValue:)) ?? .enterprise
  }

  func best(_ node: YAMLNode, _ place: Place, keys: [String]) -> BestClaims? {
    guard let mapping = node.mapping(keys: keys, &bag) else { return nil }
    let scope = companyScope(mapping)
    guard
      let claims = mapping.required("claims", &bag).flatMap({
        number($0, place.appending("claims").reading(.nothing), expected: Dimension.none)
      })
    else { return nil }
    if case .parameter(let index) = claims {
      if parameters[index].value < .one {
        report(
          at: mapping["claims"]!.location,
          Message("fewer than one claim would count", zh: "计入的项数少于一项"),
          expected: Message("1 or more", zh: "不小于 1"))
      } else {
        parameters[index].minimum = max(.one, parameters[index].minimum ?? .one)
      }
    }
    return BestClaims(claims: claims, scope: scope)
  }

  func limit(
    _ node: YAMLNode, _ place: Place, keys: [String], isList: Bool
  ) -> CompanyLimit? {
    guard let mapping = node.mapping(keys: keys, &bag) else { return nil }
    let scope = companyScope(mapping)
    var order = CompanyLimit.Order.claim
    if let node = mapping["order"] {
      let words = CompanyLimit.Order.allCases.filter { isList || $0 != .listed }.map(\.rawValue)
      order = node.word(among: words, &bag).flatMap(CompanyLimit.Order.init(rawValue:)) ?? .claim
    }
    guard
      let amount = mapping.required("amount", &bag).flatMap({
        number($0, place.appending("amount").reading(.register), expected: .money)
      })
    else { return nil }
    return CompanyLimit(amount: amount, scope: scope, order: order)
  }

  func fund(_ node: YAMLNode, _ place: Place) -> Fund? {
    guard let mapping = node.mapping(keys: ["amount", "pay", "weight"], &bag) else { return nil }
    let pay = mapping["pay"].flatMap { $0.word(among: ["as-asked", "shared"], &bag) } ?? "as-asked"
    let amount = mapping.required("amount", &bag).flatMap {
      number($0, place.appending("amount").reading(.nothing), expected: .money)
    }
    guard pay == "shared" else {
      if mapping.has("weight") {
        report(
          at: mapping.location(ofKey: "weight"),
          Message("'weight' belongs to 'pay: shared'", zh: "“weight”只用于 pay: shared"))
      }
      return amount.map { Fund(amount: $0, payment: .asAsked) }
    }
    let weight = mapping.required("weight", &bag).flatMap {
      measured($0, place.appending("weight"))
    }
    guard let amount, let weight else { return nil }
    return Fund(amount: amount, payment: .shared(weight: weight.expression))
  }

  func exemptions(_ node: YAMLNode, _ place: Place) -> [Int: Expression] {
    guard let mapping = node.mapping(&bag) else { return [:] }
    var exemptions: [Int: Expression] = [:]
    for entry in mapping.entries {
      guard let rule = eligibilityIDs.firstIndex(of: entry.key) else {
        report(
          at: entry.keyLocation,
          Message("there is no eligibility rule '\(entry.key)'", zh: "没有资格规则“\(entry.key)”"),
          expected: eligibilityIDs.isEmpty ? nil : .oneOf(eligibilityIDs),
          suggestion: nearestName(to: entry.key, among: eligibilityIDs))
        continue
      }
      exemptions[rule] = truth(entry.value, place.appending("exempt").appending(entry.key))
    }
    return exemptions
  }
}
