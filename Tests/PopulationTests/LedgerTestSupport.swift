import Diagnostics
import Glibc
import PolicyCatalogue
import Testing

@testable import Population

/// A policy with a measure of every type of input, one without inputs, an open one and a reference.
let ledgerPolicy: Policy = {
  func measure(
    _ id: String, _ item: Int, _ shape: Measure.Shape, inputs: [InputSchema] = []
  ) -> Measure {
    var measure = Measure(
      id: id, chapter: 0, article: 1, item: item, shape: shape,
      title: Message(id, zh: id), location: SourceLocation(file: "policy.yaml"))
    measure.inputs = inputs
    if shape != .open && shape != .reference {
      measure.award = Award(base: .amount(.parameter(0)))
    }
    return measure
  }
  let inputs = [
    InputSchema(
      name: "cost_yuan", type: .number(.money, .money, unit: "元", decimals: 2)),
    InputSchema(
      name: "paid_usd", type: .number(.usd, Dimension(["usd": 1]), unit: "美元", decimals: 2)),
    InputSchema(name: "modules", type: .number(.count, .none, unit: "", decimals: 0)),
    InputSchema(name: "ratio", type: .number(.rate, .none, unit: "", decimals: 6)),
    InputSchema(
      name: "area_m2", type: .number(.quantity, Dimension(["m2": 1]), unit: "平方米", decimals: 3),
      isOptional: true, maximum: 5_000_000),
    InputSchema(name: "returning", type: .flag),
    InputSchema(name: "opened_on", type: .date),
    InputSchema(name: "track", type: .level(["general", "green"])),
    InputSchema(name: "prior_level", type: .level(["", "national", "provincial"])),
  ]
  return Policy(
    id: "test", title: Message("Test", zh: "测试"), source: "", valid: ValidityPeriod(from: 0, to: 1),
    chapters: [Chapter(id: "chapter-1", title: Message("One", zh: "一"))],
    measures: [
      measure("machines", 1, .rate, inputs: inputs),
      measure("fixed-sum", 2, .fixed),
      measure("open-sum", 3, .open),
      measure("elsewhere-ruled", 4, .reference),
    ],
    registerColumns: RegisterColumn.allCases.map(\.schema) + [
      InputSchema(
        name: "employees", type: .number(.count, .none, unit: "", decimals: 0), isOptional: true),
      InputSchema(name: "listed", type: .flag),
    ],
    parameters: [],
    assessedRounding: Rounding(unit: .parameter(0), direction: .halfUp), hash: "", path: "")
}()

let registerHeader =
  RegisterColumn.allCases.map(\.schema.name).joined(separator: ",") + ",listed"
let registerRows = [
  "E1,甲公司,company,浒山,制造业,large,G1,2015-03-01,yes,yes,no,no,A,yes,,no,1234.50,yes",
  "E2,乙公司,company,观海卫,,,G1,,yes,yes,no,no,,yes,2016-01-31,no,,no",
  "E3,\"丙,\"\"公\"\"\n司\",individual,浒山,制造业,small,,2017-07-01,是,否,no,no,D,yes,,no,0.01,no",
]
let machineHeader =
  "claim,enterprise,basis,filed_on,settle_next_year,cost_yuan,paid_usd,modules,ratio,area_m2,"
  + "returning,opened_on,track,prior_level"
let machineRow = "C1,E1,项目一,2017-06-30,no,100.25,3,7,0.04,12.5,yes,2017-01-02,green,"

/// A directory of files that goes away with its owner.
final class Scratch {
  let path: String

  init(_ files: [String: [UInt8]] = [:]) {
    var template = Array("/tmp/outlay-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for (name, bytes) in files { write(name, bytes) }
  }

  convenience init(_ files: [String: String]) { self.init(files.mapValues { Array($0.utf8) }) }

  /// A register that is right, and these sheets.
  convenience init(sheets: [String: String]) {
    var files = [
      "enterprises.csv": ([registerHeader] + registerRows).joined(separator: "\n") + "\n"
    ]
    for (name, text) in sheets { files["claims/\(name)"] = text }
    if sheets.isEmpty { files["claims/.keep"] = "" }
    self.init(files)
  }

  deinit { try? run("rm", "-rf", path) }

  func write(_ name: String, _ bytes: [UInt8]) {
    let full = "\(path)/\(name)"
    if let slash = name.lastIndex(of: "/") { mkdir("\(path)/\(name[..<slash])", 0o777) }
    let file = fopen(full, "w")!
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func bytes(_ name: String) -> [UInt8]? {
    guard let file = fopen("\(path)/\(name)", "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return bytes
  }

  private func run(_ arguments: String...) throws {
    var child: pid_t = 0
    var argv = arguments.map { strdup($0) } + [nil]
    posix_spawnp(&child, arguments[0], nil, nil, &argv, environ)
    waitpid(child, nil, 0)
    for argument in argv { free(argument) }
  }

  func read() throws -> Population {
    try Population.read(directory: path, policy: ledgerPolicy).population
  }

  /// The errors in English, without the directory.
  func errors() -> [String] {
    do {
      _ = try Population.read(directory: path, policy: ledgerPolicy)
      return []
    } catch {
      return error.diagnostics.map { describe($0) }
    }
  }

  func describe(_ diagnostic: Diagnostic) -> String {
    diagnostic.description(in: .english).split(separator: "\(path)/").joined()
  }
}

/// Everything but the hash, for comparison.
struct Contents: Equatable {
  var register: [[String]]
  var subjects: [Int32]
  var claims: [[[String]]]

  init(_ population: Population) {
    func cells(_ column: Column) -> [String] {
      switch column {
      case .numbers(let cells): cells.map { "\($0)" }
      case .flags(let cells), .levels(let cells): cells.map { "\($0)" }
      case .dates(let cells): cells.map { "\($0)" }
      case .text(let text): text.codes.indices.map { text[$0] }
      }
    }
    func cells(_ column: IdentifierColumn) -> [String] { (0..<column.count).map { column[$0] } }
    register =
      [cells(population.register.ids), cells(population.register.names)]
      + population.register.columns.map(cells)
    subjects = population.register.subjects
    claims = population.claims.map { table in
      [
        cells(table.ids), table.enterprises.map { "\($0)" },
        table.bases.map { $0 < 0 ? "none" : "\($0) \(population.bases[Int($0)])" },
        table.filedOn.map { "\($0)" }, table.settleNextYear.map { "\($0)" },
        table.elsewhere.map { "\($0)" },
      ] + table.inputs.map(cells)
    }
  }
}
