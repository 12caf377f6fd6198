import CKernels

/// A year of a village as it is reported, in yuan.
///
/// Raw values are the columns of `outlay_village_rows.figures`.
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
