import PolicyCatalogue
import Population
package import Simulation

/// The answer to a question of `outlay solve`, as files and as text.
package struct SolutionResults: AnswerFiles {
  let context: ResultContext
  let solution: Solution

  package init(_ solution: Solution, of context: ResultContext) {
    self.solution = solution
    self.context = context
  }

  var scenario: Scenario { context.scenario }

  package static let fileNames: Set<String> = [
    "solution.csv", "solution-pools.csv", ResultDirectory.mark,
  ]

  package func files() -> [ResultFile] {
    [
      ResultFile("solution.csv", solutionTable().bytes),
      ResultFile("solution-pools.csv", poolsTable().bytes),
      ResultFile(ResultDirectory.mark, Array(summary().text.utf8)),
    ]
  }

  package var outcome: Solution.Outcome { solution.outcome }

  var parameters: [Parameter] { solution.adjustment.parameters }
  var target: SolvingTarget { solution.question.target }

  /// `chapter-2`, or `total`.
  var poolName: String { target.pool.map { scenario.pools[$0].id } ?? SolvingTarget.total }

  /// `after` is blank where no value meets the target.
  package func solutionTable() -> CSVText {
    var table = CSVText(header: "address,before,after,step")
    for (index, parameter) in parameters.enumerated() {
      table.field(parameter.address)
      table.field(parameter.plainText(of: parameter.value))
      if let after = solution.after {
        table.field(parameter.plainText(of: after.values[index]))
      } else {
        table.blank()
      }
      table.field(Decimal.exact(parameter.step))
      table.endRow()
    }
    return table
  }

  /// What the solution does to every pool; as the scenario stands where there is none.
  package func poolsTable() -> CSVText {
    var table = CSVText(
      header: "pool,budget_before_yuan,budget_after_yuan,protected_before_yuan,"
        + "protected_after_yuan,demand_before_yuan,demand_after_yuan,factor_before,factor_after,"
        + "paid_before_yuan,paid_after_yuan")
    let before = solution.before.totals.pools
    for (a, b) in zip(before, solution.after?.totals.pools ?? before) {
      table.field(a.id)
      for budget in [a.budget, b.budget] {
        if let budget { table.field(fen: budget) } else { table.blank() }
      }
      for fen in [a.protected, b.protected, a.demand, b.demand] { table.field(fen: fen) }
      table.field(a.factorText)
      table.field(b.factorText)
      table.field(fen: a.paid)
      table.field(fen: b.paid)
      table.endRow()
    }
    return table
  }
}
