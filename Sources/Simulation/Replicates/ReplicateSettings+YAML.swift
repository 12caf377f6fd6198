import Diagnostics
import PolicyCatalogue

// `replicates:` of a scenario.
extension ReplicateSettings {
  static let keys = ["count", "seed", "take_up", "growth"]
  static let defaultKey = "default"

  init?(_ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag) {
    guard let mapping = node.mapping(keys: Self.keys, &bag) else { return nil }
    let count = mapping.required("count", &bag).flatMap { $0.integer(in: Self.counts, &bag) }
    let seed = mapping.required("seed", &bag).flatMap { $0.integer(in: 0...Int.max, &bag) }
    self.init(count: count ?? 2, seed: UInt64(seed ?? 0))
    if let node = mapping["take_up"] { readTakeUp(node, policy, &bag) }
    growth = mapping["growth"].flatMap { GrowthUncertainty($0, policy, &bag) }
  }

  private mutating func readTakeUp(
    _ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag
  ) {
    guard let mapping = node.asMapping else {
      takeUp = node.share(&bag) ?? .one
      return
    }
    let computable = policy.measures.filter(\.isComputable).map(\.id)
    for entry in mapping.entries {
      if entry.key == Self.defaultKey {
        takeUp = entry.value.share(&bag) ?? .one
        continue
      }
      guard let measure = policy.measure(entry.key), policy.measures[measure].isComputable else {
        bag.report(.noMeasure(entry, computable + [Self.defaultKey]))
        continue
      }
      takeUpOfMeasures[measure] = entry.value.share(&bag)
    }
  }
}

extension GrowthUncertainty {
  static let keys = ["spread", "levels", "except"]

  init?(_ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag) {
    guard let mapping = node.mapping(keys: Self.keys, &bag) else { return nil }
    let spread = mapping.required("spread", &bag).flatMap { $0.share(&bag) }
    let levels = mapping.required("levels", &bag).flatMap {
      $0.integer(in: Self.levelCounts, &bag)
    }
    let known = Set(
      policy.measures.flatMap { measure in measure.inputs.filter(\.isMoney).map(\.name) })
    var except: Set<String> = []
    for item in mapping["except"]?.sequence(&bag) ?? [] {
      guard let name = item.text(&bag) else { continue }
      if known.contains(name) {
        except.insert(name)
      } else {
        bag.report(
          Diagnostic(
            at: item.location,
            Message(
              "no measure has an amount of money called '\(name)'", zh: "没有条款以“\(name)”为金额"),
            suggestion: nearestName(to: name, among: known.sorted())))
      }
    }
    guard let spread, let levels else { return nil }
    self.init(spread: spread, levels: levels, except: except)
    if let least = estimates.first, least < 0 {
      bag.report(
        Diagnostic(
          at: mapping["spread"]!.location,
          Message(
            "at the lowest of \(levels) levels amounts would be below zero",
            zh: "\(levels) 档中最低一档的金额将小于零"),
          expected: Message("a smaller spread", zh: "较小的 spread")))
      return nil
    }
  }
}

extension YAMLNode {
  /// A share from 0 to 1.
  func share(_ bag: inout DiagnosticBag) -> Fraction? {
    guard let share = number(.none, &bag) else { return nil }
    guard share >= 0 && share <= 1 else {
      report(expected: Message("a share from 0 to 100%", zh: "0 至 100% 的比例"), &bag)
      return nil
    }
    return share
  }
}

extension Diagnostic {
  /// A key names no measure that has claims.
  static func noMeasure(_ entry: YAMLNode.Entry, _ names: [String]) -> Diagnostic {
    Diagnostic(
      at: entry.keyLocation,
      Message("there is no computable measure '\(entry.key)'", zh: "没有可计算的条款“\(entry.key)”"),
      suggestion: nearestName(to: entry.key, among: names))
  }
}
