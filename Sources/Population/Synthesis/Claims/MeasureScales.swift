import PolicyCatalogue

/// What a measure's own rule says about the size of its inputs: the thresholds they are compared
/// with, the amounts at which ceilings are reached, the flags that are asked for.
///
/// With it a policy that nobody has described to the synthesis still gets claims on both sides of
/// its thresholds and ceilings.
struct MeasureScales {
  struct Scale {
    /// Bounds from below and from above that conditions and tiers state, natural units.
    var lower: [Double] = []
    var upper: [Double] = []
    /// Amounts at which a ceiling is reached.
    var ceilings: [Double] = []
    /// Whether a condition asks for yes (true) or for no (false).
    var wanted: Bool?
    /// The input that this one has grown from.
    var grownFrom: Int?
    /// The input whose steps above this one are counted.
    var before: Int?
  }

  private(set) var scales: [Scale]
  private let policy: Policy

  init(_ measure: Measure, policy: Policy) {
    self.policy = policy
    scales = [Scale](repeating: Scale(), count: measure.inputs.count)
    for condition in measure.conditions { visit(condition.expression, isWanted: true) }
    let limit = measure.limit.flatMap { constant($0.amount) }
    if let award = measure.award { visit(award, ceiling: limit) }
    // What is asked of the later amount is a scale of the earlier one too.
    for scale in scales {
      if let earlier = scale.grownFrom { scales[earlier].lower += scale.lower }
    }
    for index in scales.indices where followsItself(index) {
      // One of a circle must stand by itself; growth is the stronger tie than steps above a base.
      scales[index].before = nil
      if followsItself(index) { scales[index].grownFrom = nil }
    }
  }

  private func followsItself(_ index: Int) -> Bool {
    var place = index
    for _ in scales.indices {
      guard let next = scales[place].grownFrom ?? scales[place].before else { return false }
      if next == index { return true }
      place = next
    }
    return false
  }

  // MARK: Conditions

  private mutating func visit(_ expression: Expression, isWanted: Bool) {
    switch expression {
    case .input(let index):
      scales[index].wanted = isWanted
    case .not(let inner):
      visit(inner, isWanted: !isWanted)
    case .all(let parts), .any(let parts), .atLeast(_, let parts):
      for part in parts { visit(part, isWanted: isWanted) }
    case .compare(let comparison, let left, let right):
      bound(comparison, left, right, isWanted: isWanted)
    case .compareGrowth(_, let now, let before, _):
      if case .input(let later) = now, case .input(let earlier) = before, later != earlier {
        scales[later].grownFrom = earlier
      }
    default:
      break
    }
  }

  private mutating func bound(
    _ comparison: Comparison, _ left: Expression, _ right: Expression, isWanted: Bool
  ) {
    let (value, quantity, isMirrored): (Double, Expression, Bool)
    if let constant = constant(right) {
      (value, quantity, isMirrored) = (constant, left, false)
    } else if let constant = constant(left) {
      (value, quantity, isMirrored) = (constant, right, true)
    } else {
      return
    }
    var isLower: Bool
    switch comparison {
    case .greater, .greaterOrEqual, .equal: isLower = true
    case .less, .lessOrEqual: isLower = false
    case .notEqual: return
    }
    if isMirrored && comparison != .equal { isLower.toggle() }
    if !isWanted { isLower.toggle() }
    for index in inputs(quantity) {
      if isLower { scales[index].lower.append(value) } else { scales[index].upper.append(value) }
    }
  }

  // MARK: Awards

  private mutating func visit(_ award: Award, ceiling outer: Double?) {
    var ceiling = outer
    for adjustment in award.adjustments {
      for condition in adjustment.when { visitOptional(condition) }
      if case .cap(let cap) = adjustment.kind {
        if case .amount(let expression) = cap.base, let amount = constant(expression) {
          ceiling = min(ceiling ?? amount, amount)
        } else {
          visit(cap, ceiling: ceiling)
        }
      }
    }
    switch award.base {
    case .amount(let of):
      reached(ceiling, of: of)
    case .rate(let rate, let of), .perUnit(let rate, let of):
      reached(quotient(ceiling, constant(rate)), of: of)
    case .band(let low, let high, _, let of):
      let middle = constant(low).flatMap { low in constant(high).map { (low + $0) / 2 } }
      reached(quotient(ceiling, middle), of: of)
    case .perStep(let amount, let step, let of, let above, _):
      let size = constant(step)
      for index in inputs(of) {
        if let size { scales[index].lower.append(size) }
        if let steps = quotient(ceiling, constant(amount)), let size {
          scales[index].ceilings.append(steps * size)
        }
      }
      if let above, let later = inputs(of).first {
        for index in inputs(above) where index != later { scales[index].before = later }
      }
    case .brackets(let brackets, let of, _):
      for bracket in brackets {
        guard let bound = bracket.bound.flatMap({ constant($0) }), bound > 0 else { continue }
        for index in inputs(of) { scales[index].lower.append(bound) }
      }
    case .tiers(_, let tiers, let otherwise):
      for tier in tiers { visit(tier.award, ceiling: ceiling) }
      if let otherwise { visit(otherwise, ceiling: ceiling) }
    case .cases(let cases, let otherwise):
      for one in cases {
        for condition in one.when { visitOptional(condition) }
        visit(one.award, ceiling: ceiling)
      }
      if let otherwise { visit(otherwise, ceiling: ceiling) }
    case .sum(let parts), .greatest(let parts), .least(let parts):
      for part in parts { visit(part.award, ceiling: ceiling) }
    }
  }

  /// A condition that only chooses between awards: its bounds are scales, its flags are not asked for.
  private mutating func visitOptional(_ condition: Condition) {
    let wanted = scales.map(\.wanted)
    visit(condition.expression, isWanted: true)
    for index in scales.indices { scales[index].wanted = wanted[index] }
  }

  private mutating func reached(_ amount: Double?, of expression: Expression) {
    let indices = inputs(expression)
    guard let amount, amount > 0 else { return }
    for index in indices { scales[index].ceilings.append(amount / Double(indices.count)) }
  }

  private func quotient(_ ceiling: Double?, _ rate: Double?) -> Double? {
    guard let ceiling, let rate, rate > 0 else { return nil }
    return ceiling / rate
  }

  // MARK: Expressions

  /// The inputs whose size makes the size of the expression, each once.
  private func inputs(_ expression: Expression) -> [Int] {
    var found: [Int] = []
    func collect(_ expression: Expression) {
      switch expression {
      case .input(let index): if !found.contains(index) { found.append(index) }
      case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
        .conditional(_, let a, let b):
        collect(a)
        collect(b)
      case .minimum(let parts), .maximum(let parts): parts.forEach(collect)
      case .divide(let a, _): collect(a)
      default: break
      }
    }
    collect(expression)
    return found
  }

  /// The value of an expression over parameters; of a table its smallest.
  private func constant(_ expression: Expression) -> Double? {
    func both(_ a: Expression, _ b: Expression, _ combine: (Double, Double) -> Double) -> Double? {
      guard let a = constant(a), let b = constant(b) else { return nil }
      return combine(a, b)
    }
    switch expression {
    case .parameter(let index):
      guard case .number = policy.parameters[index].kind else { return nil }
      return policy.parameters[index].value.approximation
    case .add(let a, let b): return both(a, b, +)
    case .subtract(let a, let b): return both(a, b, -)
    case .multiply(let a, let b): return both(a, b, *)
    case .divide(let a, let b): return both(a, b) { $1 == 0 ? 0 : $0 / $1 }
    case .minimum(let parts): return parts.map(constant).reduce(nil, smaller)
    case .lookup(_, let rows, let otherwise):
      return rows.map { constant($0.value) }.reduce(otherwise.flatMap(constant), smaller)
    case .conditional(_, let a, let b): return both(a, b, min)
    default: return nil
    }
  }

  private func smaller(_ a: Double?, _ b: Double?) -> Double? {
    guard let a else { return b }
    guard let b else { return a }
    return min(a, b)
  }
}
