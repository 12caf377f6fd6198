import CKernels
import LinearAlgebra
import PolicyCatalogue

extension outlay_village_numbers {
  /// The assumptions as the model computes with them: nearest Doubles, and what is derived from them.
  ///
  /// - Throws: where the correlations are no correlations.
  init(
    _ assumptions: VillageAssumptions, classes: VillageQuestion.Classes
  ) throws(NotPositiveDefinite) {
    func number(_ assumption: VillageAssumption) -> Double { assumptions[assumption].approximation }
    func years(_ assumption: VillageAssumption) -> Int32 { Int32(assumptions[assumption].floor) }
    self.init()
    weak_funds = number(.operatingWeak)
    general_funds = number(.operatingGeneral)
    better_funds = number(.operatingBetter)
    funds_city_share = number(.operatingCityShare)
    weak_below = number(.weakBelow)
    better_from = number(.betterFrom)
    uses_list = classes == .list ? 1 : 0
    property_cost = number(.propertyCost)
    property_city = number(.propertyCityShare)
    property_town = number(.propertyTownShare)
    property_own = max(0, 1 - property_city - property_town)
    property_yield = number(.propertyYield)
    conversion_pace = number(.conversionPace)
    conversion_cost = number(.conversionCost)
    conversion_city = number(.conversionCityShare)
    conversion_town = number(.conversionTownShare)
    conversion_own = max(0, 1 - conversion_city - conversion_town)
    conversion_rent = number(.conversionRent)
    town_keeps = number(.propertyTownKeeps)
    let townTaxes = number(.taxRate) * number(.taxTownShare)
    tax_returned = townTaxes * number(.taxReturned)
    tax_kept = townTaxes * (1 - number(.taxReturned))
    joint_share = number(.jointShare)
    joint_yield = number(.jointYield)
    guarantee_share = number(.guaranteeShare)
    guarantee_base = number(.guaranteeBase)
    guarantee_dividend = number(.guaranteeDividend)
    funds_yield = number(.fundsYield)
    spent_share = 1 - number(.savingShare)
    repayment = number(.debtRepayment)
    interest = number(.debtInterest)
    property_delay = years(.propertyDelay)
    conversion_delay = years(.conversionDelay)
    joint_delay = years(.jointDelay)
    let factor = try assumptions.correlations.cholesky()
    func fill<Cells>(_ cells: inout Cells, _ address: (VillageSource) -> String) {
      withUnsafeMutableBytes(of: &cells) { bytes in
        let mix = bytes.bindMemory(to: Double.self)
        for (row, source) in VillageSource.allCases.enumerated() {
          let spread = assumptions[address(source)].approximation
          for column in 0...row {
            mix[row * VillageSource.allCases.count + column] = spread * factor[row, column]
          }
        }
      }
    }
    fill(&own_mix, VillageAssumptions.ownShock)
    fill(&town_mix, VillageAssumptions.townShock)
  }

  var longestDelay: Int { Int(max(property_delay, conversion_delay, joint_delay)) }

  /// Operating funds by the number of the class; 0 is none.
  var fundsOfClasses: [Double] { [0, weak_funds, general_funds, better_funds] }
}
