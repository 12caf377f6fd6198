import Diagnostics
import PolicyCatalogue

/// The plans for all inputs of a measure, or for the columns that a policy adds to the register.
struct CellPlans: Sendable {
  private(set) var plans: [CellPlan]
  /// The inputs in an order in which each comes after those that it follows.
  private(set) var order: [Int]
  /// 10^decimals by input; 1 where it is no number.
  private(set) var units: [Double]

  /// - Parameters:
  ///   - defaults: What is assumed where `named` holds nothing, by input.
  ///   - owner: The measure, for streams and messages; nil for the register.
  init(
    inputs: [InputSchema], defaults: [CellAssumption], named: [NamedCell], owner: String?,
    assumptions: SyntheticAssumptions, _ bag: inout DiagnosticBag
  ) {
    let names = inputs.map(\.name)
    units = inputs.map(Self.unit)
    plans = []
    order = []
    for cell in named where !names.contains(cell.name) {
      bag.report(
        Diagnostic(
          at: cell.location,
          Message(
            "\(owner ?? "the register") has no column '\(cell.name)'",
            zh: "\(owner ?? "名录")没有“\(cell.name)”这一列"),
          suggestion: nearestName(to: cell.name, among: names)))
    }
    for (index, input) in inputs.enumerated() {
      let stated = named.last { $0.name == input.name }
      let stream = RandomStream(
        seed: assumptions.seed, owner == nil ? "register" : "claim", owner ?? "", input.name)
      let kind = Self.kind(
        stated?.cell ?? defaults[index], input, inputs, assumptions,
        at: stated?.location ?? assumptions.location, &bag)
      plans.append(CellPlan(kind: kind ?? .text, stream: stream))
    }
    var placed = [Bool](repeating: false, count: plans.count)
    while order.count < plans.count {
      let next = plans.indices.filter { index in
        !placed[index] && (plans[index].needs.map { placed[$0] } ?? true)
      }
      if next.isEmpty {
        let circle = names.indices.filter { !placed[$0] }.map { names[$0] }
        bag.report(
          Diagnostic(
            at: named.first { circle.contains($0.name) }?.location ?? assumptions.location,
            Message(
              "these follow each other in a circle: " + circle.joined(separator: ", "),
              zh: "相互引用成环:" + circle.joined(separator: "、"))))
        return
      }
      for index in next { placed[index] = true }
      order += next
    }
  }

  private static func unit(_ input: InputSchema) -> Double {
    guard case .number(_, _, _, let decimals) = input.type else { return 1 }
    return (0..<decimals).reduce(1) { unit, _ in unit * 10 }
  }

  /// All columns, in the order of the inputs.
  func columns(_ context: CellContext, _ facts: ClaimantFacts, followsSize: Double) -> [Column] {
    var made = [Column?](repeating: nil, count: plans.count)
    for index in order {
      made[index] = plans[index].column(
        context, facts, followsSize: followsSize, made: made, decimals: units)
    }
    return made.map { $0! }
  }

  // MARK: Names to indices

  private static func kind(
    _ cell: CellAssumption, _ input: InputSchema, _ inputs: [InputSchema],
    _ assumptions: SyntheticAssumptions, at location: SourceLocation, _ bag: inout DiagnosticBag
  ) -> CellPlan.Kind? {
    func mismatch(_ expected: Message) -> CellPlan.Kind? {
      bag.report(
        Diagnostic(
          at: location,
          Message(
            "this assumption does not fit the column '\(input.name)'",
            zh: "该假设与“\(input.name)”列的类型不符"), expected: expected))
      return nil
    }
    func other(_ name: String) -> Int? {
      if let index = inputs.firstIndex(where: { $0.name == name }), inputs[index].name != input.name
      {
        return index
      }
      bag.report(
        Diagnostic(
          at: location,
          Message("there is no other column '\(name)'", zh: "没有另一列“\(name)”"),
          suggestion: nearestName(to: name, among: inputs.map(\.name))))
      return nil
    }
    func isNumber(_ index: Int) -> Bool {
      if case .number = inputs[index].type { true } else { false }
    }

    switch (input.type, cell) {
    case (.number(let kind, _, _, _), .number(let assumption)):
      let base: CellPlan.Base
      switch assumption.base {
      case .constant(let value): base = .constant(value)
      case .input(let name):
        guard let index = other(name) else { return nil }
        guard isNumber(index) else {
          return mismatch(Message("a column of numbers to follow", zh: "所引用的列应为数值"))
        }
        base = .input(index)
      case .attribute(let name):
        guard assumptions.attributes.contains(where: { $0.name == name }) else {
          bag.report(
            Diagnostic(
              at: location,
              Message("there is no attribute '\(name)'", zh: "没有“\(name)”这一指标"),
              suggestion: nearestName(to: name, among: assumptions.attributes.map(\.name))))
          return nil
        }
        base = .attribute(name)
      }
      let unit = unit(input)
      return .number(assumption, base, unit: unit, maximum: maximum(input, kind, unit: unit))
    case (.number(let kind, _, _, _), .rank(let name)):
      guard let index = other(name) else { return nil }
      guard isNumber(index) else {
        return mismatch(Message("a column of numbers to rank by", zh: "排名所依据的列应为数值"))
      }
      return .rank(index, maximum: maximum(input, kind, unit: 1))
    case (.number, _):
      return mismatch(Message("a number", zh: "数值"))
    case (.flag, .flag(let share)):
      return .flag(share)
    case (.flag, _):
      return mismatch(Message("a share of yes, such as 80%", zh: "“是”所占比例,如 80%"))
    case (.date, .dates(let from, let to)):
      return .dates(from, to)
    case (.date, .yearsBefore(let low, let high)):
      return .yearsBefore(low, high)
    case (.date, _):
      return mismatch(Message("from and to, or years before filing", zh: "起止日期,或申报前年数"))
    case (.level(let levels), .levels(let shares)):
      for share in shares where !levels.contains(share.name) {
        bag.report(
          Diagnostic(
            at: location,
            Message(
              "'\(share.name)' is no level of '\(input.name)'",
              zh: "“\(share.name)”不是“\(input.name)”的取值"),
            expected: Message(
              "one of " + levels.joined(separator: ", "), zh: levels.joined(separator: "、")),
            suggestion: nearestName(to: share.name, among: levels)))
      }
      let byLevel = levels.map { level in shares.first { $0.name == level }?.factor ?? 0 }
      guard byLevel.contains(where: { $0 > 0 }) else {
        return mismatch(Message("a share for at least one level", zh: "至少一个取值的比例"))
      }
      return .level(Choice(byLevel))
    case (.level(let levels), .byKind(let chosen)):
      var byKind: [UInt8] = []
      for kind in assumptions.kinds.map(\.name) {
        let level = chosen[kind] ?? levels[0]
        guard let index = levels.firstIndex(of: level) else {
          return mismatch(
            Message("one of " + levels.joined(separator: ", "), zh: levels.joined(separator: "、")))
        }
        byKind.append(UInt8(index))
      }
      return .byKind(byKind.isEmpty ? [0] : byKind)
    case (.level(let levels), .below(let name, let held, let notRisen)):
      guard let index = other(name) else { return nil }
      guard case .level(let above) = inputs[index].type else {
        return mismatch(Message("a level to lie below", zh: "所引用的列应为级别"))
      }
      let blank = levels.firstIndex(of: "").map { UInt8($0) }
      guard let blank else {
        return mismatch(Message("a column that may be blank", zh: "可以留空的列"))
      }
      let lower = above.map { level -> [UInt8] in
        let start = levels.firstIndex(of: level).map { $0 + 1 } ?? 0
        return levels.indices[start...].filter { levels[$0] != "" }.map { UInt8($0) }
      }
      let same = above.map { level in UInt8(levels.firstIndex(of: level) ?? Int(blank)) }
      return .below(index, lower: lower, same: same, blank: blank, held: held, notRisen: notRisen)
    case (.level, _):
      return mismatch(Message("shares by level", zh: "各取值的比例"))
    case (.text, _):
      return .text
    }
  }

  /// The largest cell allowed, in units of the column.
  private static func maximum(
    _ input: InputSchema, _ kind: InputType.NumberKind, unit: Double
  ) -> Double {
    var maximum = 0x1p53 - 1
    if let stated = input.maximum {
      maximum = min(maximum, (stated.approximation * unit).rounded(.down))
    }
    if kind == .rate { maximum = min(maximum, unit) }
    return maximum
  }
}
