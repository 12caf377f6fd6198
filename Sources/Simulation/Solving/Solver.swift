package import Diagnostics
import PolicyCatalogue
package import Population

/// Answers how far numbers of a scenario can go while a target is met.
///
/// Closed forms show where to look, and every step that the answer rests on is settled exactly.
package struct Solver: Sendable {
  private let scenario: Scenario
  private let population: Population
  private let batch: Batch
  private let threads: Int?

  /// - Throws: `DataError` where an amount is too large to be computed exactly.
  package init(
    _ scenario: Scenario, _ population: Population, threads: Int? = nil
  ) throws(DataError) {
    self.scenario = scenario
    self.population = population
    self.threads = threads
    batch = try Batch(scenario, population, threads: threads)
  }

  package func solve(_ question: SolvingQuestion) throws(DataError) -> Solution {
    let adjustment = try Adjustment(
      question.adjust, in: scenario, between: (question.from, question.to))
    let forms = try ClosedForms(scenario, population, moving: question.adjust, threads: threads)
    let before = try batch.settle([BatchPoint()])[0]
    let bound: Fraction
    do throws(Fraction.Overflow) {
      bound = try question.target.boundValue(before: before)
    } catch {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: scenario.path),
          Message("the target is too large to be computed exactly", zh: "目标数值过大,无法精确计算")))
    }
    let line = Line(
      batch: batch, forms: forms, scenario: scenario, adjustment: adjustment,
      target: question.target, bound: bound)
    var search = StepSearch(
      range: adjustment.range, start: adjustment.start, estimate: line.estimate, exact: line.exact,
      prefers: line.prefers)
    let answer = try search.run()
    return try solution(question, answer, line, before)
  }

  private func solution(
    _ question: SolvingQuestion, _ answer: StepSearch.Answer, _ line: Line, _ before: PointTotals
  ) throws(DataError) -> Solution {
    let adjustment = line.adjustment
    let (first, last) = (adjustment.range.lowerBound, adjustment.range.upperBound)
    let ends = [line.point(first), line.point(last)]
    var solution = Solution(
      question: question, outcome: .solved, adjustment: adjustment, bound: line.bound,
      before: Solution.Point(
        position: adjustment.isScale ? .one : adjustment.parameters[0].value,
        values: adjustment.parameters.map(\.value), totals: before,
        figure: question.target.figure(of: before)),
      ends: ends,
      otherTurns: answer.otherTurns.map {
        (adjustment.position(at: $0.met), adjustment.position(at: $0.missed))
      }, estimated: answer.estimated, settled: answer.settled, tooLarge: line.tooLarge)
    switch answer.outcome {
    case .nowhere: solution.outcome = .neverMet
    case .everywhere:
      solution.outcome = .metEverywhere
      let awards = ends.map { $0?.totals.award ?? 0 }
      // Where nothing changes, nothing needs to be changed.
      solution.after =
        awards[0] == awards[1] ? solution.before : ends[awards[0] > awards[1] ? 0 : 1]
    case .edge(let edge):
      solution.after = line.point(edge.met)
      solution.next = line.point(edge.missed)
    }
    if let after = solution.after { solution.closed = try line.check(after) }
    return solution
  }
}

/// The figures along the line of an adjustment.
private final class Line {
  let batch: Batch
  let forms: ClosedForms
  let scenario: Scenario
  let adjustment: Adjustment
  let target: SolvingTarget
  let bound: Fraction
  /// nil where the amounts are too large to be computed exactly: such a step counts as missed.
  private var settled: [Int64: PointTotals?] = [:]

  init(
    batch: Batch, forms: ClosedForms, scenario: Scenario, adjustment: Adjustment,
    target: SolvingTarget, bound: Fraction
  ) {
    self.batch = batch
    self.forms = forms
    self.scenario = scenario
    self.adjustment = adjustment
    self.target = target
    self.bound = bound
  }

  /// Steps at which the amounts were too large.
  var tooLarge: Int { settled.values.count { $0 == nil } }

  func estimate(_ steps: [Int64]) throws(DataError) -> [Bool] {
    let bound = bound.approximation
    return whereComputable(steps) { steps throws(DataError) in
      let values = steps.map(adjustment.values)
      let totals = try forms.totals(values.flatMap { $0 })
      var figures: [Double] = []
      for (index, values) in values.enumerated() {
        let point = try scenario.point(setting: adjustment.adjusted, to: values)
        figures.append(
          target.estimate(
            totals, at: index,
            budgets: scenario.pools.map { point.budget(ofPool: $0.id, in: scenario) }))
      }
      return figures
    }.map { figure in
      guard let figure else { return false }
      return target.comparison == .atLeast ? figure >= bound : figure <= bound
    }
  }

  func exact(_ steps: [Int64]) throws(DataError) -> [Bool] {
    let totals = whereComputable(steps) { steps throws(DataError) in
      var points: [BatchPoint] = []
      for step in steps {
        points.append(
          try scenario.point(setting: adjustment.adjusted, to: adjustment.values(at: step)))
      }
      return try batch.settle(points)
    }
    for (step, totals) in zip(steps, totals) { settled[step] = .some(totals) }
    return totals.map { totals in
      totals.map { target.isMet(by: target.figure(of: $0), bound: bound) } ?? false
    }
  }

  /// Of two steps that meet the target the one that leaves less of it unused; of equals the one that
  /// awards more.
  func prefers(_ step: Int64, to other: Int64) -> Bool {
    guard let a = point(step), let b = point(other) else { return false }
    let ahead = target.comparison == .atLeast ? a.figure < b.figure : a.figure > b.figure
    return ahead || (a.figure == b.figure && a.totals.award > b.totals.award)
  }

  /// What each step comes to, all of them at once; where that fails half of them at a time, down to
  /// those whose amounts are too large.
  private func whereComputable<Value>(
    _ steps: [Int64], _ compute: ([Int64]) throws(DataError) -> [Value]
  ) -> [Value?] {
    if let values = try? compute(steps) { return values }
    if steps.count < 2 { return [nil] }
    let middle = steps.count / 2
    return whereComputable(Array(steps[..<middle]), compute)
      + whereComputable(Array(steps[middle...]), compute)
  }

  /// nil where the amounts are too large. Precondition: the step was settled.
  func point(_ step: Int64) -> Solution.Point? {
    guard let known = settled[step] else { preconditionFailure("ends and edges are settled") }
    return known.map { totals in
      Solution.Point(
        position: adjustment.position(at: step), values: adjustment.values(at: step),
        totals: totals, figure: target.figure(of: totals))
    }
  }

  /// The closed forms at a point beside what was settled there.
  func check(_ point: Solution.Point) throws(DataError) -> Solution.ClosedCheck {
    let totals = try forms.totals(point.values)
    return Solution.ClosedCheck(
      award: totals.awards[0], bound: totals.awardBounds[0],
      difference: Double(point.totals.award) - totals.awards[0],
      closedClaims: forms.closedClaims, comparedClaims: forms.comparedClaims,
      settledClaims: forms.settledClaims)
  }
}
