package import Diagnostics

/// A CSV file as texts, block after block, for who reads what Outlay has written.
package struct CSVTable {
  package let columns: [String]
  private var reader: CSVReader

  /// - Throws: `DataError` with what is wrong with the header.
  package init(path: String) throws(DataError) {
    reader = try CSVReader(try SourceText(path: path))
    columns = reader.header.map(\.name)
  }

  /// The cells of the next rows, column by column; nil after the last row.
  ///
  /// - Throws: `DataError` where the form of a row is broken.
  package mutating func nextColumns() throws(DataError) -> [[String]]? {
    var findings = Findings()
    guard reader.nextBlock(&findings) else { return nil }
    findings.flush()
    try findings.bag.throwIfErrors()
    let block = reader.block
    return columns.indices.map { column in
      (0..<block.count).map { block.string(block[$0, column]) }
    }
  }
}
