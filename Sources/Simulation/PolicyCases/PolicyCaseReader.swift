package import Diagnostics
package import PolicyCatalogue
import Population

extension PolicyCaseFile {
  /// Reads and checks a file of cases.
  ///
  /// - Parameter policies: Policies that were loaded already, by folder; the one that the file names
  ///   is added.
  /// - Throws: `DataError` with everything that is wrong.
  package static func load(
    _ path: String, policies: inout [String: Policy]
  ) throws(DataError) -> PolicyCaseFile {
    let root = try YAMLNode.read(path)
    var bag = DiagnosticBag()
    let mapping = root.mapping(keys: ["policy", "cases"], &bag)
    guard let reference = mapping?.required("policy", &bag),
      let folder = Scenario.policyFolder(
        reference, from: Scenario.directory(of: path), &bag)
    else { throw DataError(bag.errors) }
    let policy: Policy
    if let loaded = policies[folder] {
      policy = loaded
    } else {
      policy = try Policy.load(directory: folder)
      policies[folder] = policy
    }
    var reader = PolicyCaseReader(policy: policy, path: path, bag: bag)
    let items = mapping?.required("cases", &reader.bag)?.sequence(&reader.bag) ?? []
    let cases = items.compactMap { reader.read($0) }
    try reader.bag.throwIfErrors()
    return PolicyCaseFile(path: path, policy: policy, cases: cases)
  }

  package static func load(_ path: String) throws(DataError) -> PolicyCaseFile {
    var policies: [String: Policy] = [:]
    return try load(path, policies: &policies)
  }
}

struct PolicyCaseReader {
  let policy: Policy
  let path: String
  var bag: DiagnosticBag
  /// Names that were used, with their measure.
  private var names: Set<[String]> = []

  init(policy: Policy, path: String, bag: DiagnosticBag) {
    self.policy = policy
    self.path = path
    self.bag = bag
  }

  private static let caseKeys = ["name", "article", "item", "expect"] + ScenarioSettings.keys
  private static let claimKeys = [
    "measure", "basis", "elsewhere", "filed_on", "settle_next_year", "inputs", "award", "paid",
    "reason", "clawback", "commitments",
  ]

  mutating func read(_ node: YAMLNode) -> PolicyCase? {
    guard let mapping = node.mapping(&bag) else { return nil }
    let isSingle = !mapping.has("claims")
    let own =
      isSingle
      ? Self.claimKeys + ["enterprise"]
      : ["enterprises", "claims", "filed_on", "settle_next_year"]
    mapping.allow(Self.caseKeys + own, &bag)
    let errorsBefore = bag.errors.count + bag.omitted
    let name = mapping.required("name", &bag)?.text(&bag)
    let article = mapping["article"]?.integer(in: 1...9999, &bag)
    let item = mapping["item"]?.integer(in: 1...9999, &bag)
    if let name { checkUnique(name, mapping) }

    var enterprises = CaseRegister(policy: policy)
    var claims: [CaseClaim] = []
    if isSingle {
      enterprises.add("e1", mapping["enterprise"], &bag)
      if let claim = claim(id: "c1", mapping, defaults: mapping, enterprises) {
        checkPlace(claim.measure, article, item, mapping)
        claims.append(claim)
      }
    } else {
      if let list = mapping["enterprises"]?.mapping(&bag) {
        for entry in list.entries { enterprises.add(entry.key, entry.value, &bag) }
      }
      // `e1` is there without being named.
      if enterprises.row(of: "e1") == nil { enterprises.add("e1", nil, &bag) }
      let list = mapping["claims"]?.mapping(&bag)
      for entry in list?.entries ?? [] {
        guard
          let inner = entry.value.mapping(keys: Self.claimKeys + ["enterprise"], &bag),
          let claim = claim(id: entry.key, inner, defaults: mapping, enterprises)
        else { continue }
        claims.append(claim)
      }
    }
    let settings = ScenarioSettings(mapping, policy, &bag)
    let ofPools = mapping["expect"].map { poolFigures($0, settings.pools) } ?? []
    if claims.isEmpty, !isSingle, bag.errors.count + bag.omitted == errorsBefore {
      bag.report(
        Diagnostic(
          at: mapping.location(ofKey: "claims"), Message("the case has no claims", zh: "案例没有申报")))
    }
    guard bag.errors.count + bag.omitted == errorsBefore, let name, let first = claims.first else {
      return nil
    }
    let measure = policy.measures[first.measure]
    let year = CalendarDate(daysSince1970: policy.valid.from).year
    var scenario = Scenario(
      path: path, title: Message(name, zh: name), policy: policy, year: year,
      population: .directory(""), budget: settings.budget, pools: settings.pools,
      values: settings.values, hash: "")
    scenario.overrides = settings.overrides
    scenario.assumed = settings.assumed
    scenario.waivedRules = settings.waivedRules
    let (population, expected) = enterprises.population(with: claims)
    let followUp = claims.flatMap { claim in
      claim.figures(row: expected.first { $0.id == claim.id }!.row)
    }
    return PolicyCase(
      name: name, article: article ?? measure.article, item: item ?? measure.item,
      location: mapping.location, scenario: scenario, population: population, expected: expected,
      figures: ofPools + followUp)
  }

  private mutating func checkUnique(_ name: String, _ mapping: YAMLMapping) {
    let key = [
      name, mapping["measure"]?.asText ?? "", mapping["article"]?.asText ?? "",
      mapping["item"]?.asText ?? "",
    ]
    if names.insert(key).inserted { return }
    bag.report(
      Diagnostic(
        at: mapping.location(ofKey: "name"),
        Message("two cases of the measure are called '\(name)'", zh: "该条款有两个案例名为“\(name)”"),
        expected: Message("a name of its own", zh: "各案例名称不同")))
  }

  /// The article and item that a case states must be those of its measure.
  private mutating func checkPlace(
    _ index: Int, _ article: Int?, _ item: Int?, _ mapping: YAMLMapping
  ) {
    let measure = policy.measures[index]
    if (article ?? measure.article, item ?? measure.item) == (measure.article, measure.item) {
      return
    }
    let key = article == nil || article == measure.article ? "item" : "article"
    bag.report(
      Diagnostic(
        at: mapping.location(ofKey: key),
        Message(
          "the measure '\(measure.id)' stands in article \(measure.article), item \(measure.item)",
          zh: "条款“\(measure.id)”在第 \(measure.article) 条第 \(measure.item) 项")))
  }

  private mutating func claim(
    id: String, _ mapping: YAMLMapping, defaults: YAMLMapping, _ register: CaseRegister
  ) -> CaseClaim? {
    guard let measureNode = mapping.required("measure", &bag),
      let measureID = measureNode.text(&bag)
    else { return nil }
    guard let index = policy.measure(measureID) else {
      bag.report(
        Diagnostic(
          at: measureNode.location,
          Message("there is no measure '\(measureID)'", zh: "没有条款“\(measureID)”"),
          suggestion: nearestName(to: measureID, among: policy.measures.map(\.id))))
      return nil
    }
    let measure = policy.measures[index]
    guard measure.isComputable else {
      bag.report(
        Diagnostic(
          at: measureNode.location,
          Message("'\(measureID)' has no award to test", zh: "“\(measureID)”没有可测试的奖补规则")))
      return nil
    }
    var claim = CaseClaim(id: id, measure: index, location: mapping.location)
    claim.enterprise = register.row(of: "e1") ?? 0
    if case .scalar(let enterprise)? = mapping["enterprise"]?.content {
      guard let row = register.row(of: enterprise) else {
        bag.report(
          Diagnostic(
            at: mapping["enterprise"]!.location,
            Message("the case has no enterprise '\(enterprise)'", zh: "案例中没有主体“\(enterprise)”"),
            suggestion: nearestName(to: enterprise, among: register.ids)))
        return nil
      }
      claim.enterprise = row
    }
    claim.basis = mapping["basis"].flatMap { $0.isNull ? "" : $0.text(&bag) } ?? ""
    claim.elsewhere = mapping["elsewhere"]?.flag(&bag) ?? false
    let year = CalendarDate(daysSince1970: policy.valid.from).year
    claim.filedOn =
      (mapping["filed_on"] ?? defaults["filed_on"])?.date(&bag)
      ?? CalendarDate(year: year, month: 9, day: 30).daysSince1970
    claim.settleNextYear =
      (mapping["settle_next_year"] ?? defaults["settle_next_year"])?.flag(&bag) ?? false
    claim.inputs = inputs(mapping, measure)
    claim.award = mapping["award"]?.money(&bag)
    claim.paid = mapping["paid"]?.money(&bag)
    claim.reason = mapping["reason"]?.text(&bag)
    if let reason = claim.reason { checkReason(reason, at: mapping["reason"]!) }
    claim.followUp = followUp(mapping, measure)
    if claim.award == nil, claim.paid == nil, claim.reason == nil, claim.followUp.isEmpty,
      !defaults.has("expect")
    {
      bag.report(
        Diagnostic(
          at: mapping.location, Message("the claim expects nothing", zh: "没有写明预期结果"),
          expected: .oneOf(["award", "paid", "reason"])))
    }
    // A claim that is due something has no reason, unless the case says one.
    if claim.reason == nil, let award = claim.award, award > 0, (claim.paid ?? award) > 0 {
      claim.reason = ""
    }
    return claim
  }

  private mutating func inputs(_ mapping: YAMLMapping, _ measure: Measure) -> [CaseCell] {
    let given: YAMLMapping?
    if let node = mapping["inputs"] {
      given = node.mapping(keys: measure.inputs.map(\.name), &bag)
    } else {
      given = nil
    }
    return measure.inputs.map { input in
      if let node = given?[input.name] { return CaseCell(node, input, &bag) ?? .blank(input) }
      if !input.isOptional {
        bag.report(
          Diagnostic(
            at: mapping.location(ofKey: "inputs"),
            Message("the input '\(input.name)' is missing", zh: "缺少申报字段“\(input.name)”")))
      }
      return .blank(input)
    }
  }

  private mutating func checkReason(_ reason: String, at node: YAMLNode) {
    let fixed = [
      "deferred", "outside-year", "outside-validity", "below-threshold", "condition-not-met",
      "no-rise", "supported-elsewhere", "beyond-best", "company-cap", "reduced", "fund", "budget",
    ]
    let words = fixed + policy.eligibility.map { "ineligible:\($0.id)" } + ["excluded-by:CLAIM"]
    if words.contains(reason) || reason.isEmpty || reason.hasPrefix("excluded-by:") { return }
    bag.report(
      Diagnostic(
        at: node.location, Message("there is no reason '\(reason)'", zh: "没有“\(reason)”这一原因"),
        expected: .oneOf(words), suggestion: nearestName(to: reason, among: words)))
  }
}
