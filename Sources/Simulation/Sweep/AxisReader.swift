import Diagnostics
import PolicyCatalogue

/// Finds what a written axis means in a scenario.
struct AxisReader {
  let scenario: Scenario

  /// Nil once it is reported what is wrong with the axis.
  func axis(_ written: WrittenAxis, _ bag: inout DiagnosticBag) -> SweepAxis? {
    guard let number = number(written.address, &bag) else { return nil }
    let extent: SweepAxis.Extent?
    switch written.extent {
    case .list(let texts): extent = list(texts, number, written.address, &bag)
    case .range(let from, let to, let by):
      extent = range(from: from, to: to, by: by, number, written.address, &bag)
    }
    return extent.map {
      SweepAxis(
        address: written.address.text, number: number, step: scenario.parameter(number).step,
        extent: $0)
    }
  }

  func number(_ address: WrittenAxis.Text, _ bag: inout DiagnosticBag) -> Adjustable? {
    if let number = scenario.adjustable(address.text) { return number }
    bag.report(
      Diagnostic(
        at: address.location,
        Message(
          "no number of the scenario has the address '\(address.text)'",
          zh: "情景中没有地址为“\(address.text)”的数"),
        suggestion: nearestName(
          to: address.text, among: scenario.adjustables.lazy.map { scenario.parameter($0).address })
      ))
    return nil
  }

  /// A value of the number, on its step.
  func value(
    _ written: WrittenAxis.Text, _ number: Adjustable, _ bag: inout DiagnosticBag
  ) -> Fraction? {
    let parameter = scenario.parameter(number)
    do throws(ParameterValueError) {
      return try parameter.onStepInRange(parameter.value(writtenAs: written.text).get())
    } catch {
      bag.report(Diagnostic(at: written.location, error.problem, expected: error.expected))
      return nil
    }
  }

  private func list(
    _ texts: [WrittenAxis.Text], _ number: Adjustable, _ address: WrittenAxis.Text,
    _ bag: inout DiagnosticBag
  ) -> SweepAxis.Extent? {
    let values = texts.compactMap { value($0, number, &bag) }
    guard values.count == texts.count else { return nil }
    return .values(distinct(values, address, &bag))
  }

  private func range(
    from: WrittenAxis.Text, to: WrittenAxis.Text, by: WrittenAxis.Text?, _ number: Adjustable,
    _ address: WrittenAxis.Text, _ bag: inout DiagnosticBag
  ) -> SweepAxis.Extent? {
    let ends = [from, to].compactMap { value($0, number, &bag) }
    let distance = by.map { self.distance($0, number, &bag) }
    guard ends.count == 2 else { return nil }
    guard ends[0] <= ends[1] else {
      bag.report(
        Diagnostic(
          at: from.location,
          Message(
            "the range begins above its end: \(from.text) to \(to.text)",
            zh: "区间的起点大于终点:\(from.text) 至 \(to.text)"),
          expected: Message("the lesser end first", zh: "较小的一端在前")))
      return nil
    }
    let extent: SweepAxis.Extent?
    switch distance {
    case nil: extent = interval(ends[0], ends[1], step: scenario.parameter(number).step)
    case .some(nil): return nil
    case .some(let distance?):
      extent = values(from: ends[0], to: ends[1], by: distance, scenario.parameter(number))
        .map { .values(distinct($0, address, &bag)) }
    }
    if extent == nil {
      bag.report(
        Diagnostic(
          at: from.location,
          Message(
            "the range has too many values: \(from.text) to \(to.text)",
            zh: "区间的取值过多:\(from.text) 至 \(to.text)"),
          expected: Message("at most \(Sweep.mostPoints)", zh: "不超过 \(Sweep.mostPoints) 个")))
    }
    return extent
  }

  private func interval(
    _ low: Fraction, _ high: Fraction, step: Fraction
  ) -> SweepAxis.Extent? {
    // The bounds of a number's range need not lie on its step: then the next step inside.
    guard let low = try? low.negated.divided(by: step).floor,
      let high = try? high.divided(by: step).floor, high + low < SweepAxis.mostSteps
    else { return nil }
    return .interval(low: min(-low, high), high: high)
  }

  /// The distance between two values: as long as it is above zero it may lie anywhere.
  private func distance(
    _ by: WrittenAxis.Text, _ number: Adjustable, _ bag: inout DiagnosticBag
  ) -> Fraction? {
    // Dates are so many days apart.
    var dimension = Dimension.none
    if case .number(let own) = scenario.parameter(number).kind { dimension = own }
    func report(_ problem: Message, expected: Message?) {
      bag.report(Diagnostic(at: by.location, problem, expected: expected))
    }
    switch NumberText.parse(by.text) {
    case .failure(let problem):
      report(problem.message, expected: problem.expected)
    case .success(let written):
      guard (written.dimension ?? dimension) == dimension else {
        report(
          Message("'\(by.text)' has another unit", zh: "“\(by.text)”的单位不同"),
          expected: dimension.described)
        return nil
      }
      guard written.value > .zero else {
        report(
          Message("the distance '\(by.text)' is not above zero", zh: "间距“\(by.text)”必须大于零"),
          expected: nil)
        return nil
      }
      return written.value
    }
    return nil
  }

  /// Each on the step; nil if there are too many.
  private func values(
    from low: Fraction, to high: Fraction, by distance: Fraction, _ parameter: Parameter
  ) -> [Fraction]? {
    guard let count = try? high.minus(low).divided(by: distance).floor,
      count < Int128(Sweep.mostPoints)
    else { return nil }
    return try? (0...Int(count)).map { index in
      try parameter.onStepInRange(low.plus(distance.times(Fraction(index))))
    }
  }

  /// Values that are one and the same on the step are taken once, which is said.
  private func distinct(
    _ values: [Fraction], _ address: WrittenAxis.Text, _ bag: inout DiagnosticBag
  ) -> [Fraction] {
    var seen: Set<Fraction> = []
    let kept = values.filter { seen.insert($0).inserted }
    if kept.count < values.count {
      bag.report(
        Diagnostic(
          .warning, at: address.location,
          Message(
            """
            \(values.count - kept.count) of the \(values.count) values of '\(address.text)' \
            stand there before, once brought to its step, and are taken once
            """,
            zh: """
              “\(address.text)”的 \(values.count) 个取值按精度取整后有 \
              \(values.count - kept.count) 个与前面重复,只取一次
              """)))
    }
    return kept
  }
}
