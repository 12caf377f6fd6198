package import Diagnostics
package import PolicyCatalogue

extension Population {
  /// Writes the register and ledger in the form that `read` takes, in place of a ledger that may be
  /// there already; the directory appears whole or not at all.
  ///
  /// Reading it back gives an equal population, but for its hash, if the bases are numbered as `read`
  /// numbers them: by first appearance, in the order of measures.
  ///
  /// Errors: what the file system says; a directory that holds anything else.
  package func write(to directory: String, policy: Policy) throws(DataError) {
    let target = StagedDirectory(at: directory)
    do {
      try checkReplaceable(target.path)
      try target.commit { inside in
        try writeFiles(into: inside, policy: policy)
      } check: { () throws(OutputError) in
        try checkReplaceable(target.path)
      }
    } catch let error as OutputError {
      throw DataError(Diagnostic(at: SourceLocation(file: error.path), error.problem))
    } catch {
      preconditionFailure("writing files throws nothing else: \(error)")
    }
  }

  /// Writes the files of the register and ledger into a directory that is there and has none of them.
  package func writeFiles(into directory: String, policy: Policy) throws(OutputError) {
    let sheets = "\(directory)/\(LedgerDirectory.claimsName)"
    try FileSystem.makeDirectories(sheets)
    // The register is job -1.
    let jobs = [-1] + claims.indices.filter { claims[$0].count > 0 }
    let failures = concurrentMap(jobs, sizes: jobs.map(size(ofJob:))) { job -> FileFailure? in
      do throws(FileFailure) {
        if job < 0 {
          try writeRegister(
            to: "\(directory)/\(LedgerDirectory.registerName)", policy: policy)
        } else {
          let id = policy.measures[claims[job].measure].id
          try writeClaims(
            claims[job], to: "\(sheets)/\(id)\(LedgerDirectory.sheetSuffix)", policy: policy)
        }
        return nil
      } catch { return error }
    }
    if let failure = failures.compactMap(\.self).first {
      throw OutputError(failure.path, failure.diagnostic.problem)
    }
  }

  /// Anything that is no part of a ledger is somebody's work and stops us.
  private func checkReplaceable(_ directory: String) throws(OutputError) {
    let stranger: String?
    do throws(FileFailure) { stranger = try firstStranger(in: directory) } catch {
      throw OutputError(error.path, error.diagnostic.problem)
    }
    guard let stranger else { return }
    throw OutputError(
      "\(directory)/\(stranger)",
      Message(
        "this is no part of a ledger, so its directory is not replaced; choose a new directory, "
          + "or one with a ledger only",
        zh: "这不是台账的一部分,不替换其所在目录;请选新目录或只含台账的目录"))
  }

  private func firstStranger(in directory: String) throws(FileFailure) -> String? {
    for name in try namesInDirectory(directory) ?? [] where name != LedgerDirectory.registerName {
      guard name == LedgerDirectory.claimsName else { return name }
      let sheets = try namesInDirectory("\(directory)/\(name)") ?? []
      if let stranger = sheets.first(where: { !$0.hasSuffix(LedgerDirectory.sheetSuffix) }) {
        return "\(name)/\(stranger)"
      }
    }
    return nil
  }

  private func size(ofJob job: Int) -> Int {
    job < 0 ? register.count * register.columns.count : claims[job].count * claims[job].inputs.count
  }

  private func writeRegister(to path: String, policy: Policy) throws(FileFailure) {
    var writer = try CSVWriter(creating: path)
    for schema in policy.registerColumns { writer.text(schema.name) }
    try writer.endRow()
    let cells = CellWriter.columns(policy.registerColumns, register.columns)
    for row in 0..<register.count {
      writer.text(register.ids.utf8(row))
      writer.text(register.names.utf8(row))
      for column in cells.dropFirst(2) { column.write(row, to: &writer) }
      try writer.endRow()
    }
    try writer.finish()
  }

  private func writeClaims(
    _ table: ClaimTable, to path: String, policy: Policy
  ) throws(FileFailure) {
    var writer = try CSVWriter(creating: path)
    let hasElsewhere = table.elsewhere.contains(1)
    for column in ClaimColumn.allCases where column != .elsewhere || hasElsewhere {
      writer.text(column.rawValue)
    }
    let inputs = policy.measures[table.measure].inputs
    for schema in inputs { writer.text(schema.name) }
    try writer.endRow()
    let cells = CellWriter.columns(inputs, table.inputs)
    for row in 0..<table.count {
      writer.text(table.ids.utf8(row))
      writer.text(register.ids.utf8(Int(table.enterprises[row])))
      writeBasis(Int(table.bases[row]), to: &writer)
      CellWriter.dates(table.filedOn).write(row, to: &writer)
      CellWriter.flags(table.settleNextYear).write(row, to: &writer)
      if hasElsewhere { CellWriter.flags(table.elsewhere).write(row, to: &writer) }
      for column in cells { column.write(row, to: &writer) }
      try writer.endRow()
    }
    try writer.finish()
  }

  private func writeBasis(_ number: Int, to writer: inout CSVWriter) {
    if number < 0 {
      writer.text("")
    } else if number < bases.count {
      writer.text(bases.utf8(number))
    } else {
      precondition(bases.count == 0, "a basis without a text among bases that have one")
      writer.text("basis \(number)")
    }
  }
}

/// The cells of a column in the form in which they are read.
private enum CellWriter {
  case numbers([Double], decimals: Int, trimmed: Bool)
  case flags([UInt8])
  case dates([Int32])
  case levels([UInt8], [String])
  case text(TextColumn)

  static func columns(_ schemas: [InputSchema], _ columns: [Column]) -> [CellWriter] {
    precondition(schemas.count == columns.count, "a column for each schema")
    return zip(schemas, columns).map { schema, column in
      switch (schema.type, column) {
      case (.number(let kind, _, _, let decimals), .numbers(let cells)):
        .numbers(cells, decimals: decimals, trimmed: kind != .money && kind != .usd)
      case (.flag, .flags(let cells)): .flags(cells)
      case (.date, .dates(let cells)): .dates(cells)
      case (.level(let levels), .levels(let cells)): .levels(cells, levels)
      case (.text, .text(let column)): .text(column)
      default: preconditionFailure("the column \(schema.name) is not of its type")
      }
    }
  }

  func write(_ row: Int, to writer: inout CSVWriter) {
    switch self {
    case .numbers(let cells, let decimals, let trimmed):
      writer.decimal(UInt64(cells[row]), decimals: decimals, trimmed: trimmed)
    case .flags(let cells): writer.text(cells[row] == 0 ? "no" : "yes")
    case .dates(let cells):
      writer.text(
        cells[row] == Column.blankDate
          ? "" : CalendarDate(daysSince1970: Int(cells[row])).description)
    case .levels(let cells, let levels): writer.text(levels[Int(cells[row])])
    case .text(let column): writer.text(column[row])
    }
  }
}
