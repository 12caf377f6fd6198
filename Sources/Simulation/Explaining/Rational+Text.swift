internal import BigInt

extension Rational {
  /// Decimals with thousands separators: all of them where they end within `places`, else the first
  /// `places` (rounded down) and an ellipsis.
  func text(minimumPlaces: Int = 0, places: Int = 9) -> String {
    let magnitude = isNegative ? Rational(0) - self : self
    let scaled = magnitude * Rational(BigInt(10).power(places))
    var digits = String(scaled.floor)
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let whole = groupedInThousands(String(digits.dropLast(places)))
    var decimals = String(digits.suffix(places))
    if scaled.isInteger {
      while decimals.count > minimumPlaces && decimals.hasSuffix("0") { decimals.removeLast() }
    } else {
      decimals += "…"
    }
    return (isNegative ? "−" : "") + whole + (decimals.isEmpty ? "" : "." + decimals)
  }

  /// `3/7`, or `3`.
  var fractionText: String { isInteger ? "\(numerator)" : "\(numerator)/\(denominator)" }

  /// With so many decimals, rounded down.
  func decimals(_ places: Int) -> String {
    let digits = String((self * Rational(BigInt(10).power(places))).floor)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return padded.dropLast(places) + "." + padded.suffix(places)
  }
}

/// Whole fen as yuan: `1,234,567.89`.
func yuanText(_ fen: BigInt) -> String {
  Rational(fen, 100).text(minimumPlaces: 2, places: 2)
}

private func groupedInThousands(_ digits: String) -> String {
  var grouped = ""
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index) % 3 == 0 { grouped += "," }
    grouped.append(digit)
  }
  return grouped
}
