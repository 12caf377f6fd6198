import Diagnostics

extension PolicyReader {
  private static let policyKeys = [
    "policy", "title", "source", "valid", "chapters", "register", "parameters", "deferral",
    "eligibility", "clawback", "exclusivity", "best", "limits", "reductions", "protection", "pools",
    "rounding", "steps", "synthetic",
  ]

  /// One pass over all files.
  ///
  /// - Parameter files: The chapters in the order of policy.yaml.
  func policy(_ root: YAMLNode, chapters files: [YAMLNode], hash: String, path: String) -> Policy? {
    guard let mapping = root.mapping(keys: Self.policyKeys, &bag) else { return nil }
    let id = mapping.required("policy", &bag).flatMap(policyID)
    let title = mapping.required("title", &bag).flatMap { $0.message(&bag) }
    let source = mapping["source"]?.text(&bag) ?? ""
    let valid = mapping.required("valid", &bag).flatMap { validity($0, withArticle: true) }
    register(mapping["register"])
    if let node = mapping["parameters"] {
      declare(node, in: &policyNames, inputs: [])
      for name in policyNames.order { _ = try? policyNamed(name, at: 0) }
    }
    declareEligibility(mapping["eligibility"])
    declareMeasures(files)
    for file in files { chapter(file) }
    if measures.isEmpty, !bag.hasErrors {
      report(
        at: mapping.location(ofKey: "chapters"),
        Message("the policy has no measures", zh: "政策没有条款"),
        expected: Message("a measure in at least one chapter", zh: "至少一章有条款"))
    }

    let deferral = deferral(mapping["deferral"])
    let eligibility = eligibility(mapping["eligibility"])
    let clawback = clawback(mapping["clawback"])
    let exclusions = exclusions(mapping["exclusivity"])
    let best = bestRules(mapping["best"])
    let limits = limitRules(mapping["limits"])
    let reductions = reductions(mapping["reductions"])
    let protections = protections(mapping["protection"])
    let pools = pools(mapping["pools"])
    let (assessed, award, payment) = roundings(mapping["rounding"], root)
    let steps = steps(mapping["steps"])
    let synthetic = mapping["synthetic"]?.text(&bag)
    guard !bag.hasErrors, let id, let title, let valid, let assessed else { return nil }

    var policy = Policy(
      id: id, title: title, source: source, valid: valid, chapters: chapters, measures: measures,
      registerColumns: registerColumns, parameters: parameters, assessedRounding: assessed,
      hash: hash, path: path)
    policy.deferral = deferral
    policy.eligibility = eligibility
    policy.clawback = clawback
    policy.exclusions = exclusions
    policy.bestRules = best
    policy.limitRules = limits
    policy.reductions = reductions
    policy.protections = protections
    policy.pools = pools
    policy.awardRounding = award
    policy.paymentRounding = payment
    policy.steps = steps
    policy.syntheticAssumptions = synthetic.map { $0.hasPrefix("/") ? $0 : "\(path)/\($0)" }
    warnOfUnread(mapping["parameters"])
    warnOfSharedPlaces()
    policy.warnings = bag.warnings
    return policy
  }

  /// The name by which scenarios find the policy: one word that can be a folder's name.
  private func policyID(_ node: YAMLNode) -> String? {
    guard let id = node.text(&bag) else { return nil }
    let isWord =
      !id.isEmpty && id != "." && id != ".."
      && !id.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "/" }
    if isWord { return id }
    node.report(
      expected: Message("an id without spaces or slashes", zh: "不含空格和斜杠的编号"), &bag)
    return nil
  }

  private func register(_ node: YAMLNode?) {
    for (index, column) in registerColumns.enumerated() { registerIndex[column.name] = index }
    guard let node, let mapping = node.asMapping else {
      _ = node?.mapping(&bag)
      return
    }
    for column in columns(node, allowText: true) {
      if registerIndex[column.name] != nil {
        report(
          at: mapping.location(ofKey: column.name),
          Message(
            "every register has the column '\(column.name)' already", zh: "名录已有“\(column.name)”列"))
        continue
      }
      registerIndex[column.name] = registerColumns.count
      registerColumns.append(column)
    }
  }

  /// Collects the ids of all measures, so that any may refer to any.
  private func declareMeasures(_ files: [YAMLNode]) {
    for file in files {
      guard case .sequence(let items)? = file.asMapping?["measures"]?.content else { continue }
      for item in items {
        if let id = item.asMapping?["id"]?.asText { measureIDs.insert(id) }
      }
    }
  }

  private func chapter(_ root: YAMLNode) {
    guard let mapping = root.mapping(keys: ["chapter", "title", "measures"], &bag) else { return }
    let id = mapping.required("chapter", &bag).flatMap { $0.text(&bag) }
    let title = mapping.required("title", &bag).flatMap { $0.message(&bag) }
    if let id, chapters.contains(where: { $0.id == id }) {
      report(
        at: mapping.location(ofKey: "chapter"),
        Message("the chapter '\(id)' is defined twice", zh: "章“\(id)”重复"))
    }
    let index = chapters.count
    let shown = id ?? "chapter-\(index + 1)"
    chapters.append(Chapter(id: shown, title: title ?? Message(shown, zh: shown)))
    guard let items = mapping.required("measures", &bag).flatMap({ $0.sequence(&bag) }) else {
      return
    }
    for item in items { measure(item, chapter: index) }
  }

  private func pools(_ node: YAMLNode?) -> [Pool] {
    guard let node else {
      return chapters.enumerated().map { index, chapter in
        Pool(id: chapter.id, measures: measures.indices.filter { measures[$0].chapter == index })
      }
    }
    guard let mapping = node.mapping(&bag) else { return [] }
    var members: [(id: String, chapters: [YAMLNode], measures: [YAMLNode])] = []
    for entry in mapping.entries {
      guard let inner = entry.value.mapping(keys: ["chapters", "measures"], &bag) else { continue }
      members.append(
        (
          entry.key, inner["chapters"]?.sequence(&bag) ?? [],
          inner["measures"]?.sequence(&bag) ?? []
        ))
    }
    return PoolReader.pools(
      members, chapters: chapters, measures: measures, at: node.location, &bag)
  }

  private func roundings(
    _ node: YAMLNode?, _ root: YAMLNode
  ) -> (assessed: Rounding?, award: Rounding?, payment: Rounding?) {
    let place = Place(path: ["policy", "rounding"], reads: .nothing)
    let mapping = node.flatMap {
      $0.mapping(keys: ["assessed", "award", "payment", "article", "reading"], &bag)
    }
    let award = mapping?["award"].flatMap { rounding($0, place.appending("award")) }
    let payment = mapping?["payment"].flatMap { node in
      rounding(node, place.appending("payment")).flatMap { downwards($0, node) }
    }
    if let node = mapping?["assessed"] {
      return (rounding(node, place.appending("assessed")), award, payment)
    }
    let fen = Fraction(1, 100)
    let unit = addParameter(
      Parameter(
        address: "policy.rounding.assessed.unit", kind: .number(.money), value: fen, step: fen,
        minimum: fen, location: root.location))
    return (Rounding(unit: .parameter(unit), direction: .halfUp), award, payment)
  }

  private func downwards(_ rounding: Rounding, _ node: YAMLNode) -> Rounding? {
    if rounding.direction == .down { return rounding }
    report(
      at: node.asMapping?["direction"]?.location ?? node.location,
      Message(
        "payments rounded '\(rounding.direction.rawValue)' could exceed the budget",
        zh: "兑现额按“\(rounding.direction.rawValue)”取整可能超出预算"),
      expected: Message("direction: down", zh: "direction: down"))
    return nil
  }
}
