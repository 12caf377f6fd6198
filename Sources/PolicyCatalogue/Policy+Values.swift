package import Diagnostics

extension Policy {
  /// A value that a scenario or sweep gives to a parameter, as it is written there: its unit must
  /// fit (a bare number takes the parameter's), and it must lie in the parameter's range.
  package func value(
    _ text: String, forParameter index: Int
  ) -> Result<Fraction, ParameterValueError> {
    let parameter = parameters[index]
    let value: Fraction
    switch parameter.kind {
    case .date:
      guard let date = CalendarDate(text) else {
        return .failure(
          ParameterValueError(
            Message("'\(text)' is no date", zh: "“\(text)”不是日期"),
            expected: Message("a date, YYYY-MM-DD", zh: "日期 YYYY-MM-DD")))
      }
      value = Fraction(date.daysSince1970)
    case .number(let dimension):
      switch NumberText.parse(text) {
      case .failure(let problem):
        return .failure(ParameterValueError(problem.message, expected: problem.expected))
      case .success(let number):
        let found = number.dimension ?? dimension
        guard found == dimension else {
          return .failure(
            ParameterValueError(
              Message(
                "'\(text)' is \(found.described.english)",
                zh: "“\(text)”是\(found.described.chinese)"),
              expected: dimension.described))
        }
        value = number.value
      }
    }
    if let problem = rangeProblem(of: value, forParameter: index) { return .failure(problem) }
    return .success(value)
  }

  /// What is wrong with a value for a parameter, if it lies outside the range.
  package func rangeProblem(
    of value: Fraction, forParameter index: Int
  ) -> ParameterValueError? {
    let parameter = parameters[index]
    func shown(_ value: Fraction) -> String { parameter.written(value) }
    if let minimum = parameter.minimum, value < minimum {
      return ParameterValueError(
        Message(
          "\(shown(value)) is out of the range of '\(parameter.address)'",
          zh: "\(shown(value)) 超出“\(parameter.address)”的取值范围"),
        expected: Message("\(shown(minimum)) or more", zh: "不小于 \(shown(minimum))"))
    }
    if let maximum = parameter.maximum, value > maximum {
      return ParameterValueError(
        Message(
          "\(shown(value)) is out of the range of '\(parameter.address)'",
          zh: "\(shown(value)) 超出“\(parameter.address)”的取值范围"),
        expected: Message("\(shown(maximum)) or less", zh: "不大于 \(shown(maximum))"))
    }
    return nil
  }
}

/// Why a text cannot be the value of a parameter.
package struct ParameterValueError: Error, Hashable {
  package var problem: Message
  package var expected: Message?

  package init(_ problem: Message, expected: Message? = nil) {
    self.problem = problem
    self.expected = expected
  }
}

extension Parameter {
  /// The nearest value on the parameter's step, as sweeps, samples and solutions bring it.
  package func onStep(_ value: Fraction) throws(Fraction.Overflow) -> Fraction {
    try value.onStep(step)
  }
}

extension Fraction {
  /// The nearest multiple of a step, the greater of two.
  package func onStep(_ step: Fraction) throws(Overflow) -> Fraction {
    let half = try divided(by: step).plus(Fraction(1, 2))
    return try Fraction(half.floor, 1).times(step)
  }
}
