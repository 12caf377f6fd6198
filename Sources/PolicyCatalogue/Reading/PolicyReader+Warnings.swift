import Diagnostics

// What is no error but hardly meant.
extension PolicyReader {
  private func warn(
    at location: SourceLocation, _ problem: Message, suggestion: String? = nil
  ) {
    let warning = Diagnostic(.warning, at: location, problem, suggestion: suggestion)
    if !bag.warnings.contains(warning) { bag.report(warning) }
  }

  func warnOfUnreadInputs(_ scope: MeasureScope, _ node: YAMLNode?) {
    guard let mapping = node?.asMapping else { return }
    for (index, input) in scope.inputs.enumerated() where !scope.readInputs.contains(index) {
      // What is only shown to those who examine the claim is not meant to be read.
      let evidence = mapping[input.name]?.asMapping?["evidence"]?.asText
      if evidence == "yes" || evidence == "true" { continue }
      warn(
        at: mapping.location(ofKey: input.name),
        Message("no rule reads the input '\(input.name)'", zh: "没有规则引用申报字段“\(input.name)”"))
    }
  }

  /// Once all files are read, since any measure may read the numbers of another.
  func warnOfUnread(_ policyParameters: YAMLNode?) {
    warnOfUnread(policyNames, "policy", policyParameters)
    for (scope, node) in scopes { warnOfUnread(scope.names, scope.id, node) }
  }

  private func warnOfUnread(_ names: NamedValues, _ head: String, _ node: YAMLNode?) {
    guard let mapping = node?.asMapping else { return }
    for name in names.order where Self.namesInterest(name) {
      // Multiplied with a sum it stands nowhere as a rate, but its name says what it is.
      if case .done(let typed)? = names.states[name] { warnOfForgottenPercent(typed.expression) }
    }
    for name in names.order where !names.read.contains(name) {
      let address = "\(head).\(name)"
      if readAddresses.contains(where: { $0 == address || $0.hasPrefix(address + ".") }) {
        continue
      }
      warn(
        at: mapping.location(ofKey: name),
        Message("no rule reads the parameter '\(name)'", zh: "没有规则引用参数“\(name)”"))
    }
  }

  private static func namesInterest(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.contains("lpr") || name.contains("interest") || name.contains("利率")
  }

  /// Two measures with one article and item cannot be told apart by their place.
  func warnOfSharedPlaces() {
    var first: [[Int]: Measure] = [:]
    for measure in measures {
      let place = [measure.article, measure.item]
      guard let other = first[place] else {
        first[place] = measure
        continue
      }
      warn(
        at: measure.location,
        Message(
          "'\(measure.id)' has the article and item of '\(other.id)'",
          zh: "“\(measure.id)”与“\(other.id)”条、项相同"))
    }
  }

  /// A rate that is more than the whole, written without a sign: 3.65 where 3.65% is meant.
  func warnOfForgottenPercent(_ rate: Expression) {
    let parts: [Expression] =
      switch rate {
      case .multiply(let a, let b), .add(let a, let b), .subtract(let a, let b): [a, b]
      default: [rate]
      }
    for case .parameter(let index) in parts where bareNumbers.contains(index) {
      let parameter = parameters[index]
      warn(
        at: parameter.location,
        Message(
          "'\(parameter.address)' is used as a rate, and \(parameter.value.decimal) is more than the whole",
          zh: "“\(parameter.address)”用作比率,而 \(parameter.value.decimal) 超过 100%"),
        suggestion: parameter.value.decimal + "%")
    }
  }
}
