import PolicyCatalogue
import Population

// Breakdowns of the claimants: by town, industry and size, and by decile of revenue.
extension Sides {
  /// Rows by the names of a grouping, those of the first population and then those that only the other
  /// has, unless the grouping sorts them.
  func rows(
    _ kind: ScenarioComparison.Kind, _ grouping: (Population) -> Grouping
  ) -> [ScenarioComparison.Row] {
    let first = grouping(before.results.population)
    let second = areSame ? first : grouping(after.results.population)
    var rows: [String: ScenarioComparison.Row] = [:]
    var names: [String] = []
    func add(
      _ grouping: Grouping, _ sums: ClaimantSums,
      to side: WritableKeyPath<ScenarioComparison.Row, Int64>
    ) {
      let totals = grouping.totals(of: sums)
      for (group, name) in grouping.names.enumerated()
      where totals[group] != 0 || grouping.members[group] > 0 {
        if rows[name] == nil {
          names.append(name)
          rows[name] = ScenarioComparison.Row(
            kind: kind, name: name, before: 0, after: 0,
            effect: areSame ? ScenarioComparison.Effect() : nil)
        }
        rows[name]![keyPath: side] += totals[group]
      }
    }
    add(first, before.sums, to: \.before)
    add(second, after.sums, to: \.after)
    if areSame {
      var effects = [ScenarioComparison.Effect](repeating: .init(), count: first.names.count)
      for (enterprise, group) in first.groups.enumerated() {
        effects[Int(group)].count(before.sums.paid[enterprise], after.sums.paid[enterprise])
      }
      for (name, effect) in zip(first.names, effects) { rows[name]?.effect = effect }
    }
    if first.isSorted { names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    return names.map { rows[$0]! }
  }
}

/// The claimants of a register in groups.
struct Grouping: Sendable {
  /// By number of the group; different from each other.
  let names: [String]
  /// By row of the register: number of its group.
  let groups: [Int32]
  /// Claimants in each group.
  let members: [Int]
  /// Where claims without an enterprise stand.
  let assumed: Int
  /// Whether the groups stand by their names rather than as they are listed.
  let isSorted: Bool

  init(names: [String], groups: [Int32], assumed: Int, isSorted: Bool) {
    self.names = names
    self.groups = groups
    self.assumed = assumed
    self.isSorted = isSorted
    var members = [Int](repeating: 0, count: names.count)
    for group in groups { members[Int(group)] += 1 }
    self.members = members
  }

  /// By a text of the register; claims without an enterprise stand with those that have none.
  init(by column: RegisterColumn, of population: Population) {
    let text = population.register.text(column)
    let blank = text.values.firstIndex(of: "")
    self.init(
      names: blank == nil ? text.values + [""] : text.values, groups: text.codes,
      assumed: blank ?? text.values.count, isSorted: true)
  }

  /// What each group is paid, in fen.
  func totals(of sums: ClaimantSums) -> [Int64] {
    var totals = [Int64](repeating: 0, count: names.count)
    for (enterprise, group) in groups.enumerated() {
      totals[Int(group)] += Int64(sums.paid[enterprise])
    }
    totals[assumed] += sums.assumed.paid
    return totals
  }
}
