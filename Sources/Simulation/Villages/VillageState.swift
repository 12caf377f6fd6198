import LinearAlgebra
import PolicyCatalogue

/// The columns of a village's row of state. After them stand the rents to come: column
/// `count + k − 1` holds the rent that begins in `k` years.
enum VillageState: Int, CaseIterable {
  /// Income of a year, in yuan; `subsidy` without what the levers pay.
  case rent, lease, service, investment, subsidy
  /// Stocks, in yuan. `stake` is what lies in projects with a guaranteed return.
  case property, otherAssets, stake, debt
  /// Idle buildings in square metres, unleased resources in mu.
  case idle, unleased

  static let count = allCases.count
}

extension Matrix {
  /// What a year makes of a row of state before shocks and levers: sources and values grow, rents to
  /// come move up, unleased resources are leased out.
  static func villageTransition(
    _ assumptions: VillageAssumptions, longestDelay: Int
  ) -> Matrix {
    var matrix = Matrix.identity(VillageState.count + longestDelay)
    func growth(_ address: String) -> Double { 1 + assumptions[address].approximation }
    func set(_ from: VillageState, _ to: VillageState, _ value: Double) {
      matrix[from.rawValue, to.rawValue] = value
    }
    set(.rent, .rent, growth(VillageAssumptions.growth(.rent)))
    set(.lease, .lease, growth(VillageAssumptions.growth(.lease)))
    set(.service, .service, growth(VillageAssumptions.growth(.service)))
    set(.investment, .investment, growth(VillageAssumptions.growth(.investment)))
    set(.subsidy, .subsidy, growth(VillageAssumption.subsidyGrowth.address))
    set(.property, .property, growth(VillageAssumptions.growth(.property)))
    set(.otherAssets, .otherAssets, growth(VillageAssumptions.growth(.otherAssets)))
    let pace = assumptions[.resourcesPace].approximation
    set(.unleased, .unleased, 1 - pace)
    set(.unleased, .lease, pace * assumptions[.resourcesRent].approximation)
    for delay in 1...max(1, longestDelay) where delay <= longestDelay {
      let column = VillageState.count + delay - 1
      matrix[column, column] = 0
      matrix[column, delay == 1 ? VillageState.rent.rawValue : column - 1] = 1
    }
    return matrix
  }
}
