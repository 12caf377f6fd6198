import Diagnostics

/// Reads the header of a file and then its rows, block by block.
struct CSVReader {
  struct HeaderCell {
    var name: String
    var place: Int
  }

  let header: [HeaderCell]
  let path: String
  private(set) var block: CSVBlock
  private var scanner: CSVScanner
  private let endsWithLineFeed: Bool
  /// Rows that were left out because their form is broken.
  private(set) var brokenRows = 0

  /// More columns than any table has; a line with more is no header.
  private static let mostColumns = 2000

  /// Errors: the form of the header.
  init(_ text: SourceText) throws(DataError) {
    path = text.path
    endsWithLineFeed = text.endsWithLineFeed
    var scanner = CSVScanner(start: text.start, end: text.end)
    var header = CSVBlock(text: text, width: Self.mostColumns, rowLimit: 1)
    let row = header.scanRow(&scanner)
    if row.fieldCount == 1, row.fault == nil, header[0, 0].isEmpty {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path, line: 1),
          Message("the first line is empty", zh: "首行是空的"),
          expected: Message("the names of the columns", zh: "列名")))
    }
    if let separator = Self.otherSeparator(text) {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path, line: 1),
          Message(
            "the columns are separated by \(separator.english)", zh: "各列以\(separator.chinese)分隔"),
          expected: Message(
            "columns separated by commas: save as CSV with commas",
            zh: "以逗号分隔的列:请另存为逗号分隔的 CSV")))
    }
    let fault: (CSVFault, place: Int)? =
      row.fieldCount > Self.mostColumns
      ? (.fieldCount(found: row.fieldCount, expected: Self.mostColumns, atEnd: false), row.start)
      : row.fault
    if let (fault, place) = fault {
      let problem = fault.problem
      throw DataError(
        Diagnostic(
          at: text.location(of: place), problem.problem, expected: problem.expected))
    }
    header.finishRow(row)
    self.header = (0..<row.fieldCount).map {
      HeaderCell(name: header.string(header[0, $0]), place: header.place(row: 0, column: $0))
    }
    block = CSVBlock(text: text, width: row.fieldCount)
    self.scanner = scanner
  }

  /// What separates the names in the first line where no comma does: then every line would be wrong,
  /// and one error says why.
  private static func otherSeparator(_ text: SourceText) -> Message? {
    let first = text.bytes[text.start..<text.end].prefix { $0 != UInt8(ascii: "\n") }
    if first.contains(UInt8(ascii: ",")) { return nil }
    if first.contains(UInt8(ascii: "\t")) { return Message("tabs", zh: "制表符") }
    if first.contains(UInt8(ascii: ";")) { return Message("semicolons", zh: "分号") }
    let fullWidth: [UInt8] = [0xEF, 0xBC, 0x8C]
    return first.indices.contains { first[$0...].starts(with: fullWidth) }
      ? Message("full-width commas", zh: "全角逗号") : nil
  }

  /// The next rows; false after the last. Rows of broken form are reported and left out.
  mutating func nextBlock(_ findings: inout Findings) -> Bool {
    block.clear()
    if scanner.isAtEnd { return false }
    var room = findings.room
    while !scanner.isAtEnd && !block.isFull {
      var row = block.scanRow(&scanner)
      if row.fault == nil && row.fieldCount != block.width {
        let isEmpty = row.fieldCount == 1 && block.nextField.isEmpty
        row.fault = (
          isEmpty
            ? .emptyLine
            : .fieldCount(
              found: row.fieldCount, expected: block.width,
              atEnd: scanner.isAtEnd && !endsWithLineFeed),
          row.start
        )
      }
      guard let (fault, place) = row.fault else {
        block.finishRow(row)
        continue
      }
      brokenRows += 1
      if room == 0 {
        findings.omit()
      } else {
        room -= 1
        findings.report(
          fault.problem,
          at: block.text.location(of: place, rowStart: row.start, rowLine: row.line), place: place)
      }
    }
    return true
  }

  func location(ofHeader cell: HeaderCell) -> SourceLocation { block.text.location(of: cell.place) }
}

/// Some rows of a file: the places of their fields, row by row.
struct CSVBlock {
  /// The text of the file, and after its padding the fields of this block that had doubled quotes,
  /// with single ones.
  private(set) var text: SourceText
  let width: Int
  private(set) var count = 0
  private var fields: [CSVField]
  private var rowStarts: [Int] = []
  private var rowLines: [Int] = []
  /// Index in `fields` and true place of those that were rewritten.
  private var rewritten: [(field: Int, place: Int)] = []
  private let rowLimit: Int
  private let textSize: Int

  /// As many rows as keep the fields within the cache of a core.
  init(text: SourceText, width: Int) {
    self.init(text: text, width: width, rowLimit: max(64, min(1024, 8192 / width)))
  }

  init(text: SourceText, width: Int, rowLimit: Int) {
    self.text = text
    self.width = width
    self.rowLimit = rowLimit
    textSize = text.bytes.count
    fields = Array(repeating: CSVField(start: 0, end: 0), count: width * rowLimit)
    rowStarts.reserveCapacity(rowLimit)
    rowLines.reserveCapacity(rowLimit)
  }

  var isFull: Bool { count == rowLimit }

  var bytes: [UInt8] { text.bytes }

  subscript(row: Int, column: Int) -> CSVField { fields[row * width + column] }

  /// The first field of the row that was scanned last and is not finished.
  var nextField: CSVField { fields[count * width] }

  func string(_ field: CSVField) -> String {
    String(decoding: text.bytes[field.start..<field.end], as: UTF8.self)
  }

  /// Where the field begins in the file, with its quote.
  func place(row: Int, column: Int) -> Int {
    let index = row * width + column
    if let found = rewritten.first(where: { $0.field == index }) { return found.place }
    let start = fields[index].start
    let isQuoted = start > rowStarts[row] && text.bytes[start - 1] == UInt8(ascii: "\"")
    return isQuoted ? start - 1 : start
  }

  func line(row: Int) -> Int { rowLines[row] }

  func location(row: Int, column: Int) -> SourceLocation {
    text.location(
      of: place(row: row, column: column), rowStart: rowStarts[row], rowLine: rowLines[row])
  }

  mutating func clear() {
    count = 0
    rowStarts.removeAll(keepingCapacity: true)
    rowLines.removeAll(keepingCapacity: true)
    if !rewritten.isEmpty {
      rewritten = []
      text.bytes.removeSubrange(textSize...)
    }
  }

  /// Finds the fields of the next row without counting it among those of the block.
  mutating func scanRow(_ scanner: inout CSVScanner) -> CSVScanner.Row {
    let bytes = text.bytes
    let (base, limit) = (count * width, width)
    var target = fields.mutableSpan
    return scanner.nextRow(in: bytes.span, into: &target, base: base, limit: limit)
  }

  /// Takes the row scanned last into the block.
  mutating func finishRow(_ row: CSVScanner.Row) {
    rowStarts.append(row.start)
    rowLines.append(row.line)
    if row.hasDoubledQuotes {
      for column in 0..<min(row.fieldCount, width) { undoubleQuotes(count * width + column) }
    }
    count += 1
  }

  private mutating func undoubleQuotes(_ index: Int) {
    let field = fields[index]
    let quote = UInt8(ascii: "\"")
    guard text.bytes[field.start..<field.end].contains(quote) else { return }
    rewritten.append((index, field.start - 1))
    let start = text.bytes.count
    var source = field.start
    while source < field.end {
      text.bytes.append(text.bytes[source])
      source += text.bytes[source] == quote ? 2 : 1
    }
    fields[index] = CSVField(start: start, end: text.bytes.count)
    text.bytes.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: SourceText.padding))
  }
}
