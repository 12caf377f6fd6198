package import Diagnostics
package import PolicyCatalogue

/// The numbers that a solution may change, along one line of whole steps: one number at its own step, or
/// several by a common scale.
package struct Adjustment: Sendable {
  package let adjusted: [Adjustable]
  /// Before anything is changed.
  package let before: [Fraction]
  /// Steps along the line that are looked at.
  package let range: ClosedRange<Int64>
  /// Where the scenario stands.
  package let start: Int64
  /// Of the line: the number's own, or a millionth of the scale.
  package let step: Fraction
  private let limits: [(least: Fraction?, most: Fraction?)]
  private let steps: [Fraction]

  package var isScale: Bool { adjusted.count > 1 }

  /// The precision of a common scale.
  package static let scaleStep = Fraction(1, 1_000_000)

  /// A number without a ceiling is raised to so many times what it is, and a common scale as far.
  package static let reach: Int128 = 1000

  /// The values at a step of the line.
  package func values(at step: Int64) -> [Fraction] {
    if !isScale { return [clamped(product(Fraction(step), self.step), 0)] }
    let scale = product(Fraction(step), self.step)
    return adjusted.indices.map { index in
      let steps = product(before[index], scale).approximated(inStepsOf: self.steps[index])
      return clamped(product(steps, self.steps[index]), index)
    }
  }

  /// Where on the line: the value of the only number, or the scale.
  package func position(at step: Int64) -> Fraction { product(Fraction(step), self.step) }

  private func clamped(_ value: Fraction, _ index: Int) -> Fraction {
    let (least, most) = limits[index]
    return min(max(value, least ?? value), most ?? value)
  }

  private func product(_ a: Fraction, _ b: Fraction) -> Fraction {
    guard let value = try? a.times(b) else { preconditionFailure("the range keeps products small") }
    return value
  }
}

extension Adjustment {
  /// - Parameter bounds: values, or scales where there are several numbers, between which to look.
  package init(
    _ adjusted: [Adjustable], in scenario: Scenario, between bounds: (from: Fraction?, to: Fraction?)
  ) throws(DataError) {
    precondition(!adjusted.isEmpty)
    let point = scenario.point
    self.adjusted = adjusted
    before = adjusted.map(point.value)
    steps = adjusted.map(scenario.step)
    limits = adjusted.map(scenario.limits)
    if adjusted.count == 1 {
      step = steps[0]
      let first = bounds.from ?? limits[0].least ?? .zero
      let last = bounds.to ?? limits[0].most ?? Self.reached(from: before[0], step: step)
      range = try Self.range(first, last, step, in: scenario)
      start = try Self.whole(before[0], step, in: scenario)
    } else {
      step = Self.scaleStep
      range = try Self.range(
        bounds.from ?? .zero, bounds.to ?? Fraction(Self.reach), step, in: scenario)
      start = try Self.whole(.one, step, in: scenario)
    }
    try checkEnds(in: scenario)
  }

  private static func reached(from value: Fraction, step: Fraction) -> Fraction {
    let base = value > .zero ? value : (try? step.times(1000)) ?? step
    return (try? base.times(Fraction(reach))) ?? base
  }

  private static func range(
    _ first: Fraction, _ last: Fraction, _ step: Fraction, in scenario: Scenario
  ) throws(DataError) -> ClosedRange<Int64> {
    let low = try whole(first, step, in: scenario)
    // The largest step that is not beyond.
    let high = try whole(last, step, in: scenario, roundedDown: true)
    guard low <= high else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path),
          Message("there is nothing between the bounds to look at", zh: "所给范围内没有可取的值"),
          expected: Message("a lower bound below the upper one", zh: "下限小于上限")))
    }
    return low...high
  }

  private static func whole(
    _ value: Fraction, _ step: Fraction, in scenario: Scenario, roundedDown: Bool = false
  ) throws(DataError) -> Int64 {
    guard let steps = try? value.divided(by: step),
      let whole = Int64(exactly: roundedDown ? steps.floor : -steps.negated.floor)
    else { throw tooFine(in: scenario) }
    return whole
  }

  /// That every product along the line fits is certain where it fits at the ends.
  private func checkEnds(in scenario: Scenario) throws(DataError) {
    for end in [range.lowerBound, range.upperBound] {
      guard let scale = try? Fraction(end).times(step) else { throw Self.tooFine(in: scenario) }
      guard isScale else { continue }
      for (value, step) in zip(before, steps) {
        guard let scaled = try? value.times(scale), (try? scaled.divided(by: step)) != nil else {
          throw Self.tooFine(in: scenario)
        }
      }
    }
  }

  private static func tooFine(in scenario: Scenario) -> DataError {
    DataError(
      Diagnostic(
        at: SourceLocation(file: scenario.path),
        Message(
          "the numbers to look between are too many or too large", zh: "查找范围内的数过多或过大")))
  }
}

extension Scenario {
  /// What a number may be set to; nil where there is no bound.
  package func limits(of adjustable: Adjustable) -> (least: Fraction?, most: Fraction?) {
    switch adjustable {
    case .parameter(let index):
      let parameter = policy.parameters[index]
      return (parameter.minimum, parameter.maximum)
    case .budget: return (.zero, nil)
    }
  }
}

extension Fraction {
  /// The nearest whole number of steps, upwards from the middle.
  fileprivate func approximated(inStepsOf step: Fraction) -> Fraction {
    guard let steps = try? divided(by: step), let raised = try? steps.plus(Fraction(1, 2)) else {
      preconditionFailure("the range keeps quotients small")
    }
    return Fraction(raised.floor)
  }
}
