import PolicyCatalogue
import Population

/// Compiles a graph to a `BlockProgram` if every step of it stays below 2^53 for the rows at hand.
///
/// Bounds come from the columns themselves, so the same rule may run in Doubles over one ledger and in
/// 128-bit integers over another.
struct BlockCompiler {
  /// The rule has a division by a column, or may pass 2^53.
  struct NeedsWide: Error {}

  static let limit: Int128 = 1 << 53

  /// (scale × slot + offset) ÷ denominator, with the bounds of scale × slot + offset.
  fileprivate struct Value {
    var slot: Int?
    var scale: Int128
    var offset: Int128
    var denominator: Int128
    var low: Int128
    var high: Int128

    var constant: Int128? { slot == nil ? offset : nil }
  }

  fileprivate let graph: RuleGraph
  private let source: RowSource
  private let bounds: ColumnBounds
  fileprivate var program = BlockProgram()
  private var values: [RuleGraph.ID: Value] = [:]
  /// Bounds of the slots themselves.
  fileprivate var slotBounds: [(low: Int128, high: Int128)] = []

  static func compile(
    _ graph: RuleGraph, outputs: [RuleGraph.ID], source: RowSource, bounds: ColumnBounds
  ) throws(NeedsWide) -> BlockProgram {
    var compiler = BlockCompiler(graph: graph, source: source, bounds: bounds)
    for node in graph.reachable(from: outputs) {
      compiler.values[node] = try compiler.value(of: graph[node])
    }
    for output in outputs {
      guard let value = compiler.values[output], value.denominator == 1 else {
        preconditionFailure("outputs are whole numbers")
      }
      compiler.program.outputs.append(try compiler.operand(value))
    }
    return compiler.program.allocatingRegisters()
  }

  private init(graph: RuleGraph, source: RowSource, bounds: ColumnBounds) {
    self.graph = graph
    self.source = source
    self.bounds = bounds
  }

  // MARK: Nodes

  private mutating func value(of node: RuleGraph.Node) throws(NeedsWide) -> Value {
    switch node {
    case .constant(let fraction):
      return constant(fraction.numerator, over: fraction.denominator)
    case .truth(let truth):
      return constant(truth ? 1 : 0, over: 1)
    case .number(let reference): return number(reference)
    case .date(let reference): return emit(.loadDate(reference), days)
    case .flag(let reference): return emit(.loadFlag(reference), truth)
    case .levels(let reference, let mask): return emit(.testLevels(reference, mask), truth)
    case .texts(let reference, let codes): return emit(.testTexts(reference, codes), truth)
    case .known(let reference): return emit(.testKnown(reference), truth)

    case .add(let a, let b): return try sum(values[a]!, values[b]!)
    case .subtract(let a, let b): return try sum(values[a]!, scaled(values[b]!, by: -1))
    case .multiply(let a, let b): return try product(values[a]!, values[b]!)
    case .divide: throw NeedsWide()
    case .minimum(let a, let b): return try minimum(values[a]!, values[b]!)
    case .maximum(let a, let b): return try maximum(values[a]!, values[b]!)
    case .floor(let a): return try floor(values[a]!)
    case .select(let condition, let a, let b):
      return try select(values[condition]!, values[a]!, values[b]!)
    case .count(let terms):
      var result = constant(0, over: 1)
      for term in terms { result = try sum(result, values[term]!) }
      return result

    case .compare(let comparison, let a, let b):
      return try compare(comparison, values[a]!, values[b]!)
    case .compareDates(let comparison, let a, let b):
      let (x, y) = (try operand(values[a]!), try operand(values[b]!))
      return switch comparison {
      case .less: emit(.less(x, y), truth)
      case .lessOrEqual: emit(.lessOrEqual(x, y), truth)
      case .greater: emit(.less(y, x), truth)
      case .greaterOrEqual: emit(.lessOrEqual(y, x), truth)
      case .equal: emit(.equal(x, y), truth)
      case .notEqual: emit(.differ(x, y), truth)
      }
    case .and(let a, let b):
      return emit(.and(try operand(values[a]!), try operand(values[b]!)), truth)
    case .or(let a, let b):
      return emit(.or(try operand(values[a]!), try operand(values[b]!)), truth)
    case .not(let a): return try sum(constant(1, over: 1), scaled(values[a]!, by: -1))
    case .plusMonths(let date, let months):
      return emit(.plusMonths(try operand(values[date]!), try operand(values[months]!)), days)
    case .fullMonths(let from, let to):
      return emit(
        .fullMonths(try operand(values[from]!), try operand(values[to]!)), (0, 12 * 10_000))
    }
  }

  fileprivate let truth: (low: Int128, high: Int128) = (0, 1)
  /// The years 0 to 9999 and what adding months to them can reach.
  fileprivate let days: (low: Int128, high: Int128) = (-8_000_000, 8_000_000)

  private mutating func number(_ reference: ColumnReference) -> Value {
    emit(.loadNumber(reference), bounds[reference], over: source.denominator(of: reference))
  }
}

// MARK: - Arithmetic on scaled values

extension BlockCompiler {
  fileprivate func constant(_ numerator: Int128, over denominator: Int128) -> Value {
    Value(
      slot: nil, scale: 0, offset: numerator, denominator: denominator, low: numerator,
      high: numerator)
  }

  fileprivate func scaled(_ value: Value, by factor: Int128) throws(NeedsWide) -> Value {
    let (x, y) = (try times(value.low, factor), try times(value.high, factor))
    return Value(
      slot: value.slot, scale: try times(value.scale, factor),
      offset: try times(value.offset, factor), denominator: value.denominator, low: min(x, y),
      high: max(x, y))
  }

  /// Both over their least common denominator.
  fileprivate func aligned(_ a: Value, _ b: Value) throws(NeedsWide) -> (Value, Value) {
    if a.denominator == b.denominator { return (a, b) }
    let divisor = Int128(
      greatestCommonDivisor(a.denominator.magnitude, b.denominator.magnitude))
    var x = try scaled(a, by: b.denominator / divisor)
    var y = try scaled(b, by: a.denominator / divisor)
    x.denominator = try times(a.denominator, b.denominator / divisor)
    y.denominator = x.denominator
    return (x, y)
  }

  fileprivate mutating func sum(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    let (x, y) = try aligned(a, b)
    let (low, high) = (try plus(x.low, y.low), try plus(x.high, y.high))
    // A constant, or the same slot again, only moves scale and offset: no operator is needed.
    if x.slot == nil || y.slot == nil || x.slot == y.slot {
      return Value(
        slot: x.slot ?? y.slot, scale: try plus(x.scale, y.scale),
        offset: try plus(x.offset, y.offset), denominator: x.denominator, low: low, high: high)
    }
    return emit(
      .add(try operand(x), try operand(y)), (low, high), over: x.denominator)
  }

  fileprivate mutating func product(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    if let x = a.constant, let y = b.constant {
      let product = Fraction(try times(x, y), try times(a.denominator, b.denominator))
      return constant(product.numerator, over: product.denominator)
    }
    if let factor = a.constant { return try multiplied(b, by: factor, over: a.denominator) }
    if let factor = b.constant { return try multiplied(a, by: factor, over: b.denominator) }
    let corners = [
      try times(a.low, b.low), try times(a.low, b.high), try times(a.high, b.low),
      try times(a.high, b.high),
    ]
    return emit(
      .multiply(try operand(a), try operand(b)), (corners.min()!, corners.max()!),
      over: try times(a.denominator, b.denominator))
  }

  private func multiplied(
    _ value: Value, by factor: Int128, over denominator: Int128
  ) throws(NeedsWide) -> Value {
    let divisor = Int128(
      greatestCommonDivisor(factor.magnitude, value.denominator.magnitude))
    var result = try scaled(value, by: factor / divisor)
    result.denominator = try times(value.denominator / divisor, denominator)
    return result
  }

  fileprivate mutating func minimum(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    var (x, y) = try aligned(a, b)
    if x.high <= y.low { return x }
    if y.high <= x.low { return y }
    let bounds = (min(x.low, y.low), min(x.high, y.high))
    let denominator = x.denominator
    // Beyond the point where the cap is reached the base no longer matters; bringing it there keeps
    // base × rate below 2^53 however large the base is.
    if let cap = y.constant { x = try clamped(x, to: cap) }
    if let cap = x.constant { y = try clamped(y, to: cap) }
    return emit(.minimum(try operand(x), try operand(y)), bounds, over: denominator)
  }

  /// A value that is the same up to `cap` and not below it beyond, where the value itself does not fit.
  private mutating func clamped(_ value: Value, to cap: Int128) throws(NeedsWide) -> Value {
    guard let slot = value.slot, value.scale > 0, !fits(value) else { return value }
    let distance = try plus(cap, -value.offset)
    let reached = max(0, (distance + value.scale - 1) / value.scale)
    let bounds = (slotBounds[slot].low, min(slotBounds[slot].high, reached))
    let whole = Value(
      slot: slot, scale: 1, offset: 0, denominator: 1, low: slotBounds[slot].low,
      high: slotBounds[slot].high)
    var result = emit(
      .minimum(try operand(whole), try operand(constant(reached, over: 1))), bounds)
    result = try scaled(result, by: value.scale)
    result.offset = value.offset
    result.low = try plus(result.low, value.offset)
    result.high = try plus(result.high, value.offset)
    result.denominator = value.denominator
    return result
  }

  fileprivate mutating func maximum(_ a: Value, _ b: Value) throws(NeedsWide) -> Value {
    let (x, y) = try aligned(a, b)
    if x.low >= y.high { return x }
    if y.low >= x.high { return y }
    return emit(
      .maximum(try operand(x), try operand(y)), (max(x.low, y.low), max(x.high, y.high)),
      over: x.denominator)
  }

  fileprivate mutating func floor(_ value: Value) throws(NeedsWide) -> Value {
    let low = Fraction(value.low, value.denominator).floor
    let high = Fraction(value.high, value.denominator).floor
    if low == high { return constant(low, over: 1) }
    if value.scale % value.denominator == 0 {
      // A whole multiple: only the offset has a part to lose.
      return Value(
        slot: value.slot, scale: value.scale / value.denominator,
        offset: Fraction(value.offset, value.denominator).floor, denominator: 1, low: low,
        high: high)
    }
    // A quotient that is no integer is at least 1 ÷ divisor away from the next one, which is more than
    // half a unit in the last place while the dividend is below 2^53: the rounded quotient has the
    // same floor as the exact one.
    return emit(
      .floorDivide(try operand(value), try double(value.denominator)), (low, high))
  }

  fileprivate mutating func select(
    _ condition: Value, _ a: Value, _ b: Value
  ) throws(NeedsWide) -> Value {
    if let truth = condition.constant { return truth != 0 ? a : b }
    let (x, y) = try aligned(a, b)
    let cell = try materialised(condition)
    return emit(
      .select(cell, try operand(x), try operand(y)), (min(x.low, y.low), max(x.high, y.high)),
      over: x.denominator)
  }

  fileprivate mutating func compare(
    _ comparison: Comparison, _ a: Value, _ b: Value
  ) throws(NeedsWide) -> Value {
    var (x, y) = try aligned(a, b)
    // What the bounds decide needs no operator.
    if x.high < y.low { return constant(comparison.holds(0, 1) ? 1 : 0, over: 1) }
    if x.low > y.high { return constant(comparison.holds(1, 0) ? 1 : 0, over: 1) }
    if let bound = y.constant { (x, y) = try reduced(x, bound) }
    let (p, q) = (try operand(x), try operand(y))
    switch comparison {
    case .less: return emit(.less(p, q), truth)
    case .lessOrEqual: return emit(.lessOrEqual(p, q), truth)
    case .greater: return emit(.less(q, p), truth)
    case .greaterOrEqual: return emit(.lessOrEqual(q, p), truth)
    case .equal: return emit(.equal(p, q), truth)
    case .notEqual: return try sum(constant(1, over: 1), scaled(emit(.equal(p, q), truth), by: -1))
    }
  }

  /// scale × x + offset against a bound, divided by what the numbers have in common.
  private func reduced(_ x: Value, _ bound: Int128) throws(NeedsWide) -> (Value, Value) {
    let distance = try plus(bound, -x.offset)
    let divisor = Int128(greatestCommonDivisor(x.scale.magnitude, distance.magnitude))
    var result = x
    result.scale = x.scale / divisor
    result.offset = 0
    result.low = (x.low - x.offset) / divisor
    result.high = (x.high - x.offset) / divisor
    return (result, constant(distance / divisor, over: x.denominator))
  }
}

// MARK: - Operands and slots

extension BlockCompiler {
  private func times(_ a: Int128, _ b: Int128) throws(NeedsWide) -> Int128 {
    let (result, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw NeedsWide() }
    return result
  }

  private func plus(_ a: Int128, _ b: Int128) throws(NeedsWide) -> Int128 {
    let (result, overflow) = a.addingReportingOverflow(b)
    if overflow { throw NeedsWide() }
    return result
  }

  private func double(_ integer: Int128) throws(NeedsWide) -> Double {
    if integer.magnitude >= Self.limit.magnitude { throw NeedsWide() }
    return Double(integer)
  }

  /// Whether scale × slot, the offset and their sum all stay below 2^53.
  private func fits(_ value: Value) -> Bool {
    [value.low, value.high, value.low - value.offset, value.high - value.offset, value.offset]
      .allSatisfy { $0.magnitude < Self.limit.magnitude }
  }

  fileprivate mutating func operand(_ value: Value) throws(NeedsWide) -> BlockProgram.Operand {
    if !fits(value) { throw NeedsWide() }
    return BlockProgram.Operand(
      slot: value.slot ?? BlockProgram.noSlot,
      scale: value.slot == nil ? 0 : try double(value.scale),
      offset: try double(value.offset))
  }

  /// A slot whose cells are the value itself.
  private mutating func materialised(_ value: Value) throws(NeedsWide) -> Int {
    if let slot = value.slot, value.scale == 1, value.offset == 0 { return slot }
    let zero = try operand(constant(0, over: 1))
    return emit(.add(try operand(value), zero), (value.low, value.high)).slot!
  }

  fileprivate mutating func newSlot(_ bounds: (low: Int128, high: Int128)) -> Int {
    slotBounds.append(bounds)
    return slotBounds.count - 1
  }

  fileprivate mutating func emit(
    _ instruction: BlockProgram.Instruction, _ bounds: (low: Int128, high: Int128),
    over denominator: Int128 = 1
  ) -> Value {
    let slot = newSlot(bounds)
    program.steps.append(BlockProgram.Step(target: slot, instruction: instruction))
    return Value(
      slot: slot, scale: 1, offset: 0, denominator: denominator, low: bounds.low,
      high: bounds.high)
  }
}
