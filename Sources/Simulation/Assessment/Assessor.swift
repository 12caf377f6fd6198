import Diagnostics
import LinearAlgebra
import PolicyCatalogue
import Population

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
    var assessment = Assessment(
      assessed: [Double](repeating: 0, count: plan.count),
      reasons: [Reason](repeating: .none, count: plan.count),
      held: plan.policy.hasLadders ? [Double](repeating: 0, count: plan.count) : [])
    try assessment.withCells { cells throws(DataError) in try assess(values, into: cells) }
    return assessment
  }

  /// Assesses every claim.
  ///
  /// - Parameter cells: need not have been initialised; every one is.
  func assess(_ values: ParameterValues, into cells: AssessmentCells) throws(DataError) {
    for measure in plan.policy.measures.indices where plan.policy.measures[measure].award == nil {
      for row in plan.rows(of: measure) { cells.set(row, to: 0, .none) }
    }
    var sum = 0.0
    for (measure, row) in plan.assumedRows {
      let amount = Double(plan.scenario.assumed[measure]!)
      cells.set(row, to: amount, .none)
      sum += amount
    }
    sum += try assess(rules(of: Array(plan.policy.measures.indices), values), into: cells)
    // Every later sum is of parts of these: below 2^53 together, they are exact in any order.
    if sum >= ExactProduct.limit { throw plan.totalOverflow() }
  }

  /// Assesses some measures anew; the rows of the others stay as they are.
  func assess(
    _ measures: [Int], _ values: ParameterValues, _ assessment: inout Assessment
  ) throws(DataError) {
    try assess(rules(of: measures, values), &assessment)
  }

  /// Assesses the measures of some rules anew.
  func assess(
    _ rules: [(measure: Int, rule: CompiledRule)], _ assessment: inout Assessment
  ) throws(DataError) {
    try assessment.withCells { cells throws(DataError) in _ = try assess(rules, into: cells) }
  }

  private func rules(
    of measures: [Int], _ values: ParameterValues
  ) throws(DataError) -> [(measure: Int, rule: CompiledRule)] {
    var rules: [(measure: Int, rule: CompiledRule)] = []
    for measure in measures {
      if let rule = try rule(of: measure, values) { rules.append((measure, rule)) }
    }
    return rules
  }

  /// - Returns: what the claims come to together, in fen; exact below 2^53.
  private func assess(
    _ rules: [(measure: Int, rule: CompiledRule)], into cells: AssessmentCells
  ) throws(DataError) -> Double {
    var tasks: [(measure: Int, rule: CompiledRule, rows: Range<Int>)] = []
    for (measure, rule) in rules {
      for rows in Parallel.ranges(of: plan.source(of: measure).count, size: Self.taskSize) {
        tasks.append((measure, rule, rows))
      }
    }
    let failures = FirstFailure()
    let frozen = tasks
    let sums = [Double](count: tasks.count) { sums in
      // Each task writes its own.
      nonisolated(unsafe) let sums = sums
      Parallel.forEach(frozen.count, threads: threads) { index in
        let task = frozen[index]
        let offset = plan.offsets[task.measure]
        sums[index] = 0
        do throws(WideEvaluator.Overflow) {
          try task.rule.run(rows: task.rows) { first, count, outputs in
            sums[index] += cells.fill(offset + first, count, outputs)
          }
        } catch {
          failures.record(index: offset + error.row)
        }
      }
    }
    if let row = failures.first { throw plan.overflow(row: row) }
    return sums.reduce(0, +)
  }

  /// nil where the measure has no rule or no claims.
  func rule(of measure: Int, _ values: ParameterValues) throws(DataError) -> CompiledRule? {
    let source = plan.source(of: measure)
    guard source.count > 0, let award = plan.policy.measures[measure].award else { return nil }
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
