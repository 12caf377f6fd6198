import Diagnostics
package import PolicyCatalogue

/// One set of numbers at which a scenario is settled: the scenario's own, but for these.
package struct BatchPoint: Sendable, Hashable {
  /// Each on its step and in its range.
  package private(set) var changes: [Adjustable: Fraction] = [:]

  /// The scenario's own numbers.
  package init() {}

  /// Precondition: each value is on its step and in its range.
  init(changes: [Adjustable: Fraction]) { self.changes = changes }

  /// Brings the value to the number's step (half a step goes up), and returns the value used.
  ///
  /// - Throws: `ParameterValueError` where the value on its step is out of the number's range.
  @discardableResult
  package mutating func set(
    _ adjustable: Adjustable, to value: Fraction, in scenario: Scenario
  ) throws(ParameterValueError) -> Fraction {
    let used = try scenario.parameter(adjustable).onStepInRange(value)
    changes[adjustable] = used
    return used
  }

  /// Only the changes of some numbers.
  func keeping(_ isKept: (Adjustable) -> Bool) -> BatchPoint {
    var point = self
    point.changes = changes.filter { isKept($0.key) }
    return point
  }

  /// Whether all it sets are the scenario's own numbers.
  func isOwn(of scenario: Scenario) -> Bool {
    changes.allSatisfy { adjustable, value in
      if case .parameter(let index) = adjustable { return scenario.values[index] == value }
      return scenario.parameter(adjustable).value == value
    }
  }

  package func value(of adjustable: Adjustable, in scenario: Scenario) -> Fraction {
    changes[adjustable] ?? scenario.parameter(adjustable).value
  }

  /// All values of the policy at this point; what follows a changed number follows it here too.
  package func values(in scenario: Scenario) -> ParameterValues {
    var values = scenario.values
    for (adjustable, value) in changes {
      if case .parameter(let index) = adjustable {
        values.set(index, to: value, in: scenario.policy)
      }
    }
    return values
  }

  /// What a pool has to spend at this point, in fen; nil where nothing is scaled.
  package func budget(ofPool pool: String, in scenario: Scenario) -> Int64? {
    guard let yuan = changes[.budget(pool: pool)] else { return scenario.budget(ofPool: pool) }
    return Int64(clamping: yuan.numerator * 100 / yuan.denominator)
  }

  /// The scenario with these numbers in place of its own: what a run of its own settles.
  package func applied(to scenario: Scenario) -> Scenario {
    var result = scenario
    result.values = values(in: scenario)
    var budgets: [String: Int64] = [:]
    for pool in scenario.pools { budgets[pool.id] = budget(ofPool: pool.id, in: scenario) }
    switch scenario.budget {
    case .total(let amount): result.budget = .total(budgets["all"] ?? amount)
    case .unlimited, .pools: result.budget = budgets.isEmpty ? .unlimited : .pools(budgets)
    }
    for (number, value) in changes {
      switch number {
      case .village(let index):
        result.villages?.assumptions.withTable { $0.set(index, to: value) }
      case .growth(let index): result.growth?.withTable { $0.set(index, to: value) }
      case .parameter, .budget: break
      }
    }
    return result
  }
}

extension Parameter {
  /// The nearest value on the step.
  package func onStepInRange(_ value: Fraction) throws(ParameterValueError) -> Fraction {
    if let problem = rangeProblem(of: value) { throw problem }
    guard let used = try? onStep(value) else { throw tooFine(value) }
    // The bounds of a range lie on the step or it would not be a step of this number; a value between
    // the last step and a bound that does not is brought back inside.
    if let maximum, used > maximum { return maximum }
    if let minimum, used < minimum { return minimum }
    return used
  }

  private func tooFine(_ value: Fraction) -> ParameterValueError {
    ParameterValueError(
      Message(
        "the value for '\(address)' is too fine to be brought to its step",
        zh: "“\(address)”的取值过细,无法取到其步长"))
  }
}

extension [BatchPoint] {
  /// Indices of the policy's parameters that any of them changes, ascending.
  var changedParameters: [Int] {
    var found: Set<Int> = []
    for point in self {
      for case .parameter(let index) in point.changes.keys { found.insert(index) }
    }
    return found.sorted()
  }
}
