/// A whole number of 10^-decimals as people write it; `trimmed` leaves out zeros at the end.
func decimalText(_ units: UInt64, decimals: Int, trimmed: Bool) -> String {
  var bytes: [UInt8] = []
  appendDecimal(units, decimals: decimals, trimmed: trimmed, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

func appendDecimal(_ units: UInt64, decimals: Int, trimmed: Bool, to bytes: inout [UInt8]) {
  var left = units
  var decimals = decimals
  if trimmed {
    while decimals > 0 && left % 10 == 0 {
      left /= 10
      decimals -= 1
    }
  }
  // From the last digit to the first, then turned round; at least one digit before the point.
  let start = bytes.count
  var digits = 0
  repeat {
    if decimals > 0 && digits == decimals { bytes.append(UInt8(ascii: ".")) }
    bytes.append(UInt8(ascii: "0") + UInt8(left % 10))
    left /= 10
    digits += 1
  } while left > 0 || digits <= decimals
  bytes[start...].reverse()
}
