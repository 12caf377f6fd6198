import CKernels

/// Sums over all villages in one year of one path; amounts in yuan.
package struct VillageTotals: Sendable, Hashable {
  package var income = 0.0
  package var assets = 0.0
  package var debt = 0.0
  /// Villages whose usable income is below the target of the least.
  package var below = 0.0
  package var city = 0.0
  package var town = 0.0
  /// Villages whose debt has grown, by more than half a fen.
  package var newDebt = 0.0

  package init() {}

  static func += (a: inout VillageTotals, b: VillageTotals) {
    a.income += b.income
    a.assets += b.assets
    a.debt += b.debt
    a.below += b.below
    a.city += b.city
    a.town += b.town
    a.newDebt += b.newDebt
  }
}

extension VillageTotals {
  init(_ sums: outlay_village_sums) {
    income = sums.income
    assets = sums.assets
    debt = sums.debt
    below = sums.below
    city = sums.city
    town = sums.town
    newDebt = sums.new_debt
  }
}
