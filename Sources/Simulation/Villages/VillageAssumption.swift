/// The numbers of the village model, by the rest of their address after `villages.`; what they mean,
/// and where the document states them, is in `VillageAssumption+Meaning.swift`.
///
/// The families `growth`, `shock.town`, `shock.own` and `correlation` are added by source.
package enum VillageAssumption: String, Sendable, CaseIterable {
  case operatingWeak = "operating.weak"
  case operatingGeneral = "operating.general"
  case operatingBetter = "operating.better"
  case operatingCityShare = "operating.city_share"
  case weakBelow = "class.weak_below"
  case betterFrom = "class.better_from"

  case propertyCost = "property.cost"
  case propertyCityShare = "property.city_share"
  case propertyTownShare = "property.town_share"
  case propertyTownKeeps = "property.town_keeps"
  case propertyYield = "property.yield"
  case propertyDelay = "property.delay"
  case conversionPace = "conversion.pace"
  case conversionCost = "conversion.cost"
  case conversionCityShare = "conversion.city_share"
  case conversionTownShare = "conversion.town_share"
  case conversionRent = "conversion.rent"
  case conversionDelay = "conversion.delay"

  case taxRate = "tax.rate"
  case taxTownShare = "tax.town_share"
  case taxReturned = "tax.returned"

  case proceedsPrice = "proceeds.price"
  case proceedsReturned = "proceeds.returned"
  case backlogPrice = "backlog.price"
  case backlogUntil = "backlog.until"
  case backlogLandIncome = "backlog.land_income"
  case backlogShare = "backlog.share"
  case backlogFloor = "backlog.floor"

  case jointShare = "joint.share"
  case jointYield = "joint.yield"
  case jointDelay = "joint.delay"
  case guaranteeShare = "guarantee.share"
  case guaranteeBase = "guarantee.base"
  case guaranteeDividend = "guarantee.dividend"

  case resourcesPace = "resources.pace"
  case resourcesRent = "resources.rent"
  case fundsYield = "funds.yield"
  case savingShare = "saving.share"
  case debtRepayment = "debt.repayment"
  case debtInterest = "debt.interest"
  case landIncomeGrowth = "growth.land_income"
  case subsidyGrowth = "growth.subsidy"

  case targetIncome = "targets.income"
  case targetIncomeGrowth = "targets.income_growth"
  case targetAssets = "targets.assets"
  case targetAssetsGrowth = "targets.assets_growth"
  case targetLeastIncome = "targets.least_income"

  package var address: String { VillageAssumptions.prefix + rawValue }
}

/// What grows at a rate of its own and is shaken by shocks, in the order of the Cholesky factor.
package enum VillageSource: String, Sendable, CaseIterable {
  case rent, lease, service, investment, property
  case otherAssets = "other_assets"
}
