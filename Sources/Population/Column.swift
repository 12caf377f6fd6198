/// The cells of one column, one a row, in the narrowest form that is exact.
package enum Column: Sendable {
  /// Whole numbers of 10^-decimals of the unit (fen, grams of a tonne, millionths of a rate), each
  /// below 2^53 in magnitude, so that sums are exact in any order. A blank is 0.
  case numbers([Double])
  /// 1 is yes; a blank is 0.
  case flags([UInt8])
  /// Days since 1970-01-01; `Column.blankDate` is a blank.
  case dates([Int32])
  /// Index in the schema's list of levels.
  case levels([UInt8])
  case text(TextColumn)

  package static let blankDate = Int32.min

  package var count: Int {
    switch self {
    case .numbers(let cells): cells.count
    case .flags(let cells), .levels(let cells): cells.count
    case .dates(let cells): cells.count
    case .text(let column): column.codes.count
    }
  }
}

/// Text that repeats (towns, industries): a code a row and the distinct values in order of first
/// appearance. A blank is the empty string.
package struct TextColumn: Sendable {
  package var codes: [Int32]
  package var values: [String]

  package init(codes: [Int32] = [], values: [String] = []) {
    self.codes = codes
    self.values = values
  }

  package subscript(row: Int) -> String { values[Int(codes[row])] }
}

/// Distinct texts, one a row (ids, names), packed as UTF-8.
package struct IdentifierColumn: Sendable {
  package private(set) var bytes: [UInt8]
  /// Row `i` is `bytes[offsets[i]..<offsets[i + 1]]`.
  package private(set) var offsets: [Int]

  package init() {
    bytes = []
    offsets = [0]
  }

  package var count: Int { offsets.count - 1 }

  package mutating func append(_ utf8: some Sequence<UInt8>) {
    bytes.append(contentsOf: utf8)
    offsets.append(bytes.count)
  }

  package mutating func reserveCapacity(rows: Int, bytesEach: Int) {
    bytes.reserveCapacity(rows * bytesEach)
    offsets.reserveCapacity(rows + 1)
  }

  package subscript(row: Int) -> String {
    String(decoding: bytes[offsets[row]..<offsets[row + 1]], as: UTF8.self)
  }

  package func utf8(_ row: Int) -> ArraySlice<UInt8> { bytes[offsets[row]..<offsets[row + 1]] }
}
