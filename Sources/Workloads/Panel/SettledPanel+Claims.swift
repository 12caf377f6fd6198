import PolicyCatalogue
import Population
import Simulation

/// The same as commands settle any policy: claim by claim, and class by class in a grid.
extension SettledPanel {
  func evaluationOfClaims() throws -> PanelWorkload.Run {
    let (scenario, population, threads) = (scenario, population, threads)
    let (enterprises, townCount) = (files.stated.enterprises, files.stated.towns)
    let budget = Double(files.stated.budget)
    let towns = population.register.text(.town).codes
    return {
      let claims = try settle(scenario, population, threads: threads).claims
      let measures = scenario.policy.measures.count
      var byTown = [Double](repeating: 0, count: measures * townCount)
      var awards = [Double](repeating: 0, count: enterprises)
      var paid = awards
      for measure in 0..<measures {
        let offset = claims.offsets[measure]
        for (row, enterprise) in population.claims[measure].enterprises.enumerated() {
          let award = claims.awards[offset + row]
          byTown[measure * townCount + Int(towns[Int(enterprise)])] += award
          awards[Int(enterprise)] += award
          paid[Int(enterprise)] += claims.paid[offset + row]
        }
      }
      let (sums, due, payments) = (byTown, awards, paid)
      return {
        let totals = (0..<measures).map { measure in
          sums[measure * townCount..<(measure + 1) * townCount].reduce(0, +)
        }
        let award = totals.reduce(0, +)
        return totals + sums + [award, Swift.min(1, budget / award)] + due
          + payments
      }
    }
  }

  /// From a batch that is ready and has answered nothing.
  func gridOfClaims(_ name: String) throws -> PanelWorkload.Run {
    let batch = try Batch(scenario, population, threads: threads)
    let points = try points(of: sweep(name))
    let budget = Double(files.stated.budget)
    return {
      batch.forgetAnswers()
      let totals = try batch.settle(points)
      return {
        totals.map { Double($0.award) } + totals.map { Swift.min(1, budget / Double($0.award)) }
      }
    }
  }

  /// Every combination, the last axis moving fastest.
  private func points(of sweep: PanelFiles.Sweep) throws -> [BatchPoint] {
    var points = [BatchPoint()]
    for (place, measure) in sweep.measures.enumerated() {
      var longer: [BatchPoint] = []
      for point in points {
        for (rate, cap) in zip(sweep.rates[place], sweep.caps[place]) {
          var next = point
          for (number, text) in [("rate", rate), ("cap", cap)] {
            let address = "\(PanelPolicy.id(measure)).\(number)"
            try next.set(
              adjustable(address), to: value(text, of: address), in: scenario)
          }
          longer.append(next)
        }
      }
      points = longer
    }
    return points
  }
}
