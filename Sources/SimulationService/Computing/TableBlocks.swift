import Population
import SimulationAPI
import SwiftProtobuf

/// A table of a result directory as blocks of columns.
struct TableBlocks {
  private let name: String
  private var table: CSVTable
  private var row = 0
  private var hasBegun = false

  /// - Parameter name: of the file, with its ending.
  init(_ name: String, at path: String) throws {
    self.name = String(name.dropLast(".csv".count))
    table = try CSVTable(path: path)
  }

  /// Nil after the last one.
  mutating func next() throws -> Outlay_V1_TableBlock? {
    let columns = try table.nextColumns()
    // A table without rows has columns all the same.
    guard let columns = columns ?? (hasBegun ? nil : table.columns.map { _ in [] }) else {
      return nil
    }
    hasBegun = true
    defer { row += columns[0].count }
    return block(columns)
  }

  private func block(_ columns: [[String]]) -> Outlay_V1_TableBlock {
    .with {
      $0.table = name
      $0.firstRow = Int64(row)
      $0.columns = zip(table.columns, columns).map(Self.column)
    }
  }

  private static func column(
    _ name: String, _ cells: [String]
  ) -> Outlay_V1_TableBlock.Column {
    .with {
      if name.hasSuffix("_yuan") {
        $0.name = name.dropLast("yuan".count) + "fen"
        $0.money = .with { money in
          money.fen = cells.map { fen($0) ?? 0 }
          money.blank = cells.indices.filter { cells[$0].isEmpty }.map { Int32($0) }
        }
      } else {
        $0.name = name
        $0.texts.values = cells
      }
    }
  }

  /// Amounts are written in yuan with two decimals.
  private static func fen(_ yuan: String) -> Int64? {
    Int64(yuan.filter { $0 != "." })
  }
}
