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

extension Settler {
  /// Asks the few claims that a quick look picks out.
  ///
  /// - Parameters:
  ///   - flags: not zero where a claim is asked.
  ///   - body: takes the row of the plan, the enterprise's in the register, and the cell of each
  ///     answer; runs on several threads at once, for each claim once.
  func forEachClaim(
    where flags: ClaimFlags, _ questions: Questions,
    body:
      @Sendable (
        _ row: Int, _ enterprise: Int, _ answers: [UnsafePointer<Double>], _ cell: Int
      ) -> Void
  ) throws(DataError) {
    let picked = rows(where: flags)
    let prepared = ConcurrentResults<Asked?>(count: picked.count)
    withoutActuallyEscaping(questions) { questions in
      nonisolated(unsafe) let questions = questions
      Parallel.forEach(picked.count, threads: threads) { measure in
        prepared.run(measure) { () throws(DataError) in
          picked[measure].isEmpty ? nil : try ask(picked[measure], of: measure, questions)
        }
      }
    }
    let asked = try prepared.values().compactMap { $0 }
    let tasks = asked.indices.flatMap { table in
      Parallel.ranges(of: asked[table].rows.count, size: 1 << 12).map { (table: table, rows: $0) }
    }
    let (tables, failures) = (asked, FirstFailure())
    Parallel.forEach(tasks.count, threads: threads) { index in
      let table = tables[tasks[index].table]
      do throws(WideEvaluator.Overflow) {
        try table.rule.run(rows: tasks[index].rows) { first, count, cells in
          for i in 0..<count {
            body(
              table.offset + Int(table.rows[first + i]), Int(table.claims.enterprises[first + i]),
              cells, i)
          }
        }
      } catch {
        failures.record(index: table.offset + Int(table.rows[error.row]))
      }
    }
    if let row = failures.first { throw plan.overflow(row: row) }
  }

  /// The claims of a measure that are asked something, and what.
  private struct Asked: Sendable {
    let offset: Int
    let rows: [Int32]
    let claims: ClaimTable
    let rule: CompiledRule
  }

  private func ask(
    _ rows: [Int32], of measure: Int, _ questions: Questions
  ) throws(DataError) -> Asked {
    let source = plan.source(of: measure)
    var lowering = RuleLowering(values: values, source: source)
    let outputs: [RuleGraph.ID]
    do throws(Fraction.Overflow) {
      outputs = try questions(measure, &lowering)
    } catch {
      throw plan.overflow(measure: measure)
    }
    let read = Set(lowering.graph.nodes.compactMap(\.column))
    let claims = plan.population.claims[measure].answering(rows) { read.contains(.input($0)) }
    let rule = CompiledRule(
      lowering.graph, outputs: outputs, source: source.with(claims),
      bounds: plan.bounds(of: measure)
    )
    return Asked(offset: plan.offsets[measure], rows: rows, claims: claims, rule: rule)
  }

  /// By measure, the rows of its table whose flag is not zero, ascending.
  func rows(where flags: ClaimFlags) -> [[Int32]] {
    let tasks = plan.claimTasks
    let found = ConcurrentResults<[Int32]>(count: tasks.count)
    Parallel.forEach(tasks.count, threads: threads) { index in
      let (measure, rows) = (tasks[index].measure, tasks[index].rows)
      found.run(index) { () in flags.pick(rows, of: plan.population.claims[measure]) }
    }
    var rows = [[Int32]](repeating: [], count: policy.measures.count)
    for (task, part) in zip(tasks, found.successes()) { rows[task.measure] += part }
    return rows
  }
}

extension RuleLowering {
  /// A condition as 1 or 0.
  mutating func number(_ condition: Expression) throws(Fraction.Overflow) -> RuleGraph.ID {
    let holds = try lower(condition)
    return graph.select(holds, graph.constant(.one), graph.constant(.zero))
  }
}
