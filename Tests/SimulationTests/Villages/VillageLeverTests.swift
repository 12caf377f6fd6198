import PolicyCatalogue
import Population
import Simulation
import Testing

/// Each lever alone over three villages: A is weak (own income 300,000), B general (1.2 million), C
/// better off (4 million). Every figure is worked out by hand.
@Suite struct VillageLeverTests {
  private func values(
    _ path: VillagePath, _ figure: VillageFigure, _ village: Int, _ years: ClosedRange<Int>
  ) -> [Double] {
    // To the fen: shares such as 3 % are no Doubles.
    years.map { (path[figure, $0, village] * 100).rounded() / 100 }
  }

  @Test func withoutLeversTheWorldStandsStill() throws {
    let path = try ThreeVillages.path { _ in }
    let standing: [VillageFigure] = [
      .rent, .lease, .service, .investment, .subsidy, .income, .property, .otherAssets, .stake,
      .debt,
    ]
    for village in 0..<3 {
      for year in 2017...2021 {
        for figure in standing {
          #expect(path[figure, year, village] == path[figure, 2016, village], "\(figure) \(year)")
        }
        #expect(path[.city, year, village] == 0 && path[.town, year, village] == 0)
      }
    }
    #expect(path[.income, 2021, 0] == 300_000)
    #expect(path.assets(2021, 2) == 70_000_000)
  }

  @Test func operatingFunds() throws {
    let path = try ThreeVillages.path {
      $0[.operatingWeak] = 550_000
      $0[.operatingGeneral] = 350_000
      $0[.operatingBetter] = 250_000
      $0[.operatingCityShare] = Fraction(1, 2)
    }
    for year in 2017...2021 {
      // The class reads stable income, so that the funds themselves lift nobody.
      #expect((0..<3).map { path[.classNumber, year, $0] } == [1, 2, 3])
      #expect((0..<3).map { path[.income, year, $0] } == [850_000, 1_550_000, 4_250_000])
      #expect((0..<3).map { path[.city, year, $0] } == [275_000, 175_000, 125_000])
      #expect((0..<3).map { path[.town, year, $0] } == [275_000, 175_000, 125_000])
    }
  }

  @Test func thresholdsBelongToTheUpperClass() throws {
    let path = try ThreeVillages.path {
      $0[.weakBelow] = 300_000
      $0[.betterFrom] = 1_200_000
    }
    #expect((0..<3).map { path[.classNumber, 2017, $0] } == [2, 3, 3])
  }

  @Test func propertyOfWeakVillages() throws {
    func lever(_ assumptions: inout VillageAssumptions) {
      assumptions[.propertyCost] = 800_000
      assumptions[.propertyCityShare] = Fraction(1, 2)
      assumptions[.propertyTownShare] = Fraction(1, 5)
      assumptions[.propertyYield] = Fraction(6, 100)
      assumptions[.propertyDelay] = 1
    }
    let path = try ThreeVillages.path(lever)
    // 6 % of 800,000 a year later, and of another 800,000 a year after that.
    #expect(values(path, .rent, 0, 2017...2019) == [200_000, 248_000, 296_000])
    #expect(values(path, .city, 0, 2017...2018) == [400_000, 400_000])
    #expect(values(path, .town, 0, 2017...2018) == [160_000, 160_000])
    #expect(values(path, .property, 0, 2017...2018) == [4_800_000, 5_600_000])
    // Own share 240,000 a year; the new rent of 2018 is not spent in its first year.
    #expect(values(path, .otherAssets, 0, 2017...2018) == [760_000, 568_000])
    #expect(path[.city, 2017, 1] == 0 && path[.city, 2017, 2] == 0)

    let kept = try ThreeVillages.path {
      lever(&$0)
      $0[.propertyTownKeeps] = Fraction(1, 10)
    }
    #expect(values(kept, .kept, 0, 2017...2017) == [40_000])
    #expect(values(kept, .received, 0, 2017...2017) == [520_000])
    #expect(values(kept, .property, 0, 2017...2017) == [4_760_000])
    #expect(values(kept, .rent, 0, 2018...2018) == [245_600])
  }

  @Test func conversionOfIdleBuildings() throws {
    let path = try ThreeVillages.path {
      $0[.conversionPace] = Fraction(1, 5)
      $0[.conversionCost] = 600
      $0[.conversionCityShare] = Fraction(2, 5)
      $0[.conversionTownShare] = Fraction(1, 5)
      $0[.conversionRent] = 72
      $0[.conversionDelay] = 1
    }
    // 200 of 1,000 m², then 160 of 800.
    #expect(values(path, .conversions, 0, 2017...2018) == [120_000, 96_000])
    #expect(values(path, .city, 0, 2017...2018) == [48_000, 38_400])
    #expect(values(path, .town, 0, 2017...2018) == [24_000, 19_200])
    #expect(values(path, .rent, 0, 2017...2019) == [200_000, 214_400, 225_920])
  }

  @Test func taxesReturned() throws {
    let path = try ThreeVillages.path {
      $0[.taxRate] = Fraction(12, 100)
      $0[.taxTownShare] = Fraction(1, 4)
      $0[.taxReturned] = Fraction(2, 3)
    }
    // 3 % of rent, of which two thirds come back.
    #expect(
      (0..<3).map { values(path, .taxReturned, $0, 2017...2017)[0] } == [4_000, 20_000, 80_000])
    #expect((0..<3).map { values(path, .taxKept, $0, 2017...2017)[0] } == [2_000, 10_000, 40_000])
    #expect((0..<3).map { values(path, .town, $0, 2017...2017)[0] } == [4_000, 20_000, 80_000])
    #expect(values(path, .income, 0, 2017...2017) == [304_000])
    #expect(path[.city, 2017, 2] == 0)
  }

  @Test func landProceeds() throws {
    let path = try ThreeVillages.path {
      $0[.proceedsPrice] = 450_000
      $0[.proceedsReturned] = 1
    }
    #expect(values(path, .land, 1, 2017...2018) == [900_000, 900_000])
    #expect(values(path, .city, 1, 2017...2018) == [900_000, 900_000])
    #expect(values(path, .otherAssets, 1, 2017...2018) == [5_900_000, 6_800_000])
    // A stock, not income.
    #expect(values(path, .income, 1, 2017...2018) == [1_200_000, 1_200_000])
    #expect(path[.land, 2017, 0] == 0)
  }

  @Test func backlogInOrderOfTimeUntilItIsGone() throws {
    func path(share: Fraction, floor: Fraction) throws -> VillagePath {
      try ThreeVillages.path {
        $0[.backlogPrice] = 300_000
        $0[.backlogUntil] = 2013
        $0[.backlogLandIncome] = 100_000_000
        $0[.backlogShare] = share
        $0[.backlogFloor] = floor
      }
    }
    // C has waited since 2010 for 3 million, B since 2012 for 9 million; 5 million a year.
    let byShare = try path(share: Fraction(1, 20), floor: 4_000_000)
    #expect(values(byShare, .land, 2, 2017...2020) == [3_000_000, 0, 0, 0])
    #expect(values(byShare, .land, 1, 2017...2020) == [2_000_000, 5_000_000, 2_000_000, 0])
    // At least 8 million.
    let byFloor = try path(share: Fraction(1, 20), floor: 8_000_000)
    #expect(values(byFloor, .land, 1, 2017...2019) == [5_000_000, 4_000_000, 0])
  }

  @Test func jointProperty() throws {
    let path = try ThreeVillages.path {
      $0[.jointShare] = Fraction(1, 10)
      $0[.jointYield] = Fraction(6, 100)
      $0[.jointDelay] = 2
    }
    #expect(values(path, .joint, 0, 2017...2018) == [100_000, 90_000])
    #expect(values(path, .rent, 0, 2017...2020) == [200_000, 200_000, 206_000, 211_400])
    #expect(values(path, .property, 0, 2017...2017) == [4_100_000])
    #expect(path.assets(2018, 0) == 5_000_000)
  }

  @Test func guaranteedReturnAndDividend() throws {
    let path = try ThreeVillages.path {
      $0[.guaranteeShare] = Fraction(1, 10)
      $0[.guaranteeBase] = Fraction(4, 100)
      $0[.guaranteeDividend] = Fraction(2, 100)
    }
    #expect(values(path, .investment, 0, 2017...2018) == [0, 6_000])
    #expect(values(path, .stake, 0, 2017...2018) == [100_000, 190_000])
    // 90 % of 900,000, and the 6,000 that are new in 2018.
    #expect(values(path, .otherAssets, 0, 2017...2018) == [900_000, 816_000])
  }

  @Test func resourcesLeasedOut() throws {
    let path = try ThreeVillages.path {
      $0[.resourcesPace] = Fraction(1, 2)
      $0[.resourcesRent] = 1_000
    }
    #expect(values(path, .lease, 0, 2017...2019) == [130_000, 145_000, 152_500])
    #expect(values(path, .lease, 1, 2017...2017) == [200_000])
  }

  @Test func debtFallsEachYear() throws {
    let path = try ThreeVillages.path { $0[.debtRepayment] = Fraction(15, 100) }
    #expect(values(path, .debt, 0, 2017...2018) == [85_000, 72_250])
    #expect(values(path, .otherAssets, 0, 2017...2018) == [985_000, 972_250])
  }

  @Test func growthOfOneSourceIsCompound() throws {
    let path = try ThreeVillages.path {
      $0 = $0.setting("villages.growth.rent", to: Fraction(35, 1_000))!
    }
    var expected = 4_000_000.0
    for year in 2017...2021 {
      expected *= 1.035
      #expect(abs(path[.income, year, 2] / expected - 1) < 1e-12)
    }
  }
}
