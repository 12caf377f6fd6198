package import Diagnostics
package import PolicyCatalogue
package import Population

/// The whole surface over two numbers: what is awarded, and what share of it a pool can pay.
package struct Frontier: Sendable {
  /// A number and the values that it takes, ascending.
  package struct Axis: Sendable {
    package let adjustable: Adjustable
    package let parameter: Parameter
    package let values: [Fraction]
  }

  package struct Cell: Sendable {
    package var x: Fraction
    package var y: Fraction
    /// Of all pools, in fen.
    package var award: Int64
    package var paid: Int64
    package var factor: Fraction
  }

  package let x: Axis
  package let y: Axis
  /// Index of the pool whose factor is told.
  package let pool: Int
  /// For each value of x all values of y.
  package let cells: [Cell]

  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    x: Axis, y: Axis, pool: Int, _ scenario: Scenario, _ population: Population,
    threads: Int? = nil
  ) throws(DataError) {
    var points: [BatchPoint] = []
    for a in x.values {
      for b in y.values {
        points.append(
          try scenario.point(setting: [x.adjustable, y.adjustable], to: [a, b]))
      }
    }
    let totals = try Batch(scenario, population, threads: threads).settle(points)
    self.x = x
    self.y = y
    self.pool = pool
    cells = totals.enumerated().map { index, totals in
      Cell(
        x: x.values[index / y.values.count], y: y.values[index % y.values.count],
        award: totals.award, paid: totals.paid, factor: totals.pools[pool].factor)
    }
  }

  /// For each value of x the largest y of the surface at which the pool pays in full; nil where it pays
  /// in full at none.
  package var edge: [(x: Fraction, y: Fraction?)] {
    x.values.enumerated().map { index, value in
      let column = cells[index * y.values.count..<(index + 1) * y.values.count]
      return (value, column.last { $0.factor == .one }?.y)
    }
  }
}

extension Frontier.Axis {
  /// Values that are evenly spread from the first to the last, on the number's step; fewer where the
  /// step is too coarse for so many.
  ///
  /// - Parameters:
  ///   - from: half of the number by default, or its least value where that is more.
  ///   - to: one and a half of it by default, or its greatest where that is less.
  ///   - count: two or more.
  package init(
    _ adjustable: Adjustable, in scenario: Scenario, from: Fraction?, to: Fraction?, count: Int
  ) throws(DataError) {
    precondition(count >= 2)
    let parameter = scenario.parameter(adjustable)
    self.adjustable = adjustable
    self.parameter = parameter
    func problem(_ message: Message, _ expected: Message?) -> DataError {
      DataError(
        Diagnostic(at: SourceLocation(file: scenario.path), message, expected: expected))
    }
    var values: [Fraction] = []
    do throws(Fraction.Overflow) {
      let first = if let from { from } else { try Self.first(of: parameter) }
      let last = if let to { to } else { try Self.last(of: parameter) }
      guard first <= last else {
        throw Fraction.Overflow()
      }
      let gap = try last.minus(first)
      for place in 0..<count {
        let wanted = try first.plus(gap.times(Fraction(Int128(place), Int128(count - 1))))
        let value = try parameter.onStep(wanted)
        if values.last != value, parameter.rangeProblem(of: value) == nil { values.append(value) }
      }
    } catch {
      throw problem(
        Message(
          "there are no values of '\(parameter.address)' in the range asked for",
          zh: "所给范围内没有“\(parameter.address)”的取值"),
        Message("a lower bound that is not above the upper one", zh: "下限不大于上限"))
    }
    self.values = values
  }

  private static func first(of parameter: Parameter) throws(Fraction.Overflow) -> Fraction {
    if case .date = parameter.kind {
      return try parameter.inRange(parameter.value.minus(Self.days))
    }
    return try parameter.inRange(parameter.value.times(Fraction(1, 2)))
  }

  private static func last(of parameter: Parameter) throws(Fraction.Overflow) -> Fraction {
    if case .date = parameter.kind {
      return try parameter.inRange(parameter.value.plus(Self.days))
    }
    // From nothing there is no half and no double: ten steps.
    return try parameter.inRange(
      parameter.value > .zero
        ? parameter.value.times(Fraction(3, 2)) : parameter.step.times(10))
  }

  /// A date is moved so far each way.
  private static let days: Fraction = 90
}
