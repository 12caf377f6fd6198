import PolicyCatalogue
import Population
import Simulation
import Testing

/// What must hold in every village, year and replicate, over the villages of the shipped scenario.
@Suite struct VillageIdentityTests {
  private let question: VillageQuestion
  private let villages: Villages

  init() throws {
    var question = try VillageScenario.load(
      path: ThreeVillages.scenarios + "/cixi-villages.yaml"
    ).villages
    question.replicates = 9
    // A town that keeps something makes the identity of subsidies say more.
    question.assumptions[.propertyTownKeeps] = Fraction(1, 20)
    self.question = question
    villages = try question.load().villages
  }

  @Test func accountsBalance() throws {
    let model = try VillageModel(question, villages)
    for replicate in [nil] + (0..<question.replicates).map(Optional.some) {
      let path = model.path(replicate: replicate)
      var worst = 0.0
      for village in 0..<villages.count {
        for year in question.years {
          func now(_ figure: VillageFigure) -> Double { path[figure, year, village] }
          let moved = path.assets(year, village) - path.assets(year - 1, village)
          let scale = 1 + path.assets(year, village)
          let faults = [
            moved - now(.revalued) - now(.invested),
            now(.debt) - path[.debt, year - 1, village] - now(.borrowed) + now(.repaid),
            now(.city) + now(.town) - now(.received) - now(.kept),
            now(.income) - now(.stable) - now(.subsidy),
            now(.stable) - now(.rent) - now(.lease) - now(.service) - now(.investment),
            // The city's half of operating funds is the town's.
            (now(.city) - now(.projectsCity) - now(.conversionsCity) - now(.land))
              - (now(.town) - now(.projectsTown) - now(.conversionsTown) - now(.taxReturned)),
          ]
          worst = max(worst, faults.map { abs($0) / scale }.max()!)
          #expect(now(.otherAssets) >= 0 && now(.debt) >= 0)
        }
      }
      #expect(worst < 1e-12, "replicate \(String(describing: replicate)): \(worst)")
    }
  }

  @Test func totalsAreSumsOverPaths() throws {
    let model = try VillageModel(question, villages)
    let projection = try model.project(threads: 1)
    let replicates = (0..<question.replicates).map { replicate in
      (Optional(replicate), projection.replicates.map { $0[replicate] })
    }
    for (replicate, totals) in [(nil, projection.central)] + replicates {
      let path = model.path(replicate: replicate)
      for (index, year) in question.years.enumerated() {
        let rows = 0..<villages.count
        let income = rows.reduce(0) { $0 + path[.income, year, $1] }
        let city = rows.reduce(0) { $0 + path[.city, year, $1] }
        #expect(abs(totals[index].income / income - 1) < 1e-12)
        #expect(abs(totals[index].city / city - 1) < 1e-12)
        #expect(
          totals[index].below == Double(rows.count { path[.income, year, $0] < 1_000_000 }))
      }
    }
    // Shocks do something.
    #expect(projection.replicates[4][0].income != projection.replicates[4][1].income)
  }

  @Test func sameBitsOnAnyNumberOfThreads() throws {
    let one = try projectVillages(question, villages, threads: 1)
    let two = try projectVillages(question, villages, threads: 2)
    #expect(one.central == two.central)
    #expect(one.replicates == two.replicates)
  }

  @Test func moreReplicatesLeaveTheFirstAsTheyWere() throws {
    var fewer = question
    fewer.replicates = 3
    let few = try projectVillages(fewer, villages)
    let many = try projectVillages(question, villages)
    for year in many.replicates.indices {
      #expect(Array(many.replicates[year].prefix(3)) == few.replicates[year])
    }
  }
}
