import Diagnostics
import PolicyCatalogue

extension PolicyCaseReader {
  /// `expect: {pools: {works: {paid: 100元}}}`.
  mutating func poolFigures(_ node: YAMLNode, _ pools: [Pool]) -> [ExpectedFigure] {
    guard let expect = node.mapping(keys: ["pools"], &bag),
      let list = expect.required("pools", &bag)?.mapping(keys: pools.map(\.id), &bag)
    else { return [] }
    var figures: [ExpectedFigure] = []
    for pool in list.entries {
      guard let amounts = pool.value.mapping(keys: ["protected", "demand", "paid"], &bag) else {
        continue
      }
      for entry in amounts.entries {
        guard let amount = entry.value.money(&bag) else { continue }
        let (kind, chinese): (ExpectedFigure.Kind, String) =
          switch entry.key {
          case "protected": (.poolProtected(pool.key), "优先足额")
          case "demand": (.poolDemand(pool.key), "需求")
          default: (.poolPaid(pool.key), "兑现")
          }
        figures.append(
          ExpectedFigure(
            kind: kind,
            name: Message("pool \(pool.key), \(entry.key)", zh: "资金盘子 \(pool.key),\(chinese)"),
            amount: amount, location: entry.value.location))
      }
    }
    return figures
  }

  /// `clawback: 5万` and `commitments: {second: 3万}` of a claim.
  mutating func followUp(_ mapping: YAMLMapping, _ measure: Measure) -> [CaseClaim.FollowUp] {
    var found: [CaseClaim.FollowUp] = []
    if let node = mapping["clawback"], let amount = node.money(&bag) {
      found.append(CaseClaim.FollowUp(part: nil, amount: amount, location: node.location))
    }
    if let node = mapping["commitments"] {
      let parts = measure.instalments?.parts.map(\.name) ?? []
      if parts.isEmpty {
        bag.report(
          Diagnostic(
            at: node.location,
            Message("'\(measure.id)' has no instalments", zh: "“\(measure.id)”没有分期兑现")))
        return found
      }
      for entry in node.mapping(keys: parts, &bag)?.entries ?? [] {
        guard let amount = entry.value.money(&bag) else { continue }
        found.append(
          CaseClaim.FollowUp(part: entry.key, amount: amount, location: entry.value.location))
      }
    }
    return found
  }
}

extension CaseClaim {
  /// What the year should leave behind for the claim.
  struct FollowUp {
    /// A later part of its promise; nil for what is taken back.
    var part: String?
    var amount: Int64
    var location: SourceLocation
  }

  /// - Parameter row: In the claim table of the measure.
  func figures(row: Int) -> [ExpectedFigure] {
    followUp.map { item in
      let (kind, name): (ExpectedFigure.Kind, Message) =
        if let part = item.part {
          (
            .commitment(measure: measure, row: row, part: part),
            Message("\(id), commitment \(part)", zh: "\(id),后续兑现 \(part)")
          )
        } else {
          (
            .clawback(measure: measure, row: row),
            Message("\(id), clawback", zh: "\(id),追回")
          )
        }
      return ExpectedFigure(kind: kind, name: name, amount: item.amount, location: item.location)
    }
  }
}
