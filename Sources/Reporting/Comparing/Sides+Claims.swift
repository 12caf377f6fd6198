import PolicyCatalogue
import Population
import Simulation

// Breakdowns that look at claims: the whole, by measure, by pool.
extension Sides {
  /// Everybody in the register counts, whether or not they claim.
  var total: ScenarioComparison.Row {
    var effect: ScenarioComparison.Effect?
    if areSame {
      var counted = ScenarioComparison.Effect()
      for (was, now) in zip(before.sums.paid, after.sums.paid) { counted.count(was, now) }
      effect = counted
    }
    return ScenarioComparison.Row(
      kind: .total, name: "all", before: before.results.total.paid,
      after: after.results.total.paid, effect: effect)
  }

  /// The measures of the first scenario's policy in their order, then those that only the other has.
  /// Who claims the measure counts.
  var measures: [ScenarioComparison.Row] {
    rows(
      .measure, before.results.policy.measures.map(\.id), after.results.policy.measures.map(\.id)
    ) { results, id in results.policy.measure(id).map { [$0] } ?? [] }
  }

  /// As by measure; a measure that is in another pool afterwards leaves the one and joins the other.
  var pools: [ScenarioComparison.Row] {
    rows(.pool, before.results.scenario.pools.map(\.id), after.results.scenario.pools.map(\.id)) {
      results, id in results.scenario.pools.first { $0.id == id }?.measures ?? []
    }
  }

  private func rows(
    _ kind: ScenarioComparison.Kind, _ first: [String], _ second: [String],
    measures: (RunResults, String) -> [Int]
  ) -> [ScenarioComparison.Row] {
    let known = Set(first)
    var claimants = ClaimantChanges(count: areSame ? before.sums.paid.count : 0)
    return (first + second.filter { !known.contains($0) }).map { id in
      let (was, now) = (measures(before.results, id), measures(after.results, id))
      var effect: ScenarioComparison.Effect?
      if areSame {
        for measure in was { claimants.add(measure, of: before.results, to: \.before) }
        for measure in now { claimants.add(measure, of: after.results, to: \.after) }
        effect = claimants.finish()
      }
      return ScenarioComparison.Row(
        kind: kind, name: id, before: Self.paid(was, before.results),
        after: Self.paid(now, after.results), effect: effect)
    }
  }

  private static func paid(_ measures: [Int], _ results: RunResults) -> Int64 {
    measures.reduce(0) { $0 + results.measures[$1].paid }
  }
}

/// What claimants get from some measures before and after; the cells are used again and again.
private struct ClaimantChanges {
  struct Change {
    var before = 0.0
    var after = 0.0
    var isTouched = false
  }

  private var changes: [Change]
  private var touched: [Int32] = []

  init(count: Int) { changes = [Change](repeating: Change(), count: count) }

  mutating func add(
    _ measure: Int, of results: RunResults, to side: WritableKeyPath<Change, Double>
  ) {
    let table = results.population.claims[measure]
    let offset = results.settlement.claims.offsets[measure]
    for (index, enterprise) in table.enterprises.enumerated() {
      let paid = results.settlement.claims.paid[offset + index]
      changes[Int(enterprise)][keyPath: side] += paid
      if !changes[Int(enterprise)].isTouched {
        changes[Int(enterprise)].isTouched = true
        touched.append(enterprise)
      }
    }
  }

  /// The effect on those added, who are then forgotten.
  mutating func finish() -> ScenarioComparison.Effect {
    var effect = ScenarioComparison.Effect()
    for enterprise in touched {
      effect.count(changes[Int(enterprise)].before, changes[Int(enterprise)].after)
      changes[Int(enterprise)] = Change()
    }
    touched.removeAll(keepingCapacity: true)
    return effect
  }
}
