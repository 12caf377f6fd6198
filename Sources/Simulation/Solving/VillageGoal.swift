import Diagnostics
package import PolicyCatalogue

/// What a lever of the villages is to reach: a target of the document, or how likely it is.
package struct VillageGoal: Sendable, Hashable {
  /// As it was written.
  package var text: String
  package var target: VillageTarget.Kind
  /// Whether the share of the replicates that meet the target is looked at, and not the central path.
  package var isProbability: Bool
  /// A figure of the central path, or a share; nil for what the target itself requires.
  package var bound: Double?

  /// `TARGET`, `TARGET=VALUE` or `p.TARGET=SHARE`. The columns of a sweep's villages name the same
  /// figures.
  package static func read(
    _ text: String, of question: VillageQuestion
  ) -> Result<VillageGoal, ParameterValueError> {
    let parts = text.split(separator: "=", maxSplits: 1).map { part in
      part.filter { $0 != " " && $0 != ">" && $0 != "<" }
    }
    let name = parts.first ?? ""
    let isProbability = name.hasPrefix("p.")
    let columns = [
      "village_income_\(question.lastYear)": VillageTarget.Kind.income,
      "village_growth": .incomeGrowth, "villages_below_1m": .noneBelow,
    ]
    let plain = isProbability ? String(name.dropFirst(2)) : name
    guard let target = VillageTarget.Kind(rawValue: plain) ?? columns[plain] else {
      let names = VillageTarget.Kind.allCases.map(\.rawValue)
      let nearest = nearestName(to: plain, among: names)
      return .failure(
        ParameterValueError(
          Message("'\(name)' is no target of the villages", zh: "“\(name)”不是村级目标"),
          expected: Message(
            "one of \(names.joined(separator: ", ")), or p. and one of them"
              + (nearest.map { "; did you mean '\($0)'?" } ?? ""),
            zh: "\(names.joined(separator: "、")) 之一,或 p. 加其中之一"
              + (nearest.map { ";是否为“\($0)”?" } ?? ""))))
    }
    guard parts.count == 2 else {
      guard !isProbability else { return .failure(lacksShare(name)) }
      return .success(
        VillageGoal(text: text, target: target, isProbability: false, bound: nil))
    }
    switch NumberText.parse(parts[1]) {
    case .failure(let problem):
      return .failure(ParameterValueError(problem.message, expected: problem.expected))
    case .success(let number):
      let isAmount = target == .income || target == .assets
      let dimension = isAmount && !isProbability ? Dimension.money : .none
      guard (number.dimension ?? dimension) == dimension else {
        return .failure(
          ParameterValueError(
            Message("'\(parts[1])' has another unit", zh: "“\(parts[1])”的单位不同"),
            expected: dimension.described))
      }
      if isProbability, number.value < .zero || number.value > 1 {
        return .failure(lacksShare(name))
      }
      return .success(
        VillageGoal(
          text: text, target: target, isProbability: isProbability,
          bound: number.value.approximation))
    }
  }

  private static func lacksShare(_ name: String) -> ParameterValueError {
    ParameterValueError(
      Message("'\(name)' needs a probability", zh: "“\(name)”须写概率"),
      expected: Message(
        "a share from 0% to 100%, such as p.income=50%", zh: "0% 至 100%,如 p.income=50%"))
  }

  /// How a projection stands to it.
  package func standing(_ projection: VillageProjection) -> (figure: Double, isMet: Bool) {
    let found = projection.targets.first { $0.kind == target }!
    if isProbability { return (found.probability, found.probability >= (bound ?? 1)) }
    guard let bound else { return (found.central, found.isMetCentrally) }
    let isMet =
      switch found.comparison {
      // What is written is to be reached; strictness belongs to what the document requires.
      case .above, .atLeast: found.central >= bound
      case .atMost: found.central <= bound
      }
    return (found.central, isMet)
  }
}
