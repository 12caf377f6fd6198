package import Diagnostics
package import PolicyCatalogue

extension SolvingQuestion {
  /// Something that was written, with the place where it stands.
  package struct Written: Sendable {
    package var text: String
    package var location: SourceLocation

    package init(_ text: String, at location: SourceLocation) {
      self.text = text
      self.location = location
    }
  }

  /// Reads the words of a question; nil once something was reported.
  ///
  /// - Parameters:
  ///   - adjust: addresses.
  ///   - until: a target, as `SolvingTarget.read` takes it.
  ///   - from, to: values of the only number, or scales of several.
  package init?(
    adjust: [Written], until: Written, from: Written?, to: Written?, in scenario: Scenario,
    _ bag: inout DiagnosticBag
  ) {
    var adjusted: [Adjustable] = []
    for address in adjust {
      guard let adjustable = scenario.adjustable(address, &bag) else { continue }
      if adjusted.contains(adjustable) {
        bag.report(
          Diagnostic(
            at: address.location,
            Message("'\(address.text)' is named twice", zh: "“\(address.text)”重复")))
      }
      adjusted.append(adjustable)
    }
    let target = bag.value(SolvingTarget.read(until.text, in: scenario), at: until.location)
    let isComplete = adjusted.count == adjust.count && !adjusted.isEmpty
    func bound(_ written: Written?) -> (isRead: Bool, value: Fraction?) {
      guard let written, isComplete else { return (true, nil) }
      let value = bag.value(
        adjusted.count == 1
          ? scenario.parameter(adjusted[0]).value(writtenAs: written.text)
          : Self.scale(written.text), at: written.location)
      return (value != nil, value)
    }
    let (first, last) = (bound(from), bound(to))
    guard isComplete, let target, first.isRead, last.isRead else { return nil }
    self.init(adjust: adjusted, target: target, from: first.value, to: last.value)
  }

  /// `50%` or `1.5`.
  private static func scale(_ text: String) -> Result<Fraction, ParameterValueError> {
    NumberText.parse(text).mapError { ParameterValueError($0.message, expected: $0.expected) }
      .flatMap { number in
        let isScale = number.dimension ?? Dimension.none == Dimension.none && number.value >= .zero
        return isScale
          ? .success(number.value)
          : .failure(
            ParameterValueError(
              Message("'\(text)' is no scale", zh: "“\(text)”不是比例"),
              expected: Message(
                "a share of the numbers as they stand, such as 50% or 1.5",
                zh: "相对现值的比例,如 50% 或 1.5")))
      }
  }
}

extension SolvingQuestion {
  /// `{adjust: ADDRESS or a list, until: TARGET, from: …, to: …}`
  init?(yaml node: YAMLNode, in scenario: Scenario, _ bag: inout DiagnosticBag) {
    guard let mapping = node.mapping(keys: ["adjust", "until", "from", "to"], &bag) else {
      return nil
    }
    let adjust = mapping.required("adjust", &bag)
    func written(_ node: YAMLNode?) -> Written? {
      node.flatMap { node in node.text(&bag).map { Written($0, at: node.location) } }
    }
    let until = written(mapping.required("until", &bag))
    var addresses: [Written] = []
    if let adjust {
      let nodes = adjust.asText == nil ? adjust.sequence(&bag) ?? [] : [adjust]
      addresses = nodes.compactMap { written($0) }
      if case .sequence = adjust.content, nodes.isEmpty {
        adjust.report(expected: Message("at least one address", zh: "至少一个地址"), &bag)
      }
    }
    let (from, to) = (written(mapping["from"]), written(mapping["to"]))
    guard let until, !addresses.isEmpty else { return nil }
    self.init(adjust: addresses, until: until, from: from, to: to, in: scenario, &bag)
  }
}

extension Scenario {
  /// The number that an address names; nil once it is reported as naming none.
  package func adjustable(
    _ address: SolvingQuestion.Written, _ bag: inout DiagnosticBag
  ) -> Adjustable? {
    if let found = adjustable(address.text) {
      if found.movesPayments { return found }
      bag.report(
        Diagnostic(
          at: address.location,
          Message(
            "no payment of the policy year depends on '\(address.text)'",
            zh: "政策年度的兑现与“\(address.text)”无关"),
          expected: Message(
            "a number of the policy or a budget, or a target of the villages",
            zh: "政策或预算的数,或村级目标")))
      return nil
    }
    let addresses = adjustables.filter(\.movesPayments).map { parameter($0).address }
    bag.report(
      Diagnostic(
        at: address.location,
        Message(
          "no number of the scenario has the address '\(address.text)'",
          zh: "情景中没有地址为“\(address.text)”的数"),
        suggestion: nearestName(to: address.text, among: addresses)))
    return nil
  }
}

extension DiagnosticBag {
  /// The value; nil once it is reported why there is none.
  package mutating func value<Value>(
    _ result: Result<Value, ParameterValueError>, at location: SourceLocation
  ) -> Value? {
    switch result {
    case .success(let value): return value
    case .failure(let error):
      report(Diagnostic(at: location, error.problem, expected: error.expected))
      return nil
    }
  }
}
