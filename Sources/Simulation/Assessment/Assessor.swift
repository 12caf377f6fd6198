import Diagnostics
import LinearAlgebra
import PolicyCatalogue
import Population

/// What every claim is worth by its measure's own rule, over all rows of the plan.
struct Assessment: Sendable {
  /// In whole fen.
  var assessed: [Double]
  /// Why it is zero, where it is.
  var reasons: [Reason]
  /// What was held before, in whole fen; filled in the rows of measures with a ladder only, and empty
  /// if there is none.
  var held: [Double]
}

extension Assessment {
  /// That of some rows.
  func selecting(_ rows: [Int32]) -> Assessment {
    Assessment(
      assessed: rows.map { assessed[Int($0)] }, reasons: rows.map { reasons[Int($0)] },
      held: held.isEmpty ? [] : rows.map { held[Int($0)] })
  }
}

/// Runs the measures' own rules over the columns.
struct Assessor: Sendable {
  /// Rows a task: enough to hide its cost, few enough to share out evenly.
  private static let taskSize = 32 * BlockMachine.blockSize

  private let plan: Plan
  private let threads: Int

  init(plan: Plan, threads: Int) {
    self.plan = plan
    self.threads = threads
  }

  func assess(_ values: ParameterValues) throws(DataError) -> Assessment {
    let hasLadders = plan.policy.measures.contains { $0.ladder != nil }
    var assessment = Assessment(
      assessed: [Double](repeating: 0, count: plan.count),
      reasons: [Reason](repeating: .none, count: plan.count),
      held: hasLadders ? [Double](repeating: 0, count: plan.count) : [])
    for (measure, row) in plan.assumedRows {
      assessment.assessed[row] = Double(plan.scenario.assumed[measure]!)
    }
    try assess(
      plan.policy.measures.indices.filter { plan.source(of: $0).count > 0 }, values, &assessment)
    // Every later sum is of parts of these: below 2^53 together, they are exact in any order.
    if assessment.assessed.reduce(0, +) >= ExactProduct.limit { throw plan.totalOverflow() }
    return assessment
  }

  /// Assesses some measures anew; the rows of the others stay as they are.
  func assess(
    _ measures: [Int], _ values: ParameterValues, _ assessment: inout Assessment
  ) throws(DataError) {
    var tasks: [(measure: Int, rule: CompiledRule, rows: Range<Int>)] = []
    for measure in measures {
      guard let rule = try rule(of: measure, values) else { continue }
      for rows in Parallel.ranges(of: plan.source(of: measure).count, size: Self.taskSize) {
        tasks.append((measure, rule, rows))
      }
    }
    let failures = FirstFailure()
    assessment.assessed.withUnsafeMutableBufferPointer { assessed in
      assessment.reasons.withUnsafeMutableBufferPointer { reasons in
        assessment.held.withUnsafeMutableBufferPointer { held in
          // Each task writes the rows of its own range only.
          nonisolated(unsafe) let (assessed, reasons, held) = (assessed, reasons, held)
          let tasks = tasks
          Parallel.forEach(tasks.count, threads: threads) { index in
            let task = tasks[index]
            let offset = plan.offsets[task.measure]
            do throws(WideEvaluator.Overflow) {
              try task.rule.run(rows: task.rows) { first, count, outputs in
                for i in 0..<count {
                  assessed[offset + first + i] = outputs[0][i]
                  reasons[offset + first + i] = Reason(rawValue: UInt16(outputs[1][i]))
                }
                if outputs.count > 2 {
                  for i in 0..<count { held[offset + first + i] = outputs[2][i] }
                }
              }
            } catch {
              failures.record(index: offset + error.row)
            }
          }
        }
      }
    }
    if let row = failures.first { throw plan.overflow(row: row) }
  }

  private func rule(
    of measure: Int, _ values: ParameterValues
  ) throws(DataError) -> CompiledRule? {
    guard let award = plan.policy.measures[measure].award else { return nil }
    let source = plan.source(of: measure)
    var lowering = RuleLowering(values: values, source: source)
    let lowered: MeasureGraph
    do throws(Fraction.Overflow) {
      lowered = try lowering.lower(plan.policy.measures[measure], award: award, of: plan.policy)
    } catch {
      throw plan.overflow(measure: measure)
    }
    var outputs = [lowered.assessed, lowered.reason]
    if let held = lowered.held { outputs.append(held) }
    return CompiledRule(
      lowered.graph, outputs: outputs, source: source, bounds: plan.bounds(of: measure))
  }
}
