package import Diagnostics
import PolicyCatalogue
import Population

extension Scenario {
  private static let keys =
    ["title", "policy", "year", "population"] + ScenarioSettings.keys + ScenarioModels.keys
    + ["replicates", "response", "solve", "sweep"]

  /// Reads and checks a scenario and the policy that it names.
  ///
  /// - Throws: `DataError` with everything that is wrong in the scenario; if its policy is broken,
  ///   with everything that is wrong there.
  package static func load(path: String) throws(DataError) -> Scenario {
    let file = try YAMLSourceFile.read(path)
    var bag = DiagnosticBag()
    guard let mapping = file.root.mapping(keys: keys, &bag) else { throw DataError(bag.errors) }
    let directory = directory(of: path)
    guard let reference = mapping.required("policy", &bag) else { throw DataError(bag.errors) }
    guard let policy = try policy(reference, from: directory, &bag) else {
      throw DataError(bag.errors)
    }
    let title = mapping.required("title", &bag).flatMap { $0.message(&bag) }
    let year = mapping.required("year", &bag).flatMap { Self.year($0, policy, &bag) }
    let population = mapping.required("population", &bag)
      .flatMap { Self.population($0, policy, from: directory, &bag) }
    let settings = ScenarioSettings(
      mapping, policy, models: ScenarioModels(mapping, policy, &bag), &bag)
    let replicates = mapping["replicates"].flatMap { ReplicateSettings($0, policy, &bag) }
    let response = mapping["response"].flatMap { ResponseSettings($0, policy, &bag) }
    // What is missing was reported; the sweep is read all the same, so that all errors are told.
    var scenario = Scenario(
      path: path, title: title ?? Message("", zh: ""), policy: policy, year: year ?? 0,
      population: population ?? .directory(""), budget: settings.budget, pools: settings.pools,
      values: settings.values, hash: file.hash)
    scenario.overrides = settings.overrides
    scenario.assumed = settings.assumed
    scenario.waivedRules = settings.waivedRules
    scenario.villages = settings.models.villages
    scenario.growth = settings.models.growth
    scenario.modelOverrides = settings.models.overrides
    scenario.replicates = replicates
    scenario.response = response
    scenario.solve = mapping["solve"].flatMap { SolvingQuestion(yaml: $0, in: scenario, &bag) }
    scenario.sweep = mapping["sweep"].flatMap { scenario.sweep($0, &bag) }
    try bag.throwIfErrors()
    scenario.warnings = policy.warnings + bag.warnings
    return scenario
  }

  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The policy that a scenario or a file of cases names; nil once it is reported as not found.
  static func policy(
    _ node: YAMLNode, from directory: String, _ bag: inout DiagnosticBag
  ) throws(DataError) -> Policy? {
    guard let folder = policyFolder(node, from: directory, &bag) else { return nil }
    return try Policy.load(directory: folder)
  }

  static func policyFolder(
    _ node: YAMLNode, from directory: String, _ bag: inout DiagnosticBag
  ) -> String? {
    guard let reference = node.text(&bag) else { return nil }
    if let folder = Policy.locate(reference, from: directory) { return folder }
    bag.report(
      Diagnostic(
        at: node.location, Message("there is no policy '\(reference)'", zh: "没有政策“\(reference)”"),
        expected: Message(
          "the folder of a policy.yaml, or its name under 'policies'",
          zh: "policy.yaml 所在目录,或 policies 下的目录名"),
        suggestion: nearestName(to: reference, among: Policy.locatable(from: directory))))
    return nil
  }

  private static func year(
    _ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag
  ) -> Int? {
    let first = CalendarDate(daysSince1970: policy.valid.from).year
    let last = CalendarDate(daysSince1970: policy.valid.to).year
    guard let year = node.integer(in: 1...9999, &bag) else { return nil }
    guard (first...last).contains(year) else {
      bag.report(
        Diagnostic(
          at: node.location,
          Message("the policy does not hold in \(year)", zh: "政策在 \(year) 年无效"),
          expected: first == last
            ? Message("\(first)", zh: "\(first)")
            : Message("a year from \(first) to \(last)", zh: "\(first) 至 \(last) 年")))
      return nil
    }
    return year
  }

  private static func population(
    _ node: YAMLNode, _ policy: Policy, from directory: String, _ bag: inout DiagnosticBag
  ) -> PopulationSource? {
    if let path = node.asText {
      guard !path.isEmpty else {
        node.report(expected: Message("a directory", zh: "目录"), &bag)
        return nil
      }
      return .directory(path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)")
    }
    guard let mapping = node.mapping(keys: ["synthetic"], &bag),
      let synthetic = mapping.required("synthetic", &bag)
    else { return nil }
    do throws(DataError) {
      return .synthetic(
        try SyntheticAssumptions(yaml: synthetic, named: policy.syntheticAssumptions))
    } catch {
      bag.report(error)
      return nil
    }
  }
}
