import Diagnostics
import PolicyCatalogue

extension Villages {
  /// Writes `villages.csv`, in the form that `read` takes, into a directory that is there.
  package func writeFile(into directory: String) throws(OutputError) {
    do throws(FileFailure) {
      var writer = try CSVWriter(creating: "\(directory)/\(Self.fileName)")
      for column in VillageColumn.allCases { writer.text(column.schema.name) }
      try writer.endRow()
      for row in 0..<count {
        writer.text(ids.utf8(row))
        for column in VillageColumn.allCases.dropFirst() { write(column, row, to: &writer) }
        try writer.endRow()
      }
      try writer.finish()
    } catch {
      throw OutputError(error.path, error.diagnostic.problem)
    }
  }

  private func write(_ column: VillageColumn, _ row: Int, to writer: inout CSVWriter) {
    switch columns[column.rawValue] {
    case .text(let text): writer.text(text[row])
    case .levels: writer.text(listedClass(row)?.rawValue ?? "")
    case .numbers(let cells):
      let isMoney = column.decimals == 2
      writer.decimal(UInt64(cells[row]), decimals: column.decimals, trimmed: !isMoney)
    case .flags, .dates: preconditionFailure("villages have no such column")
    }
  }
}
