/// Four villages side by side.
typealias VillageLanes = SIMD4<Double>

/// A year of a village as it is reported, in yuan.
package enum VillageFigure: Int, Sendable, CaseIterable {
  /// 0 none, else 1 and up in the order of `VillageClass`.
  case classNumber
  /// Usable income by source.
  case rent, lease, service, investment, subsidy
  /// Usable income, and what of it is stable: all but subsidies.
  case income, stable
  case property, otherAssets, stake, debt
  /// Subsidies by lever.
  case operating, taxReturned
  /// Projects: what they cost, and what the city and the town pay of it.
  case projects, projectsCity, projectsTown
  case conversions, conversionsCity, conversionsTown
  /// Money for land, of both kinds.
  case land
  /// What the village puts into joint property and at a guaranteed return.
  case joint, guaranteed
  case interest, repaid, borrowed
  /// What assets moved by: revaluation, and investment net of what was drawn.
  case revalued, invested
  /// Paid by the city and by the town, received by the village, kept by the town.
  case city, town, received, kept
  /// The town's share of taxes on rent that it does not return.
  case taxKept
}

/// What the model finds out about a year of four villages.
struct VillageYear {
  var classNumber, rent, lease, service, investment, subsidy, income, stable: VillageLanes
  var property, otherAssets, stake, debt: VillageLanes
  var operating, taxReturned, taxKept: VillageLanes
  var projects, projectsCity, projectsTown: VillageLanes
  var conversions, conversionsCity, conversionsTown: VillageLanes
  var land, joint, guaranteed, interest, repaid, borrowed: VillageLanes
  var revalued, invested, city, town, received, kept: VillageLanes
  /// Written back into the row of state.
  var investmentState, subsidyState, idle: VillageLanes
  /// Rents that begin after the delay of each lever.
  var propertyRent, conversionRent, jointRent: VillageLanes

  subscript(_ figure: VillageFigure) -> VillageLanes {
    switch figure {
    case .classNumber: classNumber
    case .rent: rent
    case .lease: lease
    case .service: service
    case .investment: investment
    case .subsidy: subsidy
    case .income: income
    case .stable: stable
    case .property: property
    case .otherAssets: otherAssets
    case .stake: stake
    case .debt: debt
    case .operating: operating
    case .taxReturned: taxReturned
    case .projects: projects
    case .projectsCity: projectsCity
    case .projectsTown: projectsTown
    case .conversions: conversions
    case .conversionsCity: conversionsCity
    case .conversionsTown: conversionsTown
    case .land: land
    case .joint: joint
    case .guaranteed: guaranteed
    case .interest: interest
    case .repaid: repaid
    case .borrowed: borrowed
    case .revalued: revalued
    case .invested: invested
    case .city: city
    case .town: town
    case .received: received
    case .kept: kept
    case .taxKept: taxKept
    }
  }
}
