import CKernels
import PolicyCatalogue

/// A measure that pays min(rate × x, cap) for an input x that reaches a threshold, and nothing below it.
struct PanelMeasure: Sendable {
  /// Index in the policy.
  let measure: Int
  /// Index of the input x.
  let input: Int
  /// Indices of parameters; nil without one.
  let rate: Int
  let cap: Int?
  let threshold: Int?

  /// nil where the measure is of another form.
  init?(_ index: Int, of policy: Policy) {
    let measure = policy.measures[index]
    guard measure.ladder == nil, measure.instalments == nil, measure.best == nil,
      measure.limit == nil, measure.fund == nil, measure.rivalsUnlessDiffers == nil,
      let award = measure.award,
      case .rate(.parameter(let rate), of: .input(let input)) = award.base
    else { return nil }
    self.measure = index
    self.input = input
    self.rate = rate
    switch award.adjustments.count {
    case 0: cap = nil
    case 1:
      guard award.adjustments[0].when.isEmpty, case .cap(let most) = award.adjustments[0].kind,
        most.adjustments.isEmpty, case .amount(.parameter(let cap)) = most.base
      else { return nil }
      self.cap = cap
    default: return nil
    }
    switch measure.conditions.count {
    case 0: threshold = nil
    case 1:
      guard
        case .compare(.greaterOrEqual, .input(let tested), .parameter(let threshold)) =
          measure
          .conditions[0].expression, tested == input
      else { return nil }
      self.threshold = threshold
    default: return nil
    }
  }
}

/// The unit of a panel's column: how many of the input's own units one whole number of it stands for.
struct PanelColumn: Sendable {
  /// In fen.
  let unit: Int64
  /// The greatest cell.
  let most: Int64

  /// The rule over the cells of the column; nil where a product could pass 2^53.
  func rule(threshold: Fraction?, rate: Fraction, cap: Fraction?) -> outlay_rate_cap? {
    guard let scaled = try? rate.times(Fraction(unit)), scaled.numerator >= 0,
      let twice = try? Fraction(2 * Int128(most)).times(Fraction(scaled.numerator)),
      twice.numerator + scaled.denominator < 1 << 53
    else { return nil }
    // Rounding the ceiling and the amount by themselves gives what rounding the lesser of them gives.
    let ceiling = cap.map { fen($0) } ?? Int128(1) << 53
    let least = threshold.map { cells($0) } ?? 0
    return outlay_rate_cap(
      threshold: Double(min(least, Int128(1) << 53)), scale: Double(scaled.numerator),
      divisor: Double(scaled.denominator), cap: Double(min(ceiling, Int128(1) << 53)))
  }

  /// Yuan to whole fen, half up.
  private func fen(_ yuan: Fraction) -> Int128 {
    (2 * yuan.numerator * 100 + yuan.denominator) / (2 * yuan.denominator)
  }

  /// The least cell that is not below an amount of yuan.
  private func cells(_ yuan: Fraction) -> Int128 {
    let divisor = yuan.denominator * Int128(unit)
    return (yuan.numerator * 100 + divisor - 1) / divisor
  }
}
