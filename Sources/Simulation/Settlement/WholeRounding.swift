import PolicyCatalogue

/// Rounding of exact amounts to whole units of fen, in whole numbers.
struct WholeRounding: Sendable {
  /// In fen.
  let unit: Int128
  let direction: Rounding.Direction

  /// The catalogue has checked that the unit is a whole number of fen.
  init(_ rounding: Rounding, _ values: ParameterValues) {
    guard case .parameter(let index) = rounding.unit else {
      preconditionFailure("the unit of a rounding is a number")
    }
    let fen = values[index].numerator * 100 / values[index].denominator
    unit = max(1, fen)
    direction = rounding.direction
  }

  /// numerator ÷ denominator fen, to whole units. Precondition: neither is negative.
  func round(_ numerator: Int128, over denominator: Int128) -> Int64 {
    let divisor = denominator * unit
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: divisor)
    let half = 2 * rest - divisor
    let raises =
      switch direction {
      case .down: false
      case .up: rest > 0
      case .halfUp: half >= 0
      case .halfDown: half > 0
      case .halfEven: half > 0 || (half == 0 && quotient % 2 == 1)
      }
    // Beyond 2^53 the sum of the awards is refused, whatever it is exactly.
    return Int64(clamping: (quotient + (raises ? 1 : 0)) * unit)
  }
}
