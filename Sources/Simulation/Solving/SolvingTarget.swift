import Diagnostics
package import PolicyCatalogue

/// What a solution must keep: a figure of a pool or of all of them, and a bound on it.
package struct SolvingTarget: Sendable, Hashable {
  package enum Quantity: String, Sendable, Hashable, CaseIterable {
    case factor, demand, protected, award, paid, shortfall
  }

  package enum Comparison: String, Sendable, Hashable {
    case atLeast = ">="
    case atMost = "<="
  }

  package enum Bound: Sendable, Hashable {
    /// A factor, or an amount in fen.
    case value(Fraction)
    /// So many times the figure as the scenario stands.
    case shareOfBefore(Fraction)
    /// So many times the budget.
    case shareOfBudget(Fraction)
  }

  /// As it was written.
  package var text: String
  /// Index of the pool in the scenario; nil for all together.
  package var pool: Int?
  package var quantity: Quantity
  package var comparison: Comparison
  package var bound: Bound

  package init(
    text: String, pool: Int?, quantity: Quantity, comparison: Comparison, bound: Bound
  ) {
    self.text = text
    self.pool = pool
    self.quantity = quantity
    self.comparison = comparison
    self.bound = bound
  }

  /// The word for all pools together.
  package static let total = "total"

  /// Whether a figure keeps the bound.
  package func isMet(by figure: Fraction, bound: Fraction) -> Bool {
    comparison == .atLeast ? figure >= bound : figure <= bound
  }
}

extension SolvingTarget {
  /// `POOL.QUANTITY`, `=`, `>=` or `<=`, and a number, a share or `budget`.
  package static func read(
    _ text: String, in scenario: Scenario
  ) -> Result<SolvingTarget, ParameterValueError> {
    do throws(ParameterValueError) {
      guard let written = WrittenTarget(text), let bound = written.bound else {
        throw ParameterValueError(
          Message("'\(text)' states no target", zh: "“\(text)”没有写明目标"), expected: form)
      }
      let (pool, quantity) = try figure(written.name, in: scenario)
      let comparison: Comparison =
        switch bound.sign {
        case .equal: quantity == .factor ? .atLeast : .atMost
        case .atLeast: .atLeast
        case .atMost: .atMost
        }
      let target = SolvingTarget(
        text: text, pool: pool, quantity: quantity, comparison: comparison,
        bound: try self.bound(bound.text, of: quantity))
      try target.check(in: scenario)
      return .success(target)
    } catch {
      return .failure(error)
    }
  }

  private static let form = Message(
    "POOL.FIGURE=NUMBER, such as chapter-2.factor=1, chapter-2.demand=1.2亿 or total.award=95%",
    zh: "“资金盘子.指标=数”,如 chapter-2.factor=1、chapter-2.demand=1.2亿、total.award=95%")

  private static func figure(
    _ name: String, in scenario: Scenario
  ) throws(ParameterValueError) -> (pool: Int?, quantity: Quantity) {
    let pools = scenario.pools.map(\.id)
    let words = Quantity.allCases.map(\.rawValue)
    guard let dot = name.lastIndex(of: ".") else {
      throw ParameterValueError(
        Message("'\(name)' names no figure of a pool", zh: "“\(name)”不是资金盘子的指标"),
        expected: form)
    }
    let (id, word) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
    let pool = pools.firstIndex(of: id)
    if pool == nil && id != total {
      let near = nearestName(to: id, among: pools + [total]).map { "\($0).\(word)" }
      throw ParameterValueError(
        Message("there is no pool '\(id)'", zh: "没有资金盘子“\(id)”"),
        expected: suggestion(near, or: pools + [total]))
    }
    guard let quantity = Quantity(rawValue: word) else {
      let near = nearestName(to: word, among: words).map { "\(id).\($0)" }
      throw ParameterValueError(
        Message("a pool has no figure '\(word)'", zh: "资金盘子没有指标“\(word)”"),
        expected: suggestion(near, or: words))
    }
    return (pool, quantity)
  }

  private static func suggestion(_ near: String?, or words: [String]) -> Message {
    let all = Message.oneOf(words)
    guard let near else { return all }
    return Message(
      "\(all.english) (perhaps \(near))", zh: "\(all.chinese)(是否为 \(near)?)")
  }

  private static func bound(
    _ text: String, of quantity: Quantity
  ) throws(ParameterValueError) -> Bound {
    for word in ["ofbudget", "budget", "预算"] where text.hasSuffix(word) {
      let share = text.dropLast(word.count)
      if share.isEmpty { return .shareOfBudget(.one) }
      return .shareOfBudget(try number(String(share), Dimension.none).value)
    }
    if quantity == .factor {
      let value = try number(text, Dimension.none).value
      guard value >= .zero && value <= .one else {
        throw ParameterValueError(
          Message("a factor of \(text) is none", zh: "兑现比例不可能是 \(text)"),
          expected: Message("a number from 0 to 1, or 0% to 100%", zh: "0 至 1 或 0% 至 100% 的数"))
      }
      return .value(value)
    }
    let amount = try number(text, nil)
    if amount.isShare { return .shareOfBefore(amount.value) }
    guard amount.dimension ?? .money == .money, let fen = try? amount.value.times(100) else {
      throw ParameterValueError(
        Message(
          "'\(text)' is \(amount.dimension!.described.english)",
          zh: "“\(text)”是\(amount.dimension!.described.chinese)"),
        expected: Dimension.money.described)
    }
    return .value(fen)
  }

  private static func number(
    _ text: String, _ dimension: Dimension?
  ) throws(ParameterValueError) -> NumberText {
    switch NumberText.parse(text) {
    case .failure(let problem):
      throw ParameterValueError(problem.message, expected: problem.expected)
    case .success(let number):
      if let dimension, let found = number.dimension, found != dimension {
        throw ParameterValueError(
          Message(
            "'\(text)' is \(found.described.english)", zh: "“\(text)”是\(found.described.chinese)"),
          expected: dimension.described)
      }
      guard number.value >= .zero else {
        throw ParameterValueError(
          Message("'\(text)' is below zero", zh: "“\(text)”小于零"),
          expected: Message("a number of at least 0", zh: "不小于 0 的数"))
      }
      return number
    }
  }

  /// A factor is of one pool, and needs a budget to be below one.
  private func check(in scenario: Scenario) throws(ParameterValueError) {
    let limited = scenario.pools.indices.filter {
      scenario.budget(ofPool: scenario.pools[$0].id) != nil
    }
    if quantity == .factor && pool == nil && scenario.pools.count > 1 {
      throw ParameterValueError(
        Message("each pool has a factor of its own", zh: "每个资金盘子各有兑现比例"),
        expected: .oneOf(scenario.pools.map { "\($0.id).factor" }))
    }
    let needsBudget =
      switch bound {
      case .shareOfBudget: true
      case .value, .shareOfBefore: quantity == .factor
      }
    let asked = pool.map { [$0] } ?? Array(scenario.pools.indices)
    if needsBudget, let open = asked.first(where: { !limited.contains($0) }) {
      let id = scenario.pools[open].id
      throw ParameterValueError(
        Message("the pool '\(id)' has no budget", zh: "资金盘子“\(id)”没有预算"),
        expected: Message(
          "a budget in the scenario, or a target for its demand", zh: "情景中写明预算,或以需求为目标"))
    }
  }
}
