package import Diagnostics

extension Parameter {
  /// A value that a scenario or sweep gives to the parameter, as it is written there: its unit must
  /// fit (a bare number takes the parameter's), and it must lie in the parameter's range.
  package func value(writtenAs text: String) -> Result<Fraction, ParameterValueError> {
    let value: Fraction
    switch kind {
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
    if let problem = rangeProblem(of: value) { return .failure(problem) }
    return .success(value)
  }

  /// What is wrong with a value for a parameter, if it lies outside the range.
  package func rangeProblem(of value: Fraction) -> ParameterValueError? {
    if let minimum, value < minimum {
      return ParameterValueError(
        Message(
          "\(written(value)) is out of the range of '\(address)'",
          zh: "\(written(value)) 超出“\(address)”的取值范围"),
        expected: Message("\(written(minimum)) or more", zh: "不小于 \(written(minimum))"))
    }
    if let maximum, value > maximum {
      return ParameterValueError(
        Message(
          "\(written(value)) is out of the range of '\(address)'",
          zh: "\(written(value)) 超出“\(address)”的取值范围"),
        expected: Message("\(written(maximum)) or less", zh: "不大于 \(written(maximum))"))
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
    let steps = try value.divided(by: step)
    let half = try steps.plus(Fraction(1, 2))
    return try Fraction(half.floor, 1).times(step)
  }

  /// The value of its range that is nearest.
  package func inRange(_ value: Fraction) -> Fraction {
    let least = max(value, minimum ?? value)
    return min(least, maximum ?? least)
  }
}
