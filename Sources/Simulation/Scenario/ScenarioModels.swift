import Diagnostics
import PolicyCatalogue

/// What a scenario holds beside the policy year: villages, and growth over the years.
struct ScenarioModels {
  static let keys = ["villages", "growth"]

  var villages: VillageQuestion?
  var growth: GrowthAssumptions?
  /// Addresses that `set` changed, in the order written.
  var overrides: [String] = []
  /// Where each of them was set.
  private var places: [String: SourceLocation] = [:]
  private var written: YAMLNode?

  init() {}

  /// - Parameter policy: nil in a scenario of villages alone, which has no growth.
  init(_ mapping: YAMLMapping, _ policy: Policy?, _ bag: inout DiagnosticBag) {
    written = mapping["villages"]
    villages = written.flatMap { VillageQuestion.read($0, &bag) }
    guard let policy, mapping.has("villages") || mapping.has("growth") else { return }
    var growth = GrowthAssumptions(of: policy)
    if let node = mapping["growth"], let entries = node.mapping(&bag)?.entries {
      growth.withTable {
        $0.read(entries, under: String(GrowthAssumptions.prefix.dropLast()), &bag)
      }
    }
    self.growth = growth
  }

  /// Takes an entry of `set`, if its address is one of these models'.
  mutating func set(_ entry: YAMLNode.Entry, _ bag: inout DiagnosticBag) -> Bool {
    if entry.key.hasPrefix(VillageAssumptions.prefix) {
      if villages != nil {
        villages!.assumptions.withTable { Self.set(entry, in: &$0, &bag) }
      } else if written == nil {
        Self.report(entry, lacking: "villages", &bag)
      }
    } else if entry.key.hasPrefix(GrowthAssumptions.prefix) {
      if growth != nil {
        growth!.withTable { Self.set(entry, in: &$0, &bag) }
      } else {
        Self.report(entry, lacking: "growth", &bag)
      }
    } else {
      return false
    }
    overrides.append(entry.key)
    places[entry.key] = entry.value.location
    return true
  }

  /// Once everything is set.
  func check(_ bag: inout DiagnosticBag) {
    villages?.check(&bag) { address in
      if let place = places[address] { return place }
      var node = written
      for key in address.split(separator: ".").dropFirst() {
        node = node?.asMapping?[String(key)]
      }
      return node?.location
    }
  }

  private static func set(
    _ entry: YAMLNode.Entry, in table: inout AssumptionTable, _ bag: inout DiagnosticBag
  ) {
    if let index = table.index(of: entry.key) {
      table.set(index, from: entry.value, &bag)
    } else {
      table.reportUnknown(entry.key, at: entry.keyLocation, &bag)
    }
  }

  private static func report(
    _ entry: YAMLNode.Entry, lacking key: String, _ bag: inout DiagnosticBag
  ) {
    bag.report(
      Diagnostic(
        at: entry.keyLocation,
        Message(
          "this scenario has no '\(key)' to set '\(entry.key)' in",
          zh: "此情景没有“\(key)”部分,无法设定“\(entry.key)”"),
        expected: Message("the key '\(key)'", zh: "键“\(key)”")))
  }
}
