import Diagnostics
import Glibc
import PolicyCatalogue
import Testing

@testable import Population

@Suite struct LedgerWriteTests {
  /// A population of nasty strings and of numbers at their bounds, its bases by first appearance.
  private func random(_ generator: inout SplitMix) -> Population {
    let pieces = [",", "\"", "慈溪", "a", " ", "'", "\\", "=1+1", "\u{FEFF}", "é", "e\u{301}", "🏭"]
    func text(_ extra: [String] = [], least: Int = 0) -> String {
      (0..<Int.random(in: least...6, using: &generator))
        .map { _ in (pieces + extra).randomElement(using: &generator)! }.joined()
    }
    func units(_ limit: UInt64) -> Double {
      let bits = Int.random(in: 0...53, using: &generator)
      return Double(
        min(limit, UInt64.random(in: 0...(UInt64(1) << UInt64(bits)) - 1, using: &generator)))
    }
    func column(_ schema: InputSchema, _ count: Int) -> Column {
      switch schema.type {
      case .number(let kind, _, _, _):
        let limits: [InputType.NumberKind: UInt64] = [
          .money: 1_000_000_000_000_000, .usd: 1_000_000_000_000_000, .rate: 1_000_000,
          .quantity: 5_000_000_000,
        ]
        return .numbers((0..<count).map { _ in units(limits[kind] ?? (1 << 53 - 1)) })
      case .flag: return .flags((0..<count).map { _ in UInt8.random(in: 0...1, using: &generator) })
      case .date:
        return .dates(
          (0..<count).map { _ in
            schema.isOptional && Bool.random(using: &generator)
              ? Column.blankDate : Int32.random(in: -300_000...2_000_000, using: &generator)
          })
      case .level(let levels):
        return .levels(
          (0..<count).map { _ in UInt8.random(in: 0..<UInt8(levels.count), using: &generator) })
      case .text:
        var texts = TextParser(isOptional: true)
        let codes = (0..<count).map { _ in
          let (bytes, field) = ByteTable.padded(text(["\n", "\r\n", "\t"]).utf8)
          return texts.parse(field, in: bytes.span)!
        }
        return .text(TextColumn(codes: codes, values: texts.values))
      }
    }

    let size = Int.random(in: 1...30, using: &generator)
    var ids = IdentifierColumn()
    var names = IdentifierColumn()
    for row in 0..<size {
      ids.append("E\(text())\(row)".utf8)
      names.append(text(["\n", "\r"], least: 1).utf8)
    }
    var columns = ledgerPolicy.registerColumns.map { column($0, size) }
    columns[0] = .text(TextColumn(values: [""]))
    columns[1] = .text(TextColumn(values: [""]))
    let (subjects, count) = subjects(of: columns[RegisterColumn.group.rawValue])
    var bases = ByteTable()
    var claims = ledgerPolicy.measures.indices.map { ClaimTable(measure: $0) }
    for (index, measure) in ledgerPolicy.measures.enumerated() {
      let size = measure.isComputable ? Int.random(in: 0...30, using: &generator) : 0
      for row in 0..<size {
        claims[index].ids.append("\(text())C\(index)-\(row)".drop { $0 == " " }.utf8)
        let (bytes, field) = ByteTable.padded(text(["\n"]).utf8)
        claims[index].bases.append(
          field.isEmpty ? -1 : Int32(bases.insert(field, in: bytes.span).number))
        claims[index].enterprises.append(Int32.random(in: 0..<Int32(ids.count), using: &generator))
        claims[index].filedOn.append(Int32.random(in: 0...30_000, using: &generator))
        claims[index].settleNextYear.append(UInt8.random(in: 0...1, using: &generator))
        claims[index].elsewhere.append(index == 0 ? 0 : UInt8.random(in: 0...1, using: &generator))
      }
      claims[index].inputs = measure.inputs.map { column($0, size) }
    }
    return Population(
      register: Register(
        ids: ids, names: names, columns: columns, subjects: subjects, subjectCount: count),
      claims: claims, hash: "", bases: bases.keys)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var generator = SplitMix(state: 20_170_601)
    for _ in 0..<100 {
      let population = random(&generator)
      let scratch = Scratch([String: String]())
      try population.write(to: "\(scratch.path)/out", policy: ledgerPolicy)
      let back = try Population.read(directory: "\(scratch.path)/out", policy: ledgerPolicy)
      #expect(Contents(back.population) == Contents(population))
      #expect(back.warnings == [])
    }
  }

  @Test func form() throws {
    let scratch = Scratch(sheets: ["machines.csv": "\(machineHeader)\r\n\(machineRow)\r\n"])
    let out = Scratch([String: String]())
    // There already, and empty.
    try scratch.read().write(to: out.path + "/", policy: ledgerPolicy)
    #expect(
      String(decoding: out.bytes("claims/machines.csv") ?? [], as: UTF8.self) == """
        \(machineHeader)
        C1,E1,项目一,2017-06-30,no,100.25,3.00,7,0.04,12.5,yes,2017-01-02,green,

        """)
    #expect(out.bytes("claims/fixed-sum.csv") == nil)
    #expect(
      String(decoding: out.bytes("enterprises.csv") ?? [], as: UTF8.self) == """
        \(registerHeader.split(separator: ",listed")[0]),employees,listed
        E1,甲公司,company,浒山,制造业,large,G1,2015-03-01,yes,yes,no,no,A,yes,,no,1234.50,0,yes
        E2,乙公司,company,观海卫,,,G1,,yes,yes,no,no,,yes,2016-01-31,no,0.00,0,no
        E3,"丙,""公""
        司",individual,浒山,制造业,small,,2017-07-01,yes,no,no,no,D,yes,,no,0.01,0,no

        """)
  }

  @Test func aLedgerIsReplacedAndOtherThingsAreNot() throws {
    let scratch = Scratch(sheets: ["machines.csv": "\(machineHeader)\n\(machineRow)\n"])
    let population = try scratch.read()
    let out = Scratch(["l/enterprises.csv": "old"])
    out.write("l/claims/old.csv", [])
    try population.write(to: "\(out.path)/l", policy: ledgerPolicy)
    #expect(out.bytes("l/claims/old.csv") == nil)
    #expect(
      Contents(try Population.read(directory: "\(out.path)/l", policy: ledgerPolicy).population)
        == Contents(population))
    #expect(try namesInDirectory(out.path) == ["l"])

    out.write("l/notes.txt", [1])
    let error = #expect(throws: DataError.self) {
      try population.write(to: "\(out.path)/l", policy: ledgerPolicy)
    }
    #expect(
      error?.diagnostics.map { out.describe($0) } == [
        "l/notes.txt: error: this is no part of a ledger, so its directory is not replaced; choose "
          + "a new directory, or one with a ledger only"
      ])
    #expect(out.bytes("l/notes.txt") == [1])
    #expect(try namesInDirectory(out.path) == ["l"])
  }

  @Test func whereNothingCanBeWritten() throws {
    let scratch = Scratch(sheets: [:])
    let population = try scratch.read()
    let error = #expect(throws: DataError.self) {
      try population.write(to: "\(scratch.path)/enterprises.csv/place", policy: ledgerPolicy)
    }
    #expect(error?.diagnostics.map { $0.problem.english }.count == 1)
    #expect(error?.diagnostics.first?.location.file.contains("enterprises.csv") == true)
  }
}
