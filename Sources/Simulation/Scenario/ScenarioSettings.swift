import Diagnostics
import PolicyCatalogue

/// What a scenario, or a policy's test case, changes about a policy.
struct ScenarioSettings {
  static let keys = ["budget", "pools", "set", "assume", "waive"]

  var budget: Scenario.Budget = .unlimited
  var pools: [Pool]
  var values: ParameterValues
  var overrides: [Int] = []
  var assumed: [Int: Int64] = [:]
  var waivedRules: Set<Int> = []

  /// Villages and growth, with what `set` changes about them.
  var models: ScenarioModels

  init(
    _ mapping: YAMLMapping, _ policy: Policy, models: ScenarioModels = ScenarioModels(),
    _ bag: inout DiagnosticBag
  ) {
    self.models = models
    pools = policy.pools
    values = ParameterValues(of: policy)
    if let node = mapping["pools"] { regroup(node, policy, &bag) }
    if let node = mapping["budget"] {
      readBudget(node, isRegrouped: mapping.has("pools"), policy, &bag)
    }
    if let node = mapping["set"] { readOverrides(node, policy, &bag) }
    self.models.check(&bag)
    if let node = mapping["assume"] { readAssumed(node, policy, &bag) }
    if let node = mapping["waive"] { readWaived(node, policy, &bag) }
  }

  private mutating func regroup(
    _ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag
  ) {
    guard let mapping = node.mapping(&bag) else { return }
    let chapters = Set(policy.chapters.map(\.id))
    var members: [(id: String, chapters: [YAMLNode], measures: [YAMLNode])] = []
    for entry in mapping.entries {
      // As in policy.yaml, or a plain list of both.
      if let policyForm = entry.value.asMapping {
        policyForm.allow(["chapters", "measures"], &bag)
        members.append(
          (
            entry.key, policyForm["chapters"]?.sequence(&bag) ?? [],
            policyForm["measures"]?.sequence(&bag) ?? []
          ))
        continue
      }
      let items = entry.value.sequence(&bag) ?? []
      func isChapter(_ node: YAMLNode) -> Bool { node.asText.map(chapters.contains) == true }
      members.append(
        (entry.key, items.filter(isChapter), items.filter { !isChapter($0) }))
    }
    pools = PoolReader.pools(
      members, chapters: policy.chapters, measures: policy.measures, at: node.location, &bag)
  }

  private mutating func readBudget(
    _ node: YAMLNode, isRegrouped: Bool, _ policy: Policy, _ bag: inout DiagnosticBag
  ) {
    guard case .mapping = node.content, let mapping = node.mapping(&bag) else {
      guard let total = node.money(&bag) else { return }
      if isRegrouped {
        bag.report(
          Diagnostic(
            at: node.location,
            Message("a total budget has the one pool 'all'", zh: "总额预算只有一个资金盘子 all"),
            expected: Message("an amount for each pool, or no 'pools'", zh: "各资金盘子的金额,或不写 pools")))
      }
      budget = .total(total)
      pools = [Pool(id: "all", measures: Array(policy.measures.indices))]
      return
    }
    var amounts: [String: Int64] = [:]
    for entry in mapping.entries {
      guard pools.contains(where: { $0.id == entry.key }) else {
        bag.report(
          Diagnostic(
            at: entry.keyLocation,
            Message("there is no pool '\(entry.key)'", zh: "没有资金盘子“\(entry.key)”"),
            expected: .oneOf(pools.map(\.id)),
            suggestion: nearestName(to: entry.key, among: pools.map(\.id))))
        continue
      }
      amounts[entry.key] = entry.value.money(&bag)
    }
    budget = .pools(amounts)
  }

  private mutating func readOverrides(
    _ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag
  ) {
    guard let mapping = node.mapping(&bag) else { return }
    for entry in mapping.entries {
      guard let index = policy.parameter(entry.key) else {
        if models.set(entry, &bag) { continue }
        bag.report(
          Diagnostic(
            at: entry.keyLocation,
            Message(
              "no number of the policy has the address '\(entry.key)'",
              zh: "政策中没有地址为“\(entry.key)”的数"),
            suggestion: nearestName(to: entry.key, among: policy.parameters.map(\.address))))
        continue
      }
      guard let text = entry.value.text(&bag) else { continue }
      switch policy.parameters[index].value(writtenAs: text) {
      case .success(let value):
        values.set(index, to: value, in: policy)
        overrides.append(index)
      case .failure(let error):
        bag.report(
          Diagnostic(at: entry.value.location, error.problem, expected: error.expected))
      }
    }
  }

  private mutating func readAssumed(
    _ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag
  ) {
    guard let mapping = node.mapping(&bag) else { return }
    let open = policy.measures.filter { !$0.isComputable }.map(\.id)
    for entry in mapping.entries {
      guard let index = policy.measure(entry.key), !policy.measures[index].isComputable else {
        bag.report(
          Diagnostic(
            at: entry.keyLocation,
            policy.measure(entry.key) == nil
              ? Message("there is no measure '\(entry.key)'", zh: "没有条款“\(entry.key)”")
              : Message(
                "'\(entry.key)' has an award of its own, nothing is assumed for it",
                zh: "“\(entry.key)”自有奖补规则,不能假定金额"),
            expected: Message(
              "a measure of shape open or reference", zh: "open 或 reference 类条款"),
            suggestion: nearestName(to: entry.key, among: open)))
        continue
      }
      assumed[index] = entry.value.money(&bag)
    }
  }

  private mutating func readWaived(
    _ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag
  ) {
    let rules = policy.eligibility.map(\.id)
    for item in node.sequence(&bag) ?? [] {
      guard let id = item.text(&bag) else { continue }
      guard let rule = rules.firstIndex(of: id) else {
        bag.report(
          Diagnostic(
            at: item.location,
            Message("there is no eligibility rule '\(id)'", zh: "没有资格规则“\(id)”"),
            expected: .oneOf(rules),
            suggestion: nearestName(to: id, among: rules)))
        continue
      }
      waivedRules.insert(rule)
    }
  }
}
