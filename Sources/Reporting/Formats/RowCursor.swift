import Glibc

/// Writes the cells of rows one after the other into memory whose size was reckoned beforehand.
///
/// `CSVText` asks at every byte whether there is room; a ledger of millions of claims has no time for
/// that. Who makes a cursor answers for the room; `bound` functions say how much each cell takes at most.
struct RowCursor {
  private(set) var next: UnsafeMutablePointer<UInt8>

  init(_ start: UnsafeMutablePointer<UInt8>) { next = start }

  /// At most so many bytes are written by `fen`: a sign, nineteen digits and a point.
  static let fenBound = 21

  /// At most so many bytes are written by `quoted`.
  static func quotedBound(_ count: Int) -> Int { 2 * count + 2 }

  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    next.pointee = byte
    next += 1
  }

  @inline(__always)
  mutating func bytes(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return }
    memcpy(next, base, bytes.count)
    next += bytes.count
  }

  /// In quotes where it needs them.
  mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.contains(where: CSVText.needsQuotes) else { return self.bytes(bytes) }
    byte(UInt8(ascii: "\""))
    for value in bytes {
      if value == UInt8(ascii: "\"") { byte(value) }
      byte(value)
    }
    byte(UInt8(ascii: "\""))
  }

  /// As `Yuan.append`.
  @inline(__always)
  mutating func fen(_ fen: Int64) {
    var rest = fen.magnitude
    if rest == 0 {
      // Most claims that get nothing get it three times over.
      UnsafeMutableRawPointer(next).storeBytes(of: Self.nothing, as: UInt32.self)
      next += 4
      return
    }
    if fen < 0 { byte(UInt8(ascii: "-")) }
    let start = next
    next += Self.digits(rest) + 1
    var place = next
    func pair(_ value: UInt64) {
      place -= 2
      place[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10)
      place[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10)
    }
    pair(rest % 100)
    rest /= 100
    place -= 1
    place[0] = UInt8(ascii: ".")
    while place - start >= 2 {
      pair(rest % 100)
      rest /= 100
    }
    if place > start { place[-1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest) }
  }

  /// `0.00` as it lies in memory.
  private static let nothing = UInt32(littleEndian: 0x3030_2E30)

  /// Digits of an amount in fen, at least the three of `0.00`.
  @inline(__always)
  private static func digits(_ value: UInt64) -> Int {
    var (count, bound) = (3, UInt64(1000))
    while value >= bound {
      count += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    return count
  }
}
