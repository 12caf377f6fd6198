/// Amounts of fen as people and spreadsheets read them.
///
/// Written by hand, because results hold millions of amounts and a formatter would cost more than the
/// settlement itself.
package enum Yuan {
  /// `-1234.50`: plain, for files.
  package static func append(fen: Int64, to bytes: inout [UInt8]) {
    if fen < 0 { bytes.append(UInt8(ascii: "-")) }
    let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
    Decimal.append(yuan, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(rest / 10))
    bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
  }

  /// `-1234.50`
  package static func plain(fen: Int64) -> String {
    var bytes: [UInt8] = []
    append(fen: fen, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `-1,234.50`: for tables that people read.
  package static func grouped(fen: Int64) -> String {
    let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
    let cents = (rest < 10 ? "0" : "") + String(rest)
    return (fen < 0 ? "-" : "") + Decimal.grouped(yuan) + "." + cents
  }

  /// `+1,234.50`: for changes that people read.
  package static func signed(fen: Int64) -> String { (fen > 0 ? "+" : "") + grouped(fen: fen) }
}
