import Diagnostics
import PolicyCatalogue
import Population

// The claims of a measure by the rule that pays them.
extension ClosedClaims {
  /// The free claims of a measure by the rule that pays them, with their shapes; the rules and cells of
  /// the tied ones go to `ruled`. nil, and nothing is changed, where a quantity has no cells.
  ///
  /// - Parameter rows: of the plan, those that nothing bars.
  func pieces(
    of measure: Int, _ rules: [ClosedRule], _ rows: [Int], isFree: (Int) -> Bool,
    _ shapes: inout [ClosedShape], _ ruled: inout RuledRows
  ) throws(DataError) -> [ClosedPiece]? {
    let offset = plan.offsets[measure]
    var pieces: [ClosedPiece] = []
    var made: [ClosedShape] = []
    var tied: [(row: Int, cell: RuledRows.Cell)] = []
    for rule in rules {
      let chosen = try self.rows(rows.map { $0 - offset }, of: measure, thatKeep: rule.filters)
      if chosen.isEmpty { continue }
      guard let (unit, cells) = cells(of: rule.quantity, measure, chosen) else { return nil }
      let shape = shapes.count + made.count
      made.append(
        ClosedShape(
          measure: measure, rate: rule.rate.map(number), cap: rule.cap.map(number),
          bounds: rule.bounds.map { ($0.comparison, number($0.number)) }, unit: unit))
      var free: [Int64] = []
      for (row, cell) in zip(chosen, cells) {
        if isFree(offset + row) {
          free.append(cell)
        } else {
          tied.append((offset + row, RuledRows.Cell(shape: Int32(shape), cell: cell)))
        }
      }
      guard let piece = ClosedPiece(shape: shape, cells: free) else { return nil }
      pieces.append(piece)
    }
    shapes += made
    ruled.add(measure, tied)
    return pieces
  }

  private func number(_ number: ClosedNumber) -> ClosedShape.Number {
    if case .stated(.parameter(let index)) = number, let place = places[index] {
      return .moving(place)
    }
    if !number.reads(anyOf: moving), let value = try? number.value({ settler.values[$0] }) {
      return .fixed(value)
    }
    return .made(number)
  }

  private func rows(
    _ rows: [Int], of measure: Int, thatKeep filters: [Expression]
  ) throws(DataError) -> [Int] {
    if filters.isEmpty { return rows }
    let source = plan.source(of: measure)
    var lowering = RuleLowering(values: settler.values, source: source)
    let output: RuleGraph.ID
    do throws(Fraction.Overflow) {
      output = try lowering.number(.all(filters))
    } catch {
      throw plan.overflow(measure: measure)
    }
    let rule = CompiledRule(
      lowering.graph, outputs: [output], source: source, bounds: plan.bounds(of: measure))
    var keeps = [Bool](repeating: false, count: source.count)
    do throws(WideEvaluator.Overflow) {
      try rule.run(rows: 0..<source.count) { first, count, outputs in
        for i in 0..<count { keeps[first + i] = outputs[0][i] != 0 }
      }
    } catch {
      throw plan.overflow(row: plan.offsets[measure] + error.row)
    }
    return rows.filter { keeps[$0] }
  }

  /// A quantity as whole numbers of 1 ÷ unit, below 2^53; nil where it has no unit small enough.
  private func cells(
    of quantity: Expression?, _ measure: Int, _ rows: [Int]
  ) -> (unit: Int128, cells: [Int64])? {
    guard let quantity else { return (1, [Int64](repeating: 0, count: rows.count)) }
    let source = plan.source(of: measure)
    let reference: ColumnReference? =
      switch quantity {
      case .input(let index): .input(index)
      case .enterprise(let index): .enterprise(index)
      default: nil
      }
    if let reference, case .numbers(let column) = source.column(reference) {
      return (
        source.denominator(of: reference),
        rows.map { Int64(column[source.row(of: reference, at: $0)]) }
      )
    }
    var lowering = RuleLowering(values: settler.values, source: source)
    guard let output = try? lowering.lower(quantity) else { return nil }
    let evaluator = WideEvaluator(graph: lowering.graph, outputs: [output], source: source)
    var values: [Fraction] = []
    var unit: Int128 = 1
    for row in rows {
      guard let value = try? evaluator.evaluate(row: row)[0] else { return nil }
      values.append(value)
      let divisor = greatestCommonDivisor(unit.magnitude, value.denominator.magnitude)
      unit *= value.denominator / Int128(divisor)
      if unit > Self.largestUnit { return nil }
    }
    var cells: [Int64] = []
    for value in values {
      let cell = value.numerator * (unit / value.denominator)
      if cell.magnitude >= 1 << 53 { return nil }
      cells.append(Int64(cell))
    }
    return (unit, cells)
  }

  private static let largestUnit: Int128 = 1_000_000_000_000
}
