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

/// What is smaller than this, in yuan, is the rounding of Doubles and no change.
let halfFen = 0.005

/// Sums of four villages at a time, lane by lane in the order of the layout.
struct VillageSums {
  private var income = VillageLanes.zero
  private var assets = VillageLanes.zero
  private var debt = VillageLanes.zero
  private var below = VillageLanes.zero
  private var city = VillageLanes.zero
  private var town = VillageLanes.zero
  private var newDebt = VillageLanes.zero

  @inline(__always)
  mutating func add(_ year: VillageYear, weight: VillageLanes, leastIncome: Double) {
    income += year.income
    assets += year.property + year.otherAssets + year.stake
    debt += year.debt
    below += weight.replacing(with: 0, where: year.income .>= leastIncome)
    city += year.city
    town += year.town
    newDebt += weight.replacing(with: 0, where: year.borrowed - year.repaid .<= halfFen)
  }

  var totals: VillageTotals {
    var totals = VillageTotals()
    totals.income = Self.sum(income)
    totals.assets = Self.sum(assets)
    totals.debt = Self.sum(debt)
    totals.below = Self.sum(below)
    totals.city = Self.sum(city)
    totals.town = Self.sum(town)
    totals.newDebt = Self.sum(newDebt)
    return totals
  }

  private static func sum(_ lanes: VillageLanes) -> Double {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
  }
}
