import LinearAlgebra
import PolicyCatalogue

/// The assumptions as the model computes with them: nearest Doubles, and what is derived from them.
struct VillageNumbers: Sendable {
  /// Operating funds by class, and where classes begin.
  var weakFunds, generalFunds, betterFunds: Double
  var fundsCityShare: Double
  var weakBelow, betterFrom: Double
  var usesList: Bool

  /// Projects of a weak village: cost, who pays, what is built for one yuan, rent for one yuan built.
  var propertyCost, propertyCity, propertyTown, propertyOwn, propertyYield: Double
  var conversionPace, conversionCost, conversionCity, conversionTown, conversionOwn: Double
  var conversionRent: Double
  var townKeeps: Double

  /// Of one yuan of rent: taxes returned, and taxes that the town keeps.
  var taxReturned, taxKept: Double

  var jointShare, jointYield: Double
  var guaranteeShare, guaranteeBase, guaranteeDividend: Double
  var fundsYield, spentShare, repayment, interest: Double

  /// Years until rent flows; 0 is the year itself.
  var propertyDelay, conversionDelay, jointDelay: Int

  /// Lower triangular factor of the covariance of a village's own shocks, row by row.
  var ownMix: InlineArray<36, Double>
  /// The same of the town-wide shocks.
  var townMix: InlineArray<36, Double>

  /// - Throws: where the correlations are no correlations.
  init(
    _ assumptions: VillageAssumptions, classes: VillageQuestion.Classes
  ) throws(NotPositiveDefinite) {
    func number(_ assumption: VillageAssumption) -> Double { assumptions[assumption].approximation }
    weakFunds = number(.operatingWeak)
    generalFunds = number(.operatingGeneral)
    betterFunds = number(.operatingBetter)
    fundsCityShare = number(.operatingCityShare)
    weakBelow = number(.weakBelow)
    betterFrom = number(.betterFrom)
    usesList = classes == .list
    propertyCost = number(.propertyCost)
    propertyCity = number(.propertyCityShare)
    propertyTown = number(.propertyTownShare)
    propertyOwn = max(0, 1 - propertyCity - propertyTown)
    propertyYield = number(.propertyYield)
    conversionPace = number(.conversionPace)
    conversionCost = number(.conversionCost)
    conversionCity = number(.conversionCityShare)
    conversionTown = number(.conversionTownShare)
    conversionOwn = max(0, 1 - conversionCity - conversionTown)
    conversionRent = number(.conversionRent)
    townKeeps = number(.propertyTownKeeps)
    let townTaxes = number(.taxRate) * number(.taxTownShare)
    taxReturned = townTaxes * number(.taxReturned)
    taxKept = townTaxes * (1 - number(.taxReturned))
    jointShare = number(.jointShare)
    jointYield = number(.jointYield)
    guaranteeShare = number(.guaranteeShare)
    guaranteeBase = number(.guaranteeBase)
    guaranteeDividend = number(.guaranteeDividend)
    fundsYield = number(.fundsYield)
    spentShare = 1 - number(.savingShare)
    repayment = number(.debtRepayment)
    interest = number(.debtInterest)
    propertyDelay = Int(assumptions[.propertyDelay].floor)
    conversionDelay = Int(assumptions[.conversionDelay].floor)
    jointDelay = Int(assumptions[.jointDelay].floor)
    let factor = try assumptions.correlations.cholesky()
    func mix(_ address: (VillageSource) -> String) -> InlineArray<36, Double> {
      var mix = InlineArray<36, Double>(repeating: 0)
      for (row, source) in VillageSource.allCases.enumerated() {
        let spread = assumptions[address(source)].approximation
        for column in 0...row { mix[row * 6 + column] = spread * factor[row, column] }
      }
      return mix
    }
    ownMix = mix(VillageAssumptions.ownShock)
    townMix = mix(VillageAssumptions.townShock)
  }

  var longestDelay: Int { max(propertyDelay, conversionDelay, jointDelay) }
}
