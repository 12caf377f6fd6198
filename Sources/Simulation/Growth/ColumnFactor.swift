package import PolicyCatalogue

/// What a whole column of amounts is multiplied by: nine decimals, exact from there on.
///
/// A growth or a response is an estimate, in Double. It is rounded once, here; the column is then
/// multiplied in 128-bit integers and brought back to its own unit, so that everything that follows is
/// as exact as on the amounts that were read.
package struct ColumnFactor: Sendable, Hashable {
  package static let one = ColumnFactor(billionths: unit)
  private static let unit: Int64 = 1_000_000_000

  /// Not negative.
  package let billionths: Int64

  /// Precondition: not negative.
  package init(billionths: Int64) {
    precondition(billionths >= 0)
    self.billionths = billionths
  }

  /// The nearest factor; half a billionth goes up. Precondition: from 0 to below nine billion.
  package init(nearest value: Double) {
    precondition(value >= 0 && value < 9e9)
    self.init(billionths: Int64((value * 1e9).rounded()))
  }

  package var isOne: Bool { billionths == Self.unit }

  package var fraction: Fraction { Fraction(Int128(billionths), Int128(Self.unit)) }

  /// A whole number times the factor, to the nearest whole number, half away from zero; nil from 2^53
  /// on, where a Double no longer tells all whole numbers apart.
  package func times(_ cell: Double) -> Double? {
    let product = Int128(cell.magnitude) * Int128(billionths)
    let rounded = (2 * product + Int128(Self.unit)) / Int128(2 * Self.unit)
    guard rounded < 1 << 53 else { return nil }
    return cell < 0 ? -Double(rounded) : Double(rounded)
  }
}
