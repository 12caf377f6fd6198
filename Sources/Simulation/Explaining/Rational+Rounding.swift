internal import BigInt
package import PolicyCatalogue

extension Rational {
  /// The greatest integer not above the number.
  var floor: BigInt {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The least integer not below the number.
  var ceiling: BigInt {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder > 0 ? quotient + 1 : quotient
  }

  /// The multiple of `unit` that the direction chooses. `down` and `up` are meant on the number line,
  /// towards less and towards more.
  ///
  /// Precondition: `unit` is above zero.
  package func rounded(to unit: Rational, _ direction: Rounding.Direction) -> Rational {
    precondition(unit > 0, "rounding to nothing")
    let units = self / unit
    let below = units.floor
    let rest = units - Rational(below)
    let half = Rational(1, 2)
    let goesUp =
      switch direction {
      case .down: false
      case .up: rest > 0
      case .halfUp: rest >= half
      case .halfDown: rest > half
      case .halfEven: rest > half || (rest == half && !below.isMultiple(of: 2))
      }
    return Rational(goesUp ? below + 1 : below) * unit
  }

  /// Yuan as whole fen, what is less than a fen left away.
  var fenRoundedDown: BigInt { (self * 100).floor }
}

extension BigInt {
  fileprivate func isMultiple(of other: BigInt) -> Bool { (self % other).isZero }
}
