/// The bytes of a CSV file: UTF-8, commas, lines that end in LF, quotes only where they are needed.
package struct CSVText: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var isAtStartOfRow = true

  package init() {}

  package init(header: String) {
    bytes.append(contentsOf: header.utf8)
    bytes.append(UInt8(ascii: "\n"))
  }

  package mutating func field(_ text: String) { field(utf8: text.utf8) }

  package mutating func field(utf8 text: some Collection<UInt8>) {
    separate()
    guard text.contains(where: Self.needsQuotes) else {
      bytes.append(contentsOf: text)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  package mutating func field(_ number: Int) {
    separate()
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    Decimal.append(number.magnitude, to: &bytes)
  }

  package mutating func field(fen: Int64) {
    separate()
    Yuan.append(fen: fen, to: &bytes)
  }

  package mutating func blank() { separate() }

  package mutating func endRow() {
    bytes.append(UInt8(ascii: "\n"))
    isAtStartOfRow = true
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  private mutating func separate() {
    if !isAtStartOfRow { bytes.append(UInt8(ascii: ",")) }
    isAtStartOfRow = false
  }

  static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }

  /// Whether any of many texts that lie one after the other needs quotes.
  static func anyNeedsQuotes(_ bytes: [UInt8]) -> Bool {
    let span = bytes.span
    // Without a branch inside, so that it is vectorised.
    var found: UInt8 = 0
    for index in 0..<span.count {
      let byte = span[index]
      found |= byte == UInt8(ascii: ",") ? 1 : 0
      found |= byte == UInt8(ascii: "\"") ? 1 : 0
      found |= byte == UInt8(ascii: "\n") ? 1 : 0
      found |= byte == UInt8(ascii: "\r") ? 1 : 0
    }
    return found != 0
  }

  /// One field by itself.
  static func quoted(_ text: String) -> [UInt8] {
    var field = CSVText()
    field.field(text)
    return field.bytes
  }
}
