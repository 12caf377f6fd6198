package import Simulation

extension RunResults {
  /// A line for each year and pool, and one `total` a year, on which villages stand too.
  ///
  /// `rolling3_yuan` is what is paid, falls due and goes to villages in the year and the two after it;
  /// it is empty where the projection ends before.
  package static func yearsTable(_ projection: YearProjection) -> CSVText {
    var table = CSVText(
      header: "year,pool,demand_yuan,paid_yuan,factor,commitments_yuan,"
        + "village_city_outlay_yuan,rolling3_yuan")
    let lines = projection.lines
    let outlay = lines.indices.map {
      projection.villageOutlay.isEmpty ? 0 : Estimate.fen(projection.villageOutlay[$0])
    }
    func rolling(_ year: Int, _ amount: (Int) -> Int64) {
      if year + 2 < lines.count {
        table.field(fen: (year...year + 2).reduce(0) { $0 + amount($1) })
      } else {
        table.blank()
      }
    }
    func sum(_ year: Int, _ amount: (YearProjection.Line) -> Int64) -> Int64 {
      lines[year].reduce(0) { $0 + amount($1) }
    }
    for year in lines.indices {
      for (pool, line) in lines[year].enumerated() {
        table.field(line.year)
        table.field(line.outcome.id)
        table.field(fen: line.outcome.demand)
        table.field(fen: line.outcome.paid)
        table.field(line.outcome.factorText)
        table.field(fen: line.commitments)
        table.blank()
        rolling(year) { lines[$0][pool].outcome.paid + lines[$0][pool].commitments }
        table.endRow()
      }
      table.field(projection.years.lowerBound + year)
      table.field("total")
      table.field(fen: sum(year) { $0.outcome.demand })
      table.field(fen: sum(year) { $0.outcome.paid })
      table.blank()
      table.field(fen: sum(year) { $0.commitments })
      table.field(fen: outlay[year])
      rolling(year) { sum($0) { $0.outcome.paid + $0.commitments } + outlay[$0] }
      table.endRow()
    }
    return table
  }
}
