import Diagnostics

// The rules of policy.yaml. Their numbers have the address `policy.ID.KEY`.
extension PolicyReader {
  /// Items of a list with their id, which is also the head of their addresses.
  private func rules(
    _ node: YAMLNode?, keys: [String], _ read: (YAMLMapping, String, YAMLNode) -> Void
  ) {
    guard let node, let items = node.sequence(&bag) else { return }
    for item in items {
      guard let mapping = item.mapping(keys: ["id", "article", "reading"] + keys, &bag) else {
        continue
      }
      if let reading = mapping["reading"] { _ = reading.lines(&bag) }
      guard let idNode = mapping.required("id", &bag), let id = idNode.text(&bag),
        checkName(id, at: idNode.location)
      else { continue }
      read(mapping, id, item)
    }
  }

  private func article(_ mapping: YAMLMapping) -> Int? {
    mapping["article"].flatMap { $0.integer(in: 1...9999, &bag) }
  }

  private func unique(_ id: String, among ids: [String], _ mapping: YAMLMapping) -> Bool {
    guard ids.contains(id) else { return true }
    report(
      at: mapping.location(ofKey: "id"),
      Message("the rule '\(id)' is defined twice", zh: "规则“\(id)”重复"))
    return false
  }

  private func place(_ id: String, reads: Place.Reads) -> Place {
    Place(path: ["policy", id], reads: reads)
  }

  /// Ids of the eligibility rules, which measures name before the rules are read.
  func declareEligibility(_ node: YAMLNode?) {
    guard case .sequence(let items)? = node?.content else { return }
    for item in items {
      if let id = item.asMapping?["id"]?.asText, !eligibilityIDs.contains(id) {
        eligibilityIDs.append(id)
      }
    }
    // The rules that strike a claim are one number of as many bits, exact in a Double.
    if eligibilityIDs.count > 50, let node {
      report(
        at: node.location, Message("too many eligibility rules", zh: "资格规则过多"),
        expected: Message("at most 50; join some by 'or'", zh: "最多 50 条,可用 or 合并"))
    }
  }

  func deferral(_ node: YAMLNode?) -> Deferral? {
    guard let node, let mapping = node.mapping(keys: ["article", "when", "reading"], &bag) else {
      return nil
    }
    if let reading = mapping["reading"] { _ = reading.lines(&bag) }
    guard let when = mapping.required("when", &bag) else { return nil }
    return truth(when, Place(path: ["policy", "deferral", "when"], reads: [.register, .claim]))
      .map { Deferral(article: article(mapping), when: $0) }
  }

  func eligibility(_ node: YAMLNode?) -> [EligibilityRule] {
    var result: [EligibilityRule] = []
    rules(node, keys: ["scope", "when"]) { mapping, id, _ in
      guard unique(id, among: result.map(\.id), mapping) else { return }
      var scope = Scope.enterprise
      if let node = mapping["scope"] {
        let words = [Scope.enterprise, .subject].map(\.rawValue)
        scope = node.word(among: words, &bag).flatMap(Scope.init(rawValue:)) ?? .enterprise
      }
      // What strikes a whole subject cannot depend on one of its claims.
      let reads: Place.Reads = scope == .subject ? [.register] : [.register, .claim]
      guard let when = mapping.required("when", &bag),
        let expression = truth(when, place(id, reads: reads).appending("when"))
      else { return }
      result.append(
        EligibilityRule(id: id, article: article(mapping), scope: scope, when: expression))
    }
    return result
  }

  func clawback(_ node: YAMLNode?) -> Clawback? {
    guard let node, let mapping = node.mapping(keys: ["article", "found_on", "reading"], &bag)
    else { return nil }
    if let reading = mapping["reading"] { _ = reading.lines(&bag) }
    guard let found = mapping.required("found_on", &bag),
      let typed = value(
        found, Place(path: ["policy", "clawback", "found_on"], reads: [.register]), expected: nil)
    else { return nil }
    guard typed.type == .date || typed.type == .unresolved else {
      report(
        at: found.location,
        Message(
          "this is \(typed.type.described.english)", zh: "此处是\(typed.type.described.chinese)"),
        expected: Message("a date of the register", zh: "名录中的日期"))
      return nil
    }
    return Clawback(article: article(mapping), foundOn: typed.expression)
  }

  /// Measures by id, in the order listed.
  func measureList(_ node: YAMLNode) -> [Int]? {
    guard let items = node.sequence(&bag) else { return nil }
    var result: [Int] = []
    for item in items {
      guard let id = item.text(&bag) else { continue }
      guard let index = measureIndex[id] else {
        report(
          at: item.location, Message("there is no measure '\(id)'", zh: "没有条款“\(id)”"),
          suggestion: nearestName(to: id, among: measures.map(\.id)))
        continue
      }
      if result.contains(index) {
        report(
          at: item.location, Message("'\(id)' is listed twice", zh: "“\(id)”重复列出"))
        continue
      }
      result.append(index)
    }
    return result
  }

  func exclusions(_ node: YAMLNode?) -> [Exclusion] {
    var result: [Exclusion] = []
    rules(node, keys: ["among", "scope", "keep"]) { mapping, id, _ in
      guard unique(id, among: result.map(\.id), mapping),
        let among = mapping.required("among", &bag)
      else { return }
      let keep = mapping["keep"].flatMap { $0.choice(Exclusion.Keep.self, &bag) } ?? .highest
      if among.asText == "basis" {
        if keep == .listed {
          report(
            at: mapping.location(ofKey: "keep"),
            Message("'keep: listed' needs a list of measures", zh: "keep: listed 需要列出条款"))
        }
        var scope = Scope.subject
        if let node = mapping["scope"] {
          let words = [Scope.enterprise, .subject].map(\.rawValue)
          scope = node.word(among: words, &bag).flatMap(Scope.init(rawValue:)) ?? .subject
        }
        result.append(
          Exclusion(id: id, article: article(mapping), measures: nil, scope: scope, keep: keep))
        return
      }
      guard case .sequence = among.content else {
        among.report(
          expected: Message("'basis', or a list of measures", zh: "basis 或条款列表"), &bag)
        return
      }
      let scope = mapping["scope"].flatMap { $0.choice(Scope.self, &bag) } ?? .enterprise
      guard let measures = measureList(among) else { return }
      result.append(
        Exclusion(
          id: id, article: article(mapping), measures: measures, scope: scope, keep: keep))
    }
    return result
  }

  func bestRules(_ node: YAMLNode?) -> [BestRule] {
    var result: [BestRule] = []
    rules(node, keys: ["measures", "claims", "scope"]) { mapping, id, item in
      guard unique(id, among: result.map(\.id), mapping),
        let measures = mapping.required("measures", &bag).flatMap(measureList),
        let best = best(item, place(id, reads: .nothing), keys: mapping.entries.map(\.key))
      else { return }
      result.append(
        BestRule(id: id, article: article(mapping), measures: measures, best: best))
    }
    return result
  }

  func limitRules(_ node: YAMLNode?) -> [LimitRule] {
    var result: [LimitRule] = []
    rules(node, keys: ["measures", "amount", "scope", "order"]) { mapping, id, item in
      guard unique(id, among: result.map(\.id), mapping),
        let measures = mapping.required("measures", &bag).flatMap(measureList),
        let limit = limit(
          item, place(id, reads: .nothing), keys: mapping.entries.map(\.key), isList: true)
      else { return }
      result.append(
        LimitRule(id: id, article: article(mapping), measures: measures, limit: limit))
    }
    return result
  }

  func reductions(_ node: YAMLNode?) -> [Reduction] {
    var result: [Reduction] = []
    rules(node, keys: ["when", "multiply", "measures"]) { mapping, id, _ in
      guard unique(id, among: result.map(\.id), mapping) else { return }
      let own = place(id, reads: [.register, .claim])
      let when = mapping.required("when", &bag).flatMap { truth($0, own.appending("when")) }
      let factor = mapping.required("multiply", &bag).flatMap {
        number($0, own.appending("multiply").of(.factor), expected: Dimension.none)
      }
      let measures = mapping["measures"].map { measureList($0) ?? [] }
      guard let when, let factor else { return }
      result.append(
        Reduction(
          id: id, article: article(mapping), when: when, multiply: factor, measures: measures))
    }
    return result
  }

  func protections(_ node: YAMLNode?) -> [Protection] {
    guard let node, let items = node.sequence(&bag) else { return [] }
    var result: [Protection] = []
    for (position, item) in items.enumerated() {
      let keys = ["measures", "awards_up_to", "first", "article", "reading"]
      guard let mapping = item.mapping(keys: keys, &bag) else { continue }
      _ = article(mapping)
      let measures = mapping["measures"].map { measureList($0) ?? [] }
      let own = Place(path: ["policy", "protection", String(position + 1)], reads: .nothing)
      switch (mapping["awards_up_to"], mapping["first"]) {
      case (nil, nil):
        if measures == nil {
          report(
            at: mapping.location, Message("the protection states nothing", zh: "protection 没有内容"),
            expected: .oneOf(["measures", "awards_up_to", "first"]))
          continue
        }
        result.append(Protection(extent: .whole, measures: measures))
      case (let limit?, nil):
        if let amount = number(limit, own.appending("awards_up_to"), expected: .money) {
          result.append(Protection(extent: .awardsUpTo(amount), measures: measures))
        }
      case (nil, let first?):
        if let amount = number(first, own.appending("first"), expected: .money) {
          result.append(Protection(extent: .first(amount), measures: measures))
        }
      case (_?, _?):
        report(
          at: mapping.location(ofKey: "first"),
          Message("'first' beside 'awards_up_to'", zh: "first 与 awards_up_to 不能并用"),
          expected: Message("two items", zh: "分成两项"))
      }
    }
    return result
  }

  func steps(_ node: YAMLNode?) -> [SettlementStep] {
    guard let node, let items = node.sequence(&bag) else { return SettlementStep.allCases }
    var result: [SettlementStep] = []
    for item in items {
      guard let step = item.choice(SettlementStep.self, &bag) else { continue }
      if result.contains(step) {
        report(
          at: item.location,
          Message("the step '\(step.rawValue)' is listed twice", zh: "步骤“\(step.rawValue)”重复"))
        continue
      }
      result.append(step)
    }
    let missing = SettlementStep.allCases.filter { !result.contains($0) }.map(\.rawValue)
    if !missing.isEmpty, !bag.hasErrors {
      report(
        at: node.location,
        Message(
          "missing steps: " + missing.joined(separator: ", "),
          zh: "缺少步骤:" + missing.joined(separator: "、")),
        expected: Message("each of the nine steps once", zh: "九个步骤各一次"))
    }
    return result
  }
}
