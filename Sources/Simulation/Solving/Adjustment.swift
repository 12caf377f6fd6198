package import Diagnostics
package import PolicyCatalogue

/// The numbers that a solution may change, along one line of whole steps: one number at its own step, or
/// several by a common scale.
package struct Adjustment: Sendable {
  package let adjusted: [Adjustable]
  /// With the scenario's own values.
  package let parameters: [Parameter]
  /// Steps along the line that are looked at.
  package let range: ClosedRange<Int64>
  /// Where the scenario stands.
  package let start: Int64
  /// Of the line: the number's own, or a millionth of the scale.
  package let step: Fraction

  package var isScale: Bool { adjusted.count > 1 }

  /// The precision of a common scale.
  package static let scaleStep = Fraction(1, 1_000_000)

  /// A number without a ceiling is raised to so many times what it is, and a common scale as far.
  package static let reach = 1000

  /// Days before and after that a date is moved, where its own limits do not say.
  private static let days = 3660

  /// The values at a step of the line: on their steps, and kept within their limits.
  ///
  /// Precondition: the step is in the range.
  package func values(at step: Int64) -> [Fraction] {
    let position = position(at: step)
    return parameters.map { parameter in
      guard let wanted = isScale ? try? parameter.value.times(position) : position,
        let value = try? parameter.onStep(wanted)
      else { preconditionFailure("the ends of the range were tried") }
      return parameter.inRange(value)
    }
  }

  /// Where on the line: the value of the only number, or the scale.
  package func position(at step: Int64) -> Fraction {
    guard let position = try? Fraction(step).times(self.step) else {
      preconditionFailure("the ends of the range were tried")
    }
    return position
  }
}

extension Adjustment {
  /// - Parameter bounds: values, or scales where there are several numbers, between which to look.
  package init(
    _ adjusted: [Adjustable], in scenario: Scenario,
    between bounds: (from: Fraction?, to: Fraction?)
  ) throws(DataError) {
    precondition(!adjusted.isEmpty)
    let parameters = adjusted.map(scenario.parameter)
    self.adjusted = adjusted
    self.parameters = parameters
    for (adjustable, parameter) in zip(adjusted, parameters) {
      try Self.check(adjustable, parameter, isScaled: adjusted.count > 1, in: scenario)
    }
    let line = Line(parameters)
    step = line.step
    let ends: (first: Int64, last: Int64)
    do throws(Fraction.Overflow) {
      ends = (
        try line.steps(bounds.from ?? line.first, roundedDown: false),
        try line.steps(bounds.to ?? line.last, roundedDown: true)
      )
      start = try line.steps(line.start, roundedDown: true)
      for end in [ends.first, ends.last] {
        let position = try Fraction(end).times(line.step)
        for parameter in parameters where adjusted.count > 1 {
          _ = try parameter.onStep(parameter.value.times(position))
        }
      }
    } catch {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path),
          Message(
            "the numbers to look through are too large or too fine", zh: "查找范围内的数过大或过细")))
    }
    guard ends.first <= ends.last else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path),
          Message("there is no value between the bounds", zh: "所给范围内没有可取的值"),
          expected: Message("a lower bound that is not above the upper one", zh: "下限不大于上限")))
    }
    range = ends.first...ends.last
  }

  /// Positions along the line, before they are brought to whole steps.
  private struct Line {
    let step: Fraction
    let first: Fraction
    let last: Fraction
    let start: Fraction

    init(_ parameters: [Parameter]) {
      guard parameters.count == 1 else {
        step = Adjustment.scaleStep
        (first, last, start) = (.zero, Fraction(Adjustment.reach), .one)
        return
      }
      let parameter = parameters[0]
      step = parameter.step
      start = parameter.value
      if case .date = parameter.kind {
        let days = Int128(Adjustment.days)
        first = parameter.inRange(Fraction(parameter.value.floor - days))
        last = parameter.inRange(Fraction(parameter.value.floor + days))
        return
      }
      first = parameter.minimum ?? .zero
      let base = max(parameter.value, parameter.step)
      let reached = (try? base.times(Fraction(Adjustment.reach))) ?? base
      last = parameter.inRange(reached)
    }

    func steps(_ value: Fraction, roundedDown: Bool) throws(Fraction.Overflow) -> Int64 {
      let steps = try value.divided(by: step)
      let whole = roundedDown ? steps.floor : -steps.negated.floor
      guard let whole = Int64(exactly: whole) else { throw Fraction.Overflow() }
      return whole
    }
  }

  /// That the scenario states the number, and that it can be scaled.
  private static func check(
    _ adjustable: Adjustable, _ parameter: Parameter, isScaled: Bool, in scenario: Scenario
  ) throws(DataError) {
    if case .budget(let pool) = adjustable, scenario.budget(ofPool: pool) == nil {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path),
          Message("the pool '\(pool)' has no budget to adjust", zh: "资金盘子“\(pool)”没有可调整的预算")))
    }
    guard isScaled else { return }
    if case .date = parameter.kind {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path),
          Message(
            "the date '\(parameter.address)' cannot be scaled",
            zh: "日期“\(parameter.address)”不能按比例调整"),
          expected: Message("numbers, or the date by itself", zh: "数值,或单独调整该日期")))
    }
  }
}
