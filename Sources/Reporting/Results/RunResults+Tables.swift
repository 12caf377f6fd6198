package import PolicyCatalogue
import Population
package import Simulation

/// The CSV files of a result. Their headers are a contract: spreadsheets and scripts read them.
extension RunResults {
  package func measuresTable() -> CSVText {
    var table = CSVText(
      header: "article,item,measure,pool,claims,awarded,award_yuan,paid_yuan,low_yuan,high_yuan")
    for (index, measure) in policy.measures.enumerated() {
      let totals = measures[index]
      table.field(measure.article)
      table.field(measure.item)
      table.field(measure.id)
      table.field(scenario.pools[pools[index]].id)
      table.field(totals.claims)
      table.field(totals.awarded)
      table.field(fen: totals.award)
      table.field(fen: totals.paid)
      table.field(fen: totals.low)
      table.field(fen: totals.high)
      table.endRow()
    }
    return table
  }

  package func poolsTable() -> CSVText {
    var table = CSVText(
      header: "pool,budget_yuan,protected_yuan,demand_yuan,factor,paid_yuan,shortfall_yuan")
    for pool in settlement.pools {
      table.field(pool.id)
      if let budget = pool.budget { table.field(fen: budget) } else { table.blank() }
      table.field(fen: pool.protected)
      table.field(fen: pool.demand)
      table.field(pool.factorText)
      table.field(fen: pool.paid)
      table.field(fen: pool.shortfall)
      table.endRow()
    }
    return table
  }

  package func groupsTable(by column: RegisterColumn) -> CSVText {
    groupsTable(by: column, ClaimantSums(of: population, settlement.claims))
  }

  func groupsTable(by column: RegisterColumn, _ sums: ClaimantSums) -> CSVText {
    var table = CSVText(header: "name,enterprises,claims,award_yuan,paid_yuan")
    let totals = GroupTotals(by: population.register.text(column), sums)
    for group in totals.groups {
      table.field(group.name)
      table.field(group.enterprises)
      table.field(group.claims)
      table.field(fen: group.award)
      table.field(fen: group.paid)
      table.endRow()
    }
    return table
  }
}

extension PoolOutcome {
  package var factorText: String { Decimal.factor(factor) }
}
