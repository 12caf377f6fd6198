package import Diagnostics
import PolicyCatalogue
package import Population
package import Simulation

/// A projection of villages with everything that its files say.
package struct VillageResults: Sendable {
  package let scenario: VillageScenario
  /// The scenario's question, with what options changed about it.
  package let question: VillageQuestion
  package let villages: Villages
  package let projection: VillageProjection
  /// The central path of each village.
  package let path: VillagePath
  package let warnings: [Diagnostic]
  /// Rows of the villages in the order of the UTF-8 bytes of their ids.
  private let order: [Int]

  package init(
    scenario: VillageScenario, question: VillageQuestion, villages: Villages,
    projection: VillageProjection, path: VillagePath, warnings: [Diagnostic]
  ) {
    self.scenario = scenario
    self.question = question
    self.villages = villages
    self.projection = projection
    self.path = path
    self.warnings = warnings
    order = (0..<villages.count).sorted {
      villages.ids.utf8($0).lexicographicallyPrecedes(villages.ids.utf8($1))
    }
  }

  /// Every file that a result may consist of.
  package static let fileNames: Set<String> = [
    "villages.csv", "totals.csv", "targets.csv", ResultDirectory.mark,
  ]

  /// The files of this result, in the order in which they are written.
  package func files() -> [ResultFile] {
    [
      ResultFile("villages.csv", villagesTable().bytes),
      ResultFile("totals.csv", totalsTable().bytes),
      ResultFile("targets.csv", targetsTable().bytes),
      ResultFile(ResultDirectory.mark, Array(summary().text.utf8)),
    ]
  }

  /// The central path, a row a village and year.
  package func villagesTable() -> CSVText {
    var table = CSVText(
      header: "village,town,year,class,income_yuan,rent_yuan,lease_yuan,service_yuan,"
        + "investment_yuan,subsidy_yuan,assets_yuan,debt_yuan")
    for row in order {
      for year in path.years {
        table.field(utf8: villages.ids.utf8(row))
        table.field(villages.towns[row])
        table.field(year)
        table.field(path.villageClass(year, row)?.rawValue ?? "")
        let sources: [VillageFigure] = [.rent, .lease, .service, .investment, .subsidy]
        let amounts = sources.map { Estimate.fen(path[$0, year, row]) }
        // The sum of what stands beside it, so that a row adds up to the fen.
        table.field(fen: amounts.reduce(0, +))
        for amount in amounts { table.field(fen: amount) }
        table.field(fen: Estimate.fen(path.assets(year, row)))
        table.field(fen: Estimate.fen(path[.debt, year, row]))
        table.endRow()
      }
    }
    return table
  }

  /// The central path of the sums, and quantiles over the replicates.
  package func totalsTable() -> CSVText {
    var table = CSVText(
      header: "year,income_yuan,income_p05,income_p50,income_p95,growth,assets_yuan,assets_p05,"
        + "assets_p50,assets_p95,villages_below_1m,below_p05,below_p50,below_p95,"
        + "city_outlay_yuan,town_outlay_yuan")
    for year in totals {
      table.field(year.year)
      table.field(fen: Estimate.fen(year.central.income))
      for value in year.income { table.field(fen: Estimate.fen(value)) }
      if let growth = year.growth { table.field(Estimate.decimal(growth)) } else { table.blank() }
      table.field(fen: Estimate.fen(year.central.assets))
      for value in year.assets { table.field(fen: Estimate.fen(value)) }
      table.field(Int(year.central.below))
      for value in year.below { table.field(Self.count(value)) }
      for outlay in [year.central.city, year.central.town] {
        if year.isBase { table.blank() } else { table.field(fen: Estimate.fen(outlay)) }
      }
      table.endRow()
    }
    return table
  }

  package func targetsTable() -> CSVText {
    var table = CSVText(header: "target,required,central,probability")
    for target in projection.targets {
      table.field(target.kind.rawValue)
      table.field(target.comparison.rawValue + target.written(target.required))
      table.field(target.written(target.central))
      table.field(Estimate.decimal(target.probability))
      table.endRow()
    }
    return table
  }

  /// A quantile of counts: whole, or with what lies between two.
  private static func count(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : Estimate.decimal(value)
  }
}

extension VillageResults {
  /// A year of `totals.csv`.
  struct Year {
    var year: Int
    var isBase: Bool
    var central: VillageTotals
    /// Of income against the year before, on the central path.
    var growth: Double?
    /// Quantiles of 5, 50 and 95 percent; of the base year all its figure.
    var income, assets, below: [Double]
  }

  var totals: [Year] {
    let base = projection.base
    let first = Year(
      year: question.baseYear, isBase: true, central: base, growth: nil,
      income: [base.income, base.income, base.income],
      assets: [base.assets, base.assets, base.assets],
      below: [base.below, base.below, base.below])
    let shares = [0.05, 0.5, 0.95]
    return [first]
      + question.years.enumerated().map { index, year in
        let before = index == 0 ? base : projection.central[index - 1]
        let central = projection.central[index]
        return Year(
          year: year, isBase: false, central: central,
          growth: before.income > 0 ? central.income / before.income - 1 : nil,
          income: projection.quantiles(shares, of: \.income, year: index),
          assets: projection.quantiles(shares, of: \.assets, year: index),
          below: projection.quantiles(shares, of: \.below, year: index))
      }
  }
}

extension VillageTarget {
  /// As files have it: amounts with two decimals, shares with six, counts whole.
  func written(_ value: Double) -> String {
    switch kind {
    case .income, .assets: Yuan.plain(fen: Estimate.fen(value))
    case .incomeGrowth, .assetsGrowth: Estimate.decimal(value)
    case .noneBelow, .noNewDebt, .lessDebt: String(Int(value))
    }
  }
}

extension VillagePath {
  /// In the base year only what a list says.
  package func villageClass(_ year: Int, _ row: Int) -> VillageClass? {
    let number = Int(self[.classNumber, year, row])
    return number == 0 ? nil : VillageClass.allCases[number - 1]
  }
}
