package import Diagnostics
package import PolicyCatalogue
package import Population

/// What a small change of each number of a policy costs, by itself and exactly.
package struct Sensitivity: Sendable {
  /// How far each number is moved.
  package enum Move: Sendable, Hashable {
    /// A share by a percentage point, any other number by its step.
    case smallest
    /// Each by so large a part of its own value, on its step.
    case part(Fraction)
  }

  package struct Line: Sendable {
    package var adjustable: Adjustable
    package var parameter: Parameter
    /// What was added; below zero where the number stands at its ceiling.
    package var change: Fraction
    /// In fen.
    package var award: Int64
    package var paid: Int64
    /// Index of the pool whose factor is told: that which pays the number's measure, or, of a number of
    /// the whole policy, that whose factor changes most.
    package var pool: Int
    package var factorBefore: Fraction
    package var factorAfter: Fraction
  }

  /// By size of the change of awards, then of payments; equals in the order of the policy.
  package let lines: [Line]
  package let before: PointTotals
  package let move: Move

  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    _ scenario: Scenario, _ population: Population, move: Move = .smallest, threads: Int? = nil
  ) throws(DataError) {
    let batch = try Batch(scenario, population, threads: threads)
    let before = try batch.settle([BatchPoint()])[0]
    // Claims that meet fall into classes by all that is changed at once: of one measure's numbers there
    // are few, of all numbers together nearly as many as ties.
    var groups: [Int?: [Int]] = [:]
    for index in scenario.policy.parameters.indices where scenario.policy.isAmount(index) {
      groups[scenario.policy.parameters[index].measure, default: []].append(index)
    }
    var lines: [(index: Int, line: Line)] = []
    for (_, parameters) in groups.sorted(by: { ($0.key ?? -1) < ($1.key ?? -1) }) {
      var moved: [(index: Int, parameter: Parameter, change: Fraction)] = []
      var points: [BatchPoint] = []
      for index in parameters {
        let parameter = scenario.parameter(.parameter(index))
        guard let value = move.applied(to: parameter),
          let change = try? value.minus(parameter.value)
        else { continue }
        moved.append((index, parameter, change))
        points.append(try scenario.point(setting: [.parameter(index)], to: [value]))
      }
      for (moved, after) in zip(moved, try batch.settle(points)) {
        let pool =
          scenario.pool(paying: .parameter(moved.index))
          ?? after.poolThatDiffersMost(from: before)
        let line = Line(
          adjustable: .parameter(moved.index), parameter: moved.parameter, change: moved.change,
          award: after.award - before.award, paid: after.paid - before.paid, pool: pool,
          factorBefore: before.pools[pool].factor, factorAfter: after.pools[pool].factor)
        lines.append((moved.index, line))
      }
    }
    self.before = before
    self.move = move
    self.lines = lines.sorted { a, b in
      let (x, y) = (a.line, b.line)
      if x.award.magnitude != y.award.magnitude { return x.award.magnitude > y.award.magnitude }
      if x.paid.magnitude != y.paid.magnitude { return x.paid.magnitude > y.paid.magnitude }
      return a.index < b.index
    }.map(\.line)
  }
}

extension Sensitivity.Move {
  /// The value that a number is moved to; nil where there is none.
  fileprivate func applied(to parameter: Parameter) -> Fraction? {
    guard let change = size(for: parameter) else { return nil }
    for change in [change, change.negated] {
      guard let value = try? parameter.onStep(parameter.value.plus(change)),
        value != parameter.value, parameter.rangeProblem(of: value) == nil
      else { continue }
      return value
    }
    return nil
  }

  private func size(for parameter: Parameter) -> Fraction? {
    switch self {
    case .smallest:
      return parameter.isShare ? max(Fraction(1, 100), parameter.step) : parameter.step
    case .part(let part):
      guard let change = try? parameter.value.times(part) else { return nil }
      // What is too small to be seen on the step is moved by one.
      return max(change, parameter.step)
    }
  }
}

extension Policy {
  /// Whether a number is one that a policy pays by: neither a date nor how amounts are rounded.
  fileprivate func isAmount(_ index: Int) -> Bool {
    let roundings = [assessedRounding, awardRounding, paymentRounding].compactMap { $0?.unit }
    if case .date = parameters[index].kind { return false }
    return !roundings.parameters.contains(index)
  }
}

extension Scenario {
  /// The pool that pays by a number; nil for a number of the whole policy.
  package func pool(paying adjustable: Adjustable) -> Int? {
    switch adjustable {
    case .parameter(let index):
      policy.parameters[index].measure.flatMap { measure in
        pools.firstIndex { $0.measures.contains(measure) }
      }
    case .budget(let id): pools.firstIndex { $0.id == id }
    case .village, .growth: nil
    }
  }
}

extension PointTotals {
  /// The pool whose factor differs most from another point's; the first of several.
  fileprivate func poolThatDiffersMost(from other: PointTotals) -> Int {
    let changes = zip(pools, other.pools).map { a, b in
      abs(a.factor.approximation - b.factor.approximation)
    }
    return changes.firstIndex { $0 == changes.max() } ?? 0
  }
}
