package import Diagnostics
import PolicyCatalogue

/// The villages of a scenario, which may hold nothing else.
package struct VillageScenario: Sendable {
  package var path: String
  package var title: Message
  package var villages: VillageQuestion
  /// Addresses that `set` changed.
  package var overrides: [String]
  /// Hexadecimal SHA-256 of the scenario file.
  package var hash: String
  package var warnings: [Diagnostic]

  /// Whether a file asks about villages.
  package static func isAsked(path: String) throws(DataError) -> Bool {
    try YAMLSourceFile.read(path).root.asMapping?.has("villages") ?? false
  }

  /// Whether it does and names no policy.
  package static func standsAlone(path: String) throws(DataError) -> Bool {
    guard let mapping = try YAMLSourceFile.read(path).root.asMapping else { return false }
    return mapping.has("villages") && !mapping.has("policy")
  }

  /// Reads and checks a scenario; one that names a policy as a whole, policy and all.
  ///
  /// - Throws: `DataError` with everything that is wrong, or that it has no villages.
  package static func load(path: String) throws(DataError) -> VillageScenario {
    let file = try YAMLSourceFile.read(path)
    if file.root.asMapping?.has("policy") ?? false {
      let scenario = try Scenario.load(path: path)
      guard let villages = scenario.villages else {
        throw DataError(
          Diagnostic(
            at: SourceLocation(file: path),
            Message("this scenario has no villages", zh: "此情景没有村级部分"),
            expected: Message("the key 'villages'", zh: "键 villages")))
      }
      return VillageScenario(
        path: path, title: scenario.title, villages: villages,
        overrides: scenario.modelOverrides, hash: scenario.hash, warnings: scenario.warnings)
    }
    var bag = DiagnosticBag()
    guard let mapping = file.root.mapping(keys: ["title", "villages", "set"], &bag) else {
      throw DataError(bag.errors)
    }
    let title = mapping.required("title", &bag).flatMap { $0.message(&bag) }
    _ = mapping.required("villages", &bag)
    var models = ScenarioModels(mapping, nil, &bag)
    for entry in mapping["set"]?.mapping(&bag)?.entries ?? [] where !models.set(entry, &bag) {
      bag.report(
        Diagnostic(
          at: entry.keyLocation,
          Message("no number has the address '\(entry.key)'", zh: "没有地址为“\(entry.key)”的数"),
          expected: Message("an address of the villages", zh: "村级部分的地址"),
          suggestion: nearestName(to: entry.key, among: VillageAssumptions.addresses)))
    }
    models.check(&bag)
    try bag.throwIfErrors()
    guard let title, let villages = models.villages else {
      preconditionFailure("what is missing was reported")
    }
    return VillageScenario(
      path: path, title: title, villages: villages, overrides: models.overrides, hash: file.hash,
      warnings: bag.warnings)
  }
}
