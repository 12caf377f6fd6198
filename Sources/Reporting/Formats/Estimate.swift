/// Figures that are estimates, rounded for the eye.
enum Estimate {
  /// A whole number with its thousands set apart.
  static func text(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 0x1p63 else { return "–" }
    return Decimal.grouped(Int64(value.rounded()))
  }

  /// `0.12%`
  static func percent(_ share: Double) -> String {
    guard share.isFinite, abs(share) < 0x1p40 else { return "–" }
    let hundredths = Int64((share * 10_000).rounded())
    let rest = String(hundredths.magnitude % 100)
    return (hundredths < 0 ? "-" : "") + String(hundredths.magnitude / 100) + "."
      + (rest.count < 2 ? "0" : "") + rest + "%"
  }

  /// An amount of yuan brought to the fen. Precondition: below 2^53 fen.
  static func fen(_ yuan: Double) -> Int64 { Int64((yuan * 100).rounded()) }

  /// With six decimals, for files; `inf` and `nan` as C writes them.
  static func decimal(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 0x1p40 else { return "\(value)" }
    return decimal(value, places: 6)
  }

  /// With so many decimals, as files have it.
  ///
  /// Precondition: `value × 10^places` is below 2^63 in magnitude.
  static func decimal(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int64((value * scale).rounded())
    let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    let digits = String(rest)
    return (scaled < 0 ? "-" : "") + String(whole)
      + (places == 0 ? "" : "." + String(repeating: "0", count: places - digits.count) + digits)
  }

  /// An amount in fen, in yuan with two decimals, as files have it.
  static func yuan(fen: Double) -> String { Yuan.plain(fen: Int64(fen.rounded())) }
}
