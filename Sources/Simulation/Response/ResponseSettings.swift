package import Diagnostics
package import PolicyCatalogue

/// How spending answers a changed rate of support, as a scenario assumes it.
package struct ResponseSettings: Sendable, Hashable {
  package struct Answer: Sendable, Hashable {
    /// Relative change of the spending for a relative change of the effective rate.
    package var elasticity: Fraction
    /// Index of the input that answers: an amount of money.
    package var input: Int
    package var location: SourceLocation

    package init(elasticity: Fraction, input: Int, location: SourceLocation) {
      self.elasticity = elasticity
      self.input = input
      self.location = location
    }
  }

  /// By index of the measure.
  package var answers: [Int: Answer]
  /// Bounds of the factor by which spending changes.
  package var least: Fraction
  package var most: Fraction

  package init(answers: [Int: Answer], least: Fraction = .zero, most: Fraction = 2) {
    self.answers = answers
    self.least = least
    self.most = most
  }
}

// `response:` of a scenario.
extension ResponseSettings {
  static let keys = ["measures", "least", "most"]
  /// Beyond this an elasticity is a slip of the pen.
  private static let largest = Fraction(10)

  init?(_ node: YAMLNode, _ policy: Policy, _ bag: inout DiagnosticBag) {
    guard let mapping = node.mapping(keys: Self.keys, &bag),
      let measures = mapping.required("measures", &bag)?.mapping(&bag)
    else { return nil }
    self.init(answers: [:])
    if let node = mapping["least"] { least = node.share(&bag) ?? least }
    if let node = mapping["most"], let number = node.number(.none, &bag) {
      if number >= 1 && number <= 10 {
        most = number
      } else {
        node.report(expected: Message("a factor from 1 to 10", zh: "1 至 10 的倍数"), &bag)
      }
    }
    let computable = policy.measures.filter(\.isComputable).map(\.id)
    for entry in measures.entries {
      guard let measure = policy.measure(entry.key), policy.measures[measure].isComputable else {
        bag.report(.noMeasure(entry, computable))
        continue
      }
      answers[measure] = Self.answer(entry, policy.measures[measure], &bag)
    }
  }

  private static func answer(
    _ entry: YAMLNode.Entry, _ measure: Measure, _ bag: inout DiagnosticBag
  ) -> Answer? {
    var elasticityNode: YAMLNode? = entry.value
    var inputNode: YAMLNode?
    if let mapping = entry.value.asMapping {
      mapping.allow(["elasticity", "input"], &bag)
      elasticityNode = mapping.required("elasticity", &bag)
      inputNode = mapping["input"]
    }
    let elasticity = elasticityNode.flatMap { node -> Fraction? in
      guard let number = node.number(.none, &bag) else { return nil }
      guard number >= 0 && number <= largest else {
        node.report(expected: Message("an elasticity from 0 to 10", zh: "0 至 10 的弹性"), &bag)
        return nil
      }
      return number
    }
    let amounts = measure.inputs.indices.filter { measure.inputs[$0].isMoney }
    let names = amounts.map { measure.inputs[$0].name }
    var input = amounts.count == 1 ? amounts[0] : nil
    if let inputNode {
      input = inputNode.word(among: names, &bag).map { amounts[names.firstIndex(of: $0)!] }
    } else if input == nil {
      bag.report(
        Diagnostic(
          at: entry.value.location,
          names.isEmpty
            ? Message(
              "'\(measure.id)' has no amount of money that could answer",
              zh: "“\(measure.id)”没有可作反应的金额")
            : Message(
              "'\(measure.id)' has several amounts, and which of them answers is not said",
              zh: "“\(measure.id)”有多个金额,未指明哪一个作出反应"),
          expected: names.isEmpty
            ? nil
            : Message(
              "{elasticity: …, input: one of \(names.joined(separator: ", "))}",
              zh: "{elasticity: …, input: \(names.joined(separator: "、")) 之一}")))
    }
    guard let elasticity, let input else { return nil }
    return Answer(elasticity: elasticity, input: input, location: entry.keyLocation)
  }
}
