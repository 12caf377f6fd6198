import Diagnostics
package import PolicyCatalogue

/// What a lever of the villages is to reach: a target of the document, or how likely it is.
package struct VillageGoal: Sendable, Hashable {
  /// What a figure is held against, of the central path or a share.
  package struct Bound: Sendable, Hashable {
    package var comparison: SolvingTarget.Comparison
    package var value: Double
  }

  /// As it was written.
  package var text: String
  package var target: VillageTarget.Kind
  /// Whether the share of the replicates that meet the target is looked at, and not the central path.
  package var isProbability: Bool
  /// Nil for what the target itself requires.
  package var bound: Bound?

  /// How a projection stands to it.
  package func standing(_ projection: VillageProjection) -> (figure: Double, isMet: Bool) {
    let found = projection.targets.first { $0.kind == target }!
    guard let bound else { return (found.central, found.isMetCentrally) }
    let figure = isProbability ? found.probability : found.central
    return (
      figure, bound.comparison == .atLeast ? figure >= bound.value : figure <= bound.value
    )
  }
}

extension VillageGoal {
  /// `TARGET`, or `TARGET` or `p.TARGET` with `=`, `>=` or `<=` and a number; `=` bounds on the side on
  /// which the document does. The columns of a sweep's villages name the same figures.
  package static func read(
    _ text: String, of question: VillageQuestion
  ) -> Result<VillageGoal, ParameterValueError> {
    do throws(ParameterValueError) {
      guard let written = WrittenTarget(text) else {
        throw ParameterValueError(
          Message("'\(text)' states no target", zh: "“\(text)”没有写明目标"), expected: form)
      }
      let isProbability = written.name.hasPrefix(probabilityPrefix)
      let target = try target(written.name, isProbability, of: question)
      var goal = VillageGoal(text: text, target: target, isProbability: isProbability)
      if let bound = written.bound {
        goal.bound = Bound(
          comparison: goal.comparison(bound.sign), value: try goal.value(bound.text))
      } else if isProbability {
        throw lacksShare(written.name)
      }
      return .success(goal)
    } catch {
      return .failure(error)
    }
  }

  private static let probabilityPrefix = "p."

  private static let form = Message(
    "TARGET, TARGET=VALUE or p.TARGET=SHARE, with =, >= or <=, such as assets>=130亿",
    zh: "“目标”“目标=数”或“p.目标=概率”,符号为 =、>= 或 <=,如 assets>=130亿")

  private static func target(
    _ name: String, _ isProbability: Bool, of question: VillageQuestion
  ) throws(ParameterValueError) -> VillageTarget.Kind {
    let plain = isProbability ? String(name.dropFirst(probabilityPrefix.count)) : name
    if let target = VillageTarget.Kind(rawValue: plain) { return target }
    switch plain {
    case "village_income_\(question.lastYear)": return .income
    case "village_growth": return .incomeGrowth
    case "villages_below_1m": return .noneBelow
    default: break
    }
    let names = VillageTarget.Kind.allCases.map(\.rawValue)
    let nearest = nearestName(to: plain, among: names)
    throw ParameterValueError(
      Message("'\(name)' is no target of the villages", zh: "“\(name)”不是村级目标"),
      expected: Message(
        "one of \(names.joined(separator: ", ")), or p. and one of them"
          + (nearest.map { "; did you mean '\($0)'?" } ?? ""),
        zh: "\(names.joined(separator: "、")) 之一,或 p. 加其中之一"
          + (nearest.map { ";是否为“\($0)”?" } ?? "")))
  }

  private func comparison(_ sign: WrittenTarget.Sign) -> SolvingTarget.Comparison {
    switch sign {
    case .atLeast: .atLeast
    case .atMost: .atMost
    case .equal:
      switch target {
      case .noneBelow, .noNewDebt: isProbability ? .atLeast : .atMost
      case .income, .incomeGrowth, .assets, .assetsGrowth, .lessDebt: .atLeast
      }
    }
  }

  private func value(_ text: String) throws(ParameterValueError) -> Double {
    let number: NumberText
    switch NumberText.parse(text) {
    case .success(let parsed): number = parsed
    case .failure(let problem):
      throw ParameterValueError(problem.message, expected: problem.expected)
    }
    let isAmount = !isProbability && (target == .income || target == .assets)
    let dimension = isAmount ? Dimension.money : .none
    guard (number.dimension ?? dimension) == dimension else {
      throw ParameterValueError(
        Message("'\(text)' has another unit", zh: "“\(text)”的单位不同"),
        expected: dimension.described)
    }
    if isProbability, number.value < .zero || number.value > 1 {
      throw Self.lacksShare(Self.probabilityPrefix + target.rawValue)
    }
    return number.value.approximation
  }

  private static func lacksShare(_ name: String) -> ParameterValueError {
    ParameterValueError(
      Message("'\(name)' needs a probability", zh: "“\(name)”须写概率"),
      expected: Message(
        "a share from 0% to 100%, such as p.income=50%", zh: "0% 至 100%,如 p.income=50%"))
  }
}
