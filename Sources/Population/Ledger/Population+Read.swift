internal import Crypto
package import Diagnostics
package import PolicyCatalogue

extension Population {
  /// Reads a register and ledger: `enterprises.csv` and `claims/<measure>.csv`.
  ///
  /// Files are CSV in UTF-8 or GB18030. A measure without a file has no claims. Errors: everything that
  /// is wrong in any of the files, up to the limit of the bag, file by file, the register first.
  /// Columns of locations count characters from 1. The result does not depend on the number of cores.
  package static func read(
    directory: String, policy: Policy
  ) throws(DataError) -> (population: Population, warnings: [Diagnostic]) {
    let files = try LedgerDirectory(path: directory, policy: policy)
    var bag = files.bag

    // The register is parsed while the other cores load the sheets, which need it to be parsed.
    let paths = [files.register] + files.sheets.map(\.path)
    let loaded = concurrentMap(Array(paths.indices), sizes: paths.indices.map { $0 == 0 ? 1 : 0 }) {
      index in
      Loaded(path: paths[index], policy: index == 0 ? policy : nil)
    }
    let register = loaded[0].register
    let index = register?.index ?? RegisterIndex(table: ByteTable(), isComplete: false)

    nonisolated(unsafe) let sheetTexts = loaded.dropFirst()
    let jobs = Array(files.sheets.indices)
    let sheets = concurrentMap(jobs, sizes: sheetTexts.map(\.size)) { sheet in
      sheetTexts[sheet + 1].parseClaims(
        measure: files.sheets[sheet].measure, of: policy, register: index)
    }

    if let error = loaded[0].error { bag.report(error) }
    if let register { bag.report(register.findings.error) }
    var unknown: Set<Message> = []
    for (index, sheet) in sheets.enumerated() {
      switch sheet {
      case .success(let sheet):
        // What another sheet has said of an enterprise is not said again.
        let told = sheet.findings.error
        bag.report(
          DataError(
            told.diagnostics.filter { !unknown.contains($0.problem) }, omitted: told.omitted))
        unknown.formUnion(sheet.unknownEnterprises)
      case .failure(let error): bag.report(error)
      case nil: if let error = loaded[index + 1].error { bag.report(error) }
      }
    }
    let readable = sheets.compactMap { try? $0?.get() }
    let sheetOfMeasure = Dictionary(uniqueKeysWithValues: readable.map { ($0.table.measure, $0) })
    let order = ClaimOrder(
      ids: policy.measures.indices.map { sheetOfMeasure[$0]?.table.ids ?? IdentifierColumn() })
    reportDuplicates(order, sheetOfMeasure, &bag)
    try bag.throwIfErrors()
    guard let register else { preconditionFailure("a register without errors is there") }

    var claims = policy.measures.indices.map { ClaimTable(measure: $0) }
    for index in claims.indices {
      claims[index].inputs = policy.measures[index].inputs.map { ColumnBuilder($0).finish() }
    }
    var bases = ByteTable()
    for sheet in readable {
      claims[sheet.table.measure] = sheet.table
      if bases.count == 0 {
        bases = sheet.bases
      } else {
        renumber(&claims[sheet.table.measure].bases, named: sheet.bases.keys, among: &bases)
      }
    }
    warnOfEncoding(loaded, &bag)
    for file in loaded { file.cutOffWarning.map { bag.report($0) } }
    return (
      Population(
        register: register.register, claims: claims, hash: ledgerHash(of: loaded),
        bases: bases.keys, order: order),
      bag.warnings
    )
  }
}

/// A file that was loaded, and the register parsed. A class, so that the text is let go of when it has
/// been parsed.
private final class Loaded {
  let path: String
  private(set) var error: DataError?
  private(set) var register: RegisterFile?
  private(set) var size = 0
  private(set) var encoding: SourceText.Encoding?
  private(set) var cutOffWarning: Diagnostic?
  private(set) var digest = ""
  private var text: SourceText?

  /// With a policy it is the register.
  init(path: String, policy: Policy?) {
    self.path = path
    do {
      let text = try SourceText(path: path)
      size = text.bytes.count
      encoding = text.encoding
      cutOffWarning = text.cutOffWarning
      digest = text.digest
      if let policy { register = try readRegister(text, policy: policy) } else { self.text = text }
    } catch {
      self.error = error
    }
  }

  /// Without the text.
  init(digestOf path: String) {
    self.path = path
    do { digest = try SourceText(path: path).digest } catch { self.error = error }
  }

  func parseClaims(
    measure: Int, of policy: Policy, register: RegisterIndex
  ) -> Result<ClaimSheet, DataError>? {
    guard let text else { return nil }
    self.text = nil
    do {
      return .success(try readClaims(text, measure: measure, of: policy, register: register))
    } catch {
      return .failure(error)
    }
  }
}

extension Findings {
  fileprivate var error: DataError { DataError(bag.errors, omitted: bag.omitted) }
}

private func reportDuplicates(
  _ order: ClaimOrder, _ sheets: [Int: ClaimSheet], _ bag: inout DiagnosticBag
) {
  let duplicates = order.duplicates()
    // A blank id has been told of already.
    .filter { !sheets[$0.claim.table]!.table.ids.utf8($0.claim.row).isEmpty }
    .sorted { $0.claim < $1.claim }
  let told = duplicates.prefix(max(0, DiagnosticBag.limit - bag.errors.count))
  bag.report(DataError([], omitted: duplicates.count - told.count))
  for (claim, first) in told {
    let sheet = sheets[claim.table]!
    let id = sheet.table.ids[claim.row]
    let place = sheets[first.table]!.location(ofClaim: first.row)
    bag.report(
      Diagnostic(
        at: sheet.location(ofClaim: claim.row),
        Message(
          "the claim \(quoted(id)) stands twice, first in \(place.file):\(place.line):\(place.column)",
          zh: "申报 \(quoted(id)) 重复,首次出现在 \(place.file):\(place.line):\(place.column)"),
        expected: Message(
          "an id that no other claim of the ledger has", zh: "整个台账中不重复的申报编号")))
  }
}

/// From numbers within a sheet to numbers within the ledger.
private func renumber(
  _ numbers: inout [Int32], named names: IdentifierColumn, among bases: inout ByteTable
) {
  if names.count == 0 { return }
  var padded = names.bytes
  padded.append(contentsOf: repeatElement(0, count: SourceText.padding))
  let inLedger = (0..<names.count).map { number in
    let field = CSVField(start: names.offsets[number], end: names.offsets[number + 1])
    return Int32(bases.insert(field, in: padded.span).number)
  }
  for row in numbers.indices where numbers[row] >= 0 {
    numbers[row] = inLedger[Int(numbers[row])]
  }
}

extension Population {
  /// The hash that the population of a ledger has, without reading what its files say; nil where that
  /// would be an error.
  package static func hash(ofLedger directory: String, policy: Policy) -> String? {
    guard let files = try? LedgerDirectory(path: directory, policy: policy), !files.bag.hasErrors
    else { return nil }
    let paths = [files.register] + files.sheets.map(\.path)
    let loaded = concurrentMap(paths, sizes: paths.map { _ in 0 }) { Loaded(digestOf: $0) }
    return loaded.contains { $0.error != nil } ? nil : ledgerHash(of: loaded)
  }
}

/// Like the output of sha256sum over the files: it names each and does not depend on where they lie.
private func ledgerHash(of files: [Loaded]) -> String {
  var hash = SHA256()
  for (index, file) in files.enumerated() {
    let name = file.path.split(separator: "/").last ?? ""
    let shown = index == 0 ? "\(name)" : "\(LedgerDirectory.claimsName)/\(name)"
    let line = Array("\(file.digest)  \(shown)\n".utf8)
    line.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }
  return hexadecimal(hash.finalize())
}

/// Once for all files: that the encoding was guessed should be known when names look wrong.
private func warnOfEncoding(_ files: [Loaded], _ bag: inout DiagnosticBag) {
  let others = files.filter { $0.encoding == .gb18030 }
  guard let first = others.first else { return }
  let more = others.count - 1
  bag.report(
    Diagnostic(
      .warning, at: SourceLocation(file: first.path),
      more == 0
        ? Message("the file was read as GB18030", zh: "文件按 GB18030 读取")
        : Message(
          "the file and \(counted(more, "other")) were read as GB18030",
          zh: "该文件及另外 \(more) 个文件按 GB18030 读取")))
}
