import PolicyCatalogue
import Population
import Simulation

extension SettledPanel {
  /// W1 as commands settle any policy, claim by claim.
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
        return totals + sums + [award, min(1, budget / award)] + due + payments
      }
    }
  }
}
