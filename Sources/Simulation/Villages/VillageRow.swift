/// A row of state of four villages after the transition, with what else the year needs to know.
struct VillageRow {
  var rent, lease, service, investment, subsidy: VillageLanes
  var property, otherAssets, stake, debt, idle: VillageLanes
  /// Values before the year.
  var propertyBefore, otherAssetsBefore: VillageLanes
  /// 1 plus the shock of each source, never below zero, in the order of `VillageSource`.
  var rentFactor, leaseFactor, serviceFactor, investmentFactor: VillageLanes
  var propertyFactor, otherAssetsFactor: VillageLanes
  /// Of the year before.
  var stableBefore, incomeBefore: VillageLanes
  /// Cash for land, which nothing that happens to the village changes.
  var land: VillageLanes
  /// 1 for a village, 0 for an empty row.
  var weight: VillageLanes
  /// By the city's list: the class, and the operating funds that go with it.
  var listedClass, listedFunds: VillageLanes
}

extension VillageLanes {
  /// `pointwiseMax` asks the C library for each lane.
  @inline(__always)
  func atLeast(_ bound: VillageLanes) -> VillageLanes {
    replacing(with: bound, where: self .< bound)
  }

  @inline(__always)
  func atMost(_ bound: VillageLanes) -> VillageLanes {
    replacing(with: bound, where: self .> bound)
  }

  /// How much of what is wanted the means allow: 1, or less where they do not suffice.
  @inline(__always)
  static func affordable(_ wanted: VillageLanes, _ means: VillageLanes) -> VillageLanes {
    VillageLanes(repeating: 1).replacing(with: means / wanted, where: wanted .> means)
  }
}

extension VillageNumbers {
  /// One year of four villages: shocks, class, levers, income, funds, debt, in this order.
  @inline(__always)
  func year(_ row: VillageRow) -> VillageYear {
    let zero = VillageLanes.zero

    // Shocks. What a shock makes of values is revaluation.
    var rent = row.rent * row.rentFactor
    let lease = row.lease * row.leaseFactor
    let service = row.service * row.serviceFactor
    let ordinaryReturns = row.investment * row.investmentFactor
    var property = row.property * row.propertyFactor
    let revaluedFunds = row.otherAssets * row.otherAssetsFactor
    let revalued = (property - row.propertyBefore) + (revaluedFunds - row.otherAssetsBefore)

    // Class, by the stable income of the year before.
    var classNumber = row.listedClass
    var operating = row.listedFunds
    if !usesList {
      let isWeak = row.stableBefore .< weakBelow
      let isBetter = row.stableBefore .>= betterFrom
      classNumber =
        VillageLanes(repeating: 2).replacing(with: 3, where: isBetter)
        .replacing(with: 1, where: isWeak) * row.weight
      operating =
        VillageLanes(repeating: generalFunds).replacing(with: betterFunds, where: isBetter)
        .replacing(with: weakFunds, where: isWeak) * row.weight
    }
    let weak = zero.replacing(with: 1, where: classNumber .== 1)

    // Property of weak villages: as much as their own share allows.
    var funds = revaluedFunds
    let wanted = weak * propertyCost
    let projects = wanted * .affordable(wanted * propertyOwn, funds)
    let projectsCity = projects * propertyCity
    let projectsTown = projects * propertyTown
    let projectsKept = projectsCity * townKeeps
    let built = projects - projectsKept
    funds = (funds - projects * propertyOwn).atLeast(zero)

    // Conversion of idle buildings, likewise.
    let wantedArea = weak * row.idle * conversionPace
    let wantedCost = wantedArea * conversionCost
    let part = VillageLanes.affordable(wantedCost * conversionOwn, funds)
    let area = wantedArea * part
    let conversions = wantedCost * part
    let conversionsCity = conversions * conversionCity
    let conversionsTown = conversions * conversionTown
    let conversionsKept = conversionsCity * townKeeps
    let converted = conversions - conversionsKept
    funds = (funds - conversions * conversionOwn).atLeast(zero)

    // Joint property, then placements at a guaranteed return, from what is left.
    let joint = funds * jointShare
    funds -= joint
    let guaranteed = funds * guaranteeShare
    funds -= guaranteed
    property += built + converted + joint
    let propertyRent = built * propertyYield
    let conversionRent = area * self.conversionRent
    let jointRent = joint * jointYield
    if propertyDelay == 0 { rent += propertyRent }
    if conversionDelay == 0 { rent += conversionRent }
    if jointDelay == 0 { rent += jointRent }

    // Income.
    let investment =
      ordinaryReturns + row.stake * (guaranteeBase + guaranteeDividend * row.investmentFactor)
    let taxReturned = rent * self.taxReturned
    let subsidy = row.subsidy + operating + taxReturned
    let stable = rent + lease + service + investment
    let income = stable + subsidy

    // Spending follows the income of the year before; what is left is put by, what lacks is drawn,
    // and borrowed where there is nothing to draw.
    let interest = row.debt * self.interest
    let saved = income - row.incomeBefore * spentShare - interest
    let left = funds + row.land + saved
    let borrowed = (-left).atLeast(zero)
    let means = left.atLeast(zero)
    let repaid = (row.debt * repayment).atMost(means)
    let otherAssets = means - repaid
    let grants =
      (projectsCity - projectsKept) + projectsTown + (conversionsCity - conversionsKept)
      + conversionsTown

    let cityFunds = operating * fundsCityShare
    return VillageYear(
      classNumber: classNumber, rent: rent, lease: lease, service: service,
      investment: investment, subsidy: subsidy, income: income, stable: stable,
      property: property, otherAssets: otherAssets, stake: row.stake + guaranteed,
      debt: row.debt + borrowed - repaid, operating: operating, taxReturned: taxReturned,
      taxKept: rent * taxKept, projects: projects, projectsCity: projectsCity,
      projectsTown: projectsTown, conversions: conversions, conversionsCity: conversionsCity,
      conversionsTown: conversionsTown, land: row.land, joint: joint, guaranteed: guaranteed,
      interest: interest, repaid: repaid, borrowed: borrowed, revalued: revalued,
      invested: saved + grants + row.land + borrowed - repaid,
      city: cityFunds + projectsCity + conversionsCity + row.land,
      town: (operating - cityFunds) + projectsTown + conversionsTown + taxReturned,
      received: operating + taxReturned + row.land + grants,
      kept: projectsKept + conversionsKept,
      investmentState: (ordinaryReturns + (otherAssets - revaluedFunds) * fundsYield)
        .atLeast(zero),
      subsidyState: row.subsidy, idle: (row.idle - area).atLeast(zero),
      propertyRent: propertyRent, conversionRent: conversionRent, jointRent: jointRent)
  }
}
