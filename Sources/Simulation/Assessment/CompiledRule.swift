import Diagnostics
import PolicyCatalogue
import Population

/// A graph made ready for the rows of one source: in Doubles where they are exact, else in fractions.
struct CompiledRule: Sendable {
  private enum Engine: Sendable {
    case block(BlockProgram)
    case wide(WideEvaluator)
  }

  private let engine: Engine
  private let outputCount: Int
  private let source: RowSource

  /// Outputs are whole numbers below 2^53 (truths are 1 and 0).
  init(
    _ graph: RuleGraph, outputs: [RuleGraph.ID], source: RowSource, bounds: ColumnBounds
  ) {
    outputCount = outputs.count
    self.source = source
    do {
      engine = .block(
        try BlockCompiler.compile(graph, outputs: outputs, source: source, bounds: bounds))
    } catch {
      engine = .wide(WideEvaluator(graph: graph, outputs: outputs, source: source))
    }
  }

  /// Calls `consume` with blocks of rows; see `BlockMachine.run`.
  func run(
    rows: Range<Int>,
    consume: (_ first: Int, _ count: Int, _ outputs: [UnsafePointer<Double>]) -> Void
  ) throws(WideEvaluator.Overflow) {
    switch engine {
    case .block(let program):
      BlockMachine(program: program, source: source).run(rows: rows, consume: consume)
    case .wide(let evaluator):
      try runWide(evaluator, rows, consume)
    }
  }

  private func runWide(
    _ evaluator: WideEvaluator, _ rows: Range<Int>,
    _ consume: (_ first: Int, _ count: Int, _ outputs: [UnsafePointer<Double>]) -> Void
  ) throws(WideEvaluator.Overflow) {
    let size = BlockMachine.blockSize
    let cells = UnsafeMutablePointer<Double>.allocate(capacity: outputCount * size)
    defer { cells.deallocate() }
    let outputs = (0..<outputCount).map { UnsafePointer(cells + $0 * size) }
    var first = rows.lowerBound
    while first < rows.upperBound {
      let count = min(size, rows.upperBound - first)
      for i in 0..<count {
        for (index, value) in try evaluator.evaluate(row: first + i).enumerated() {
          if !value.isInteger || value.numerator.magnitude >= BlockCompiler.limit.magnitude {
            throw WideEvaluator.Overflow(row: first + i)
          }
          cells[index * size + i] = Double(value.numerator)
        }
      }
      consume(first, count, outputs)
      first += count
    }
  }
}
