import PolicyCatalogue
import Population

/// Evaluates a graph row by row in fractions of 128-bit integers: for rules that divide by a column, or
/// whose steps may pass 2^53.
struct WideEvaluator: Sendable {
  /// Even 128 bits do not hold a step of the rule for this row.
  struct Overflow: Error {
    var row: Int
  }

  private enum Cell {
    case number(Fraction)
    case date(Int?)
    case truth(Bool)
  }

  private let graph: RuleGraph
  private let order: [RuleGraph.ID]
  private let outputs: [RuleGraph.ID]
  private let source: RowSource

  init(graph: RuleGraph, outputs: [RuleGraph.ID], source: RowSource) {
    self.graph = graph
    self.outputs = outputs
    self.source = source
    order = graph.reachable(from: outputs)
  }

  /// The outputs of one row, in their order; a truth is 1 or 0.
  func evaluate(row: Int) throws(Overflow) -> [Fraction] {
    var cells = [Cell](repeating: .truth(false), count: graph.nodes.count)
    do throws(Fraction.Overflow) {
      for id in order { cells[id] = try evaluate(graph[id], cells, row) }
    } catch {
      throw Overflow(row: row)
    }
    return outputs.map { output in
      switch cells[output] {
      case .number(let value): value
      case .truth(let value): value ? .one : .zero
      case .date: preconditionFailure("no rule yields a date")
      }
    }
  }

  private func evaluate(
    _ node: RuleGraph.Node, _ cells: [Cell], _ row: Int
  ) throws(Fraction.Overflow) -> Cell {
    func number(_ id: RuleGraph.ID) -> Fraction {
      switch cells[id] {
      case .number(let value): value
      case .truth(let value): value ? .one : .zero
      case .date: preconditionFailure("the catalogue has checked types")
      }
    }
    func truth(_ id: RuleGraph.ID) -> Bool { number(id) != .zero }
    func date(_ id: RuleGraph.ID) -> Int? {
      switch cells[id] {
      case .date(let days): days
      // A date that is a parameter is a constant like any other.
      case .number(let value): Int(value.numerator)
      case .truth: preconditionFailure("the catalogue has checked types")
      }
    }

    switch node {
    case .constant(let value): return .number(value)
    case .truth(let value): return .truth(value)
    case .number, .date, .flag, .levels, .texts, .known: return load(node, row)

    case .add(let a, let b): return .number(try number(a).plus(number(b)))
    case .subtract(let a, let b): return .number(try number(a).minus(number(b)))
    case .multiply(let a, let b): return .number(try number(a).times(number(b)))
    case .divide(let a, let b):
      let divisor = number(b)
      return .number(divisor == .zero ? .zero : try number(a).divided(by: divisor))
    case .minimum(let a, let b): return .number(min(number(a), number(b)))
    case .maximum(let a, let b): return .number(max(number(a), number(b)))
    case .floor(let a): return .number(Fraction(number(a).floor))
    case .select(let condition, let a, let b): return truth(condition) ? cells[a] : cells[b]
    case .count(let terms):
      return .number(Fraction(terms.reduce(0) { $0 + (truth($1) ? 1 : 0) }))

    case .compare(let comparison, let a, let b):
      return .truth(comparison.holds(number(a), number(b)))
    case .compareDates(let comparison, let a, let b):
      guard let x = date(a), let y = date(b) else { return .truth(false) }
      return .truth(comparison.holds(x, y))
    case .and(let a, let b): return .truth(truth(a) && truth(b))
    case .or(let a, let b): return .truth(truth(a) || truth(b))
    case .not(let a): return .truth(!truth(a))
    case .plusMonths(let a, let months):
      guard let days = date(a) else { return .date(nil) }
      let later = CalendarDate(daysSince1970: days).adding(
        months: CalendarDate.bounded(months: number(months).floor))
      return .date(later.daysSince1970)
    case .fullMonths(let a, let b):
      guard let from = date(a), let to = date(b) else { return .number(.zero) }
      let months = CalendarDate(daysSince1970: to).fullMonths(
        since: CalendarDate(daysSince1970: from))
      return .number(Fraction(months))
    }
  }

  private func load(_ node: RuleGraph.Node, _ row: Int) -> Cell {
    guard let reference = node.column else { preconditionFailure("not a column") }
    let place = source.row(of: reference, at: row)
    switch (node, source.column(reference)) {
    case (.number, .numbers(let cells)):
      return .number(Fraction(Int128(cells[place]), source.denominator(of: reference)))
    case (.date, .dates(let cells)):
      return .date(cells[place] == Column.blankDate ? nil : Int(cells[place]))
    case (.flag, .flags(let cells)): return .truth(cells[place] != 0)
    case (.levels(_, let mask), .levels(let cells)):
      return .truth((mask >> UInt64(cells[place])) & 1 == 1)
    case (.texts(_, let codes), .text(let column)):
      return .truth(codes.contains(column.codes[place]))
    case (.known, .dates(let cells)): return .truth(cells[place] != Column.blankDate)
    case (.known, .levels(let cells)):
      guard case .level(let names) = source.schema(of: reference).type else {
        preconditionFailure("a level column has levels")
      }
      return .truth(names[Int(cells[place])] != "")
    case (.known, .text(let column)): return .truth(column[place] != "")
    case (.known, _): return .truth(true)
    default: preconditionFailure("the column does not have its schema's type")
    }
  }
}
