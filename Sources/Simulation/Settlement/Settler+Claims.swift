import Diagnostics
import PolicyCatalogue
import Population

extension Settler {
  /// Questions to every claim of a measure: whole numbers.
  typealias Questions = (_ measure: Int, _ lowering: inout RuleLowering) throws(Fraction.Overflow)
    ->
    [RuleGraph.ID]

  /// Rows a task.
  private static let taskSize = 32 * BlockMachine.blockSize

  /// The answers of a block of claims of one measure.
  struct Answers {
    /// Row of the first of them.
    let firstRow: Int
    let count: Int
    /// Rows of their enterprises in the register.
    let enterprises: UnsafePointer<Int32>
    /// To each question, one cell a claim.
    let cells: [UnsafePointer<Double>]
  }

  /// Asks every claim of some measures, all of them by default. Measures all of whose answers are no
  /// are passed over.
  ///
  /// `body` runs on several threads at once, for each claim once.
  func forEachBlock(
    of measures: [Int]? = nil, skippingZero: Bool = true, _ questions: Questions,
    body: @Sendable (Answers) -> Void
  ) throws(DataError) {
    var tasks: [(measure: Int, rule: CompiledRule, rows: Range<Int>)] = []
    for measure in measures ?? Array(policy.measures.indices) {
      let source = plan.source(of: measure)
      if source.count == 0 { continue }
      var lowering = RuleLowering(values: values, source: source)
      let outputs: [RuleGraph.ID]
      do throws(Fraction.Overflow) {
        outputs = try questions(measure, &lowering)
      } catch {
        throw plan.overflow(measure: measure)
      }
      if skippingZero && outputs.allSatisfy({ lowering.graph.constant($0) == .zero }) { continue }
      let rule = CompiledRule(
        lowering.graph, outputs: outputs, source: source, bounds: plan.bounds(of: measure))
      for rows in Parallel.ranges(of: source.count, size: Self.taskSize) {
        tasks.append((measure, rule, rows))
      }
    }
    let failures = FirstFailure()
    let frozen = tasks
    Parallel.forEach(frozen.count, threads: threads) { index in
      let task = frozen[index]
      let offset = plan.offsets[task.measure]
      do throws(WideEvaluator.Overflow) {
        try plan.population.claims[task.measure].enterprises.withUnsafeBufferPointer {
          enterprises throws(WideEvaluator.Overflow) in
          try task.rule.run(rows: task.rows) { first, count, outputs in
            body(
              Answers(
                firstRow: offset + first, count: count,
                enterprises: enterprises.baseAddress! + first, cells: outputs))
          }
        }
      } catch {
        failures.record(index: offset + error.row)
      }
    }
    if let row = failures.first { throw plan.overflow(row: row) }
  }
}

extension RuleLowering {
  /// A condition as 1 or 0.
  mutating func number(_ condition: Expression) throws(Fraction.Overflow) -> RuleGraph.ID {
    let holds = try lower(condition)
    return graph.select(holds, graph.constant(.one), graph.constant(.zero))
  }
}
