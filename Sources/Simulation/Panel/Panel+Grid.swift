import CKernels
package import PolicyCatalogue
import Population

/// The values that one measure takes in a grid.
package struct PanelAxis: Sendable {
  /// Index in the policy.
  package var measure: Int
  package var levels: [Level]

  package struct Level: Sendable {
    /// nil: as in the scenario.
    package var rate: Fraction?
    package var cap: Fraction?
    package var threshold: Fraction?

    package init(rate: Fraction? = nil, cap: Fraction? = nil, threshold: Fraction? = nil) {
      self.rate = rate
      self.cap = cap
      self.threshold = threshold
    }
  }

  package init(measure: Int, levels: [Level]) {
    self.measure = measure
    self.levels = levels
  }
}

/// A panel at the scenario's own numbers, from which grids differ by a few measures.
package struct PanelBaseline: Sendable {
  let rules: [outlay_rate_cap]
  /// By group, in fen.
  let totals: [Int64]
}

extension Panel {
  /// - Returns: nil where a product could pass 2^53.
  package func baseline() -> PanelBaseline? {
    guard let rules = rules(scenario.values) else { return nil }
    let outcome = PanelOutcome(for: self)
    guard evaluate(scenario.values, budget: nil, into: outcome) else { return nil }
    var totals: [Int64] = []
    var first = 0
    for group in groups {
      let members = first..<first + Int(group)
      totals.append(
        members.reduce(0) { $0 + outcome.totals[measures[$1].measure].reduce(0, +) })
      first = members.upperBound
    }
    return PanelBaseline(rules: rules, totals: totals)
  }

  /// What all awards come to at each point of a grid, in fen; the last axis moves fastest.
  ///
  /// Groups of rivals never meet, so that each is evaluated over the levels of its own axes alone.
  ///
  /// - Precondition: each axis is of another measure of the panel, with 1 to 16 levels.
  /// - Returns: nil where a product could pass 2^53.
  package func totals(over axes: [PanelAxis], from baseline: PanelBaseline) -> [Int64]? {
    var fixed = baseline.totals.reduce(0, +)
    var components: [(axes: [Int], sums: [Int64])] = []
    var first = 0
    for (group, size) in groups.enumerated() {
      let members = Array(first..<first + Int(size))
      first += Int(size)
      var moving: [MovingMeasure] = []
      for (place, axis) in axes.enumerated() {
        guard let column = members.first(where: { measures[$0].measure == axis.measure }) else {
          continue
        }
        guard let rules = rules(of: axis, column) else { return nil }
        moving.append(MovingMeasure(axis: place, column: column, rules: rules))
      }
      if moving.isEmpty { continue }
      fixed -= baseline.totals[group]
      let resting = members.filter { member in !moving.contains { $0.column == member } }
      components.append(
        (moving.map(\.axis), sums(of: moving, against: resting, baseline.rules)))
    }
    return combined(fixed, components, sizes: axes.map(\.levels.count))
  }

  private func rules(of axis: PanelAxis, _ column: Int) -> [outlay_rate_cap]? {
    let (measure, values) = (measures[column], scenario.values)
    var rules: [outlay_rate_cap] = []
    for level in axis.levels {
      guard
        let rule = columns[column].rule(
          threshold: level.threshold ?? measure.threshold.map { values[$0] },
          rate: level.rate ?? values[measure.rate],
          cap: level.cap ?? measure.cap.map { values[$0] })
      else { return nil }
      rules.append(rule)
    }
    return rules
  }

  /// fixed + Σ of each component at its part of the point.
  private func combined(
    _ fixed: Int64, _ components: [(axes: [Int], sums: [Int64])], sizes: [Int]
  ) -> [Int64] {
    let count = sizes.reduce(1, *)
    var totals = [Int64](repeating: fixed, count: count)
    for component in components {
      for point in 0..<count {
        var (rest, place, stride) = (point, 0, 1)
        for axis in sizes.indices.reversed() {
          let level = rest % sizes[axis]
          rest /= sizes[axis]
          if component.axes.contains(axis) {
            place += level * stride
            stride *= sizes[axis]
          }
        }
        totals[point] += component.sums[place]
      }
    }
    return totals
  }

  /// What a group comes to for each combination of the levels of its moving measures.
  private func sums(
    of moving: [MovingMeasure], against resting: [Int], _ rules: [outlay_rate_cap]
  ) -> [Int64] {
    let tasks = Parallel.ranges(of: tileCount, size: 64)
    let found = ConcurrentResults<[[Double]]>(count: tasks.count)
    Parallel.forEach(tasks.count, threads: threads) { index in
      found.run(index) { () in
        let group = RivalTile(moving)
        for tile in tasks[index] { group.add(self.tile(tile), resting: resting, rules) }
        return group.finished()
      }
    }
    return RivalTile.totals(found.successes(), moving)
  }
}

struct MovingMeasure: Sendable {
  /// Place among the axes of the grid.
  var axis: Int
  /// Place among the measures of the panel.
  var column: Int
  var rules: [outlay_rate_cap]
}
