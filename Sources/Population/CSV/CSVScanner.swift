/// Where a field's text stands in the bytes, without its quotes.
struct CSVField {
  var start: Int
  var end: Int

  var isEmpty: Bool { start == end }
}

/// Finds the fields of one row after the other: RFC 4180, strictly, with LF or CRLF.
///
/// Our own, since SwiftCSV works on `String` by `Character` (a thousand times too slow for a ledger of
/// 200 MB), knows no positions, fills short rows silently and ends the process on a stray quote.
struct CSVScanner {
  /// Place of the next byte.
  private(set) var place: Int
  /// Line of the next byte, from 1.
  private(set) var line = 1
  let end: Int

  init(start: Int, end: Int) {
    place = start
    self.end = end
  }

  var isAtEnd: Bool { place >= end }

  struct Row {
    var start: Int
    var line: Int
    /// May be more than there was room for.
    var fieldCount: Int
    var fault: (CSVFault, place: Int)?
    /// In at least one field.
    var hasDoubledQuotes = false
  }

  /// The next row; its first fields are written to `fields` from `base` on, as many as there is room
  /// for up to `base + limit`. After a fault the scanner stands at the next line.
  ///
  /// The bytes are followed by `SourceText.padding` line feeds.
  mutating func nextRow(
    in bytes: Span<UInt8>, into fields: inout MutableSpan<CSVField>, base: Int, limit: Int
  ) -> Row {
    var row = Row(start: place, line: line, fieldCount: 0, fault: nil)
    var index = place
    let words = bytes.bytes
    while true {
      let fieldStart: Int
      let fieldEnd: Int
      if bytes[index] == UInt8(ascii: "\"") {
        fieldStart = index + 1
        index = fieldStart
        while true {
          let byte = bytes[index]
          if byte == UInt8(ascii: "\"") {
            if bytes[index + 1] != UInt8(ascii: "\"") { break }
            row.hasDoubledQuotes = true
            index += 2
            continue
          }
          if byte == UInt8(ascii: "\n") {
            if index >= end {
              row.fault = (.unclosedQuote, fieldStart - 1)
              place = end
              return row
            }
            line += 1
          }
          index += 1
        }
        fieldEnd = index
        index += 1
      } else {
        fieldStart = index
        // Every byte that ends an unquoted field is below 0x2D, and little else in a ledger is: one
        // test of eight bytes finds the first such (Mycroft's, exact for the lowest byte found).
        while true {
          let word = words.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
          let low = (word &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & 0x8080_8080_8080_8080
          if low == 0 {
            index += 8
            continue
          }
          index += low.trailingZeroBitCount >> 3
          let byte = bytes[index]
          if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            break
          }
          if byte == UInt8(ascii: "\"") {
            row.fault = (.quoteInsideField, index)
            skipLine(from: index, in: bytes)
            return row
          }
          index += 1
        }
        fieldEnd = index
      }

      if row.fieldCount < limit {
        fields[base + row.fieldCount] = CSVField(start: fieldStart, end: fieldEnd)
      }
      row.fieldCount += 1
      let byte = bytes[index]
      if byte == UInt8(ascii: ",") {
        index += 1
        continue
      }
      if byte == UInt8(ascii: "\n") {
        place = index + 1
        line += 1
        return row
      }
      if byte == UInt8(ascii: "\r"), bytes[index + 1] == UInt8(ascii: "\n") {
        place = index + 2
        line += 1
        return row
      }
      row.fault = (byte == UInt8(ascii: "\r") ? .strayReturn : .textAfterQuote, index)
      skipLine(from: index, in: bytes)
      return row
    }
  }

  private mutating func skipLine(from start: Int, in bytes: Span<UInt8>) {
    var index = start
    while bytes[index] != UInt8(ascii: "\n") { index += 1 }
    place = index + 1
    line += 1
  }
}
