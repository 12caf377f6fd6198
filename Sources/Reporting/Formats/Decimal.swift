package import PolicyCatalogue

/// Exact numbers as decimal text.
package enum Decimal {
  package static func append(
    _ number: some UnsignedInteger & FixedWidthInteger, to bytes: inout [UInt8]
  ) {
    let start = bytes.count
    var rest = UInt64(number)
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// `1,234,567`
  package static func grouped(_ number: some BinaryInteger) -> String {
    grouped(digits: String(number))
  }

  /// With so many decimals, rounded down (towards zero for the positive numbers that it is used for).
  ///
  /// Precondition: the fraction is not negative.
  package static func roundedDown(_ value: Fraction, decimals: Int) -> String {
    precondition(value.numerator >= 0)
    var text = String(value.numerator / value.denominator)
    if decimals > 0 { text += "." }
    // Long division digit by digit: ten times a remainder fits, where ten to the decimals might not.
    var remainder = (value.numerator % value.denominator).magnitude
    for _ in 0..<decimals {
      let (digit, rest) = tenTimes(remainder, dividedBy: value.denominator.magnitude)
      text += String(digit)
      remainder = rest
    }
    return text
  }

  /// A pro-rata factor with twelve decimals rounded down: what is written never promises more than is
  /// paid.
  package static func factor(_ value: Fraction) -> String {
    // Most pools have enough.
    value == .one ? "1.000000000000" : roundedDown(value, decimals: 12)
  }

  /// The whole decimal expansion, or `a/b` where it does not end within 18 places.
  package static func exact(_ value: Fraction) -> String {
    if value.numerator < 0 { return "-" + exact(value.negated) }
    var digits = String(value.numerator / value.denominator)
    var remainder = (value.numerator % value.denominator).magnitude
    if remainder == 0 { return digits }
    digits += "."
    for _ in 0..<18 {
      let (digit, rest) = tenTimes(remainder, dividedBy: value.denominator.magnitude)
      digits += String(digit)
      remainder = rest
      if rest == 0 { return digits }
    }
    return "\(value.numerator)/\(value.denominator)"
  }

  /// As `exact`, with the thousands set apart.
  package static func exactGrouped(_ value: Fraction) -> String {
    let text = exact(value)
    guard !text.contains("/") else { return text }
    let parts = text.split(separator: ".", maxSplits: 1)
    let whole = grouped(digits: String(parts[0]))
    return parts.count == 1 ? whole : whole + "." + parts[1]
  }

  private static func grouped(digits: String) -> String {
    let isNegative = digits.first == "-"
    let plain = Array((isNegative ? digits.dropFirst() : digits[...]).utf8)
    var out: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    for (index, digit) in plain.enumerated() {
      if index > 0 && (plain.count - index) % 3 == 0 { out.append(UInt8(ascii: ",")) }
      out.append(digit)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// One step of a long division; the remainder is below the divisor, which is below 2^127.
  private static func tenTimes(
    _ remainder: UInt128, dividedBy divisor: UInt128
  ) -> (digit: UInt8, remainder: UInt128) {
    let product = remainder.multipliedFullWidth(by: 10)
    let (quotient, rest) = divisor.dividingFullWidth(product)
    return (UInt8(quotient), rest)
  }
}
