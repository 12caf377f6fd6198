internal import BigInt
internal import Diagnostics
internal import PolicyCatalogue

extension ReferenceBook {
  /// After all steps the award is brought to the unit that the policy states for it, if any.
  mutating func roundAwards() {
    guard let rounding = policy.awardRounding else { return }
    let unit = ExactEvaluator(policy: policy, values: values).number(rounding.unit)
    for index in claims.indices where amounts[index] > 0 {
      let before = amounts[index]
      let award = Rational(before, 100).rounded(to: unit, rounding.direction).fenRoundedDown
      set(index, to: award, reason: .reduced)
      note(index, Message("rounding of the award", zh: "应兑现额取整"), by: nil) {
        "\(yuanText(before)) \(rounding.text(unit: unit, $0)) = \(yuanText(award))"
      }
    }
  }

  /// What of an award is paid before its pool is scaled. Where several protections hold the largest
  /// counts; an assumed claim follows its measure.
  func protectedPart(_ index: Int) -> BigInt {
    let award = amounts[index]
    let measure = measure(index)
    if measure.isProtected || measure.fund != nil { return award }
    let parts = policy.protections.map { protection -> BigInt in
      if let measures = protection.measures, !measures.contains(claims[index].measure) { return 0 }
      switch protection.extent {
      case .whole: return award
      case .awardsUpTo(let amount):
        return award <= evaluator(index).number(amount).fenRoundedDown ? award : 0
      case .first(let amount):
        return min(award, max(0, evaluator(index).number(amount).fenRoundedDown))
      }
    }
    return parts.max() ?? 0
  }

  /// The sum of the awards of each measure.
  var awardsByMeasure: [BigInt] {
    var sums = policy.measures.map { _ in BigInt(0) }
    for index in claims.indices { sums[claims[index].measure] += amounts[index] }
    return sums
  }
}
