/// Writes rows of CSV: comma, LF, quotes only where a field needs them.
struct CSVWriter: ~Copyable {
  private var bytes: [UInt8] = []
  private var isAtStart = true
  private let file: OpenFile

  private static let bufferSize = 1 << 20

  /// Fails where the file exists.
  init(creating path: String) throws(FileFailure) {
    file = try OpenFile(creating: path)
    bytes.reserveCapacity(Self.bufferSize + 4096)
  }

  mutating func text(_ utf8: some Collection<UInt8>) {
    separate()
    let mustQuote = utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    if !mustQuote {
      bytes.append(contentsOf: utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func text(_ string: String) { text(string.utf8) }

  mutating func decimal(_ units: UInt64, decimals: Int, trimmed: Bool) {
    separate()
    appendDecimal(units, decimals: decimals, trimmed: trimmed, to: &bytes)
  }

  mutating func endRow() throws(FileFailure) {
    bytes.append(UInt8(ascii: "\n"))
    isAtStart = true
    if bytes.count >= Self.bufferSize { try flush() }
  }

  consuming func finish() throws(FileFailure) { try flush() }

  private mutating func flush() throws(FileFailure) {
    try file.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func separate() {
    if !isAtStart { bytes.append(UInt8(ascii: ",")) }
    isAtStart = false
  }
}
