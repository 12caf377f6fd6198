/// Whole numbers in few bytes: each as many groups of seven bits as it needs (LEB128), the sign in the
/// lowest bit, so that small numbers of either sign are short.
package enum PackedIntegers {
  package static func packed(_ numbers: [Int64]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * 4)
    for number in numbers {
      var rest = UInt64(bitPattern: number << 1) ^ UInt64(bitPattern: number >> 63)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    return bytes
  }

  /// Nil for bytes that are nothing packed.
  package static func numbers(_ bytes: [UInt8]) -> [Int64]? {
    var numbers: [Int64] = []
    var (value, shift) = (0 as UInt64, 0 as UInt64)
    for byte in bytes {
      // The tenth group has room for one bit.
      guard shift < 63 || (shift == 63 && byte <= 1) else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 != 0 {
        shift += 7
        continue
      }
      numbers.append(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
      (value, shift) = (0, 0)
    }
    return shift == 0 ? numbers : nil
  }
}
