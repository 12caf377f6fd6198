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
  struct Value {
    var slot: Int?
    var scale: Int128
    var offset: Int128
    var denominator: Int128
    var low: Int128
    var high: Int128

    var constant: Int128? { slot == nil ? offset : nil }
  }

  let graph: RuleGraph
  private let source: RowSource
  private let bounds: ColumnBounds
  var program = BlockProgram()
  private var values: [RuleGraph.ID: Value] = [:]
  /// Bounds of the slots themselves.
  var slotBounds: [(low: Int128, high: Int128)] = []

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
      let (start, added) = (values[date]!, values[months]!)
      // No month has more than 31 days, and the day itself may move within its month.
      let low = try plus(start.low, times(min(added.low, 0), 31))
      let high = try plus(start.high, times(max(added.high, 0), 31))
      return emit(.plusMonths(try operand(start), try operand(added)), (low - 31, high + 31))
    case .fullMonths(let from, let to):
      let (start, end) = (values[from]!, values[to]!)
      // No month has fewer than 28 days.
      let most = max(0, try plus(end.high, -start.low)) / 28 + 1
      return emit(.fullMonths(try operand(start), try operand(end)), (0, most))
    }
  }

  let truth: (low: Int128, high: Int128) = (0, 1)
  /// Days of the years 0 to 9999, which a ledger may hold, with room to spare.
  let days: (low: Int128, high: Int128) = (-8_000_000, 8_000_000)

  private mutating func number(_ reference: ColumnReference) -> Value {
    emit(.loadNumber(reference), bounds[reference], over: source.denominator(of: reference))
  }
}
