import Diagnostics
import Testing

@testable import Population

@Suite struct VillagesReadTests {
  private static let header =
    "village,town,rent_yuan,lease_yuan,service_yuan,investment_yuan,subsidy_yuan,property_yuan,"
    + "other_assets_yuan,debt_yuan"

  private func problems(_ lines: [String]) -> [String] {
    let scratch = Scratch(["villages.csv": lines.joined(separator: "\n") + "\n"])
    do throws(DataError) {
      _ = try Villages.read(directory: scratch.path)
      return []
    } catch {
      return error.diagnostics.map {
        $0.description(in: .english).replacing(scratch.path + "/", with: "")
      }
    }
  }

  @Test func columnsThatAreLeftOutAreNothing() throws {
    let scratch = Scratch([
      "villages.csv": Self.header + "\nV2,镇,1.50,2,3,4,5,6,7,8\nV1,镇,0,0,0,0,0,0,0,0\n"
    ])
    let villages = try Villages.read(directory: scratch.path).villages
    #expect(villages.count == 2)
    #expect(villages.number(.rent, 0) == 1.5)
    #expect(villages.number(.debt, 0) == 8)
    #expect(villages.number(.backlog, 0) == 0)
    #expect(villages.listedClass(0) == nil)
    #expect(villages.row("V1") == 1)
  }

  @Test func whatIsWrongIsToldAtItsPlace() {
    #expect(
      problems([Self.header, "V1,镇,-1,0,0,0,0,0,0,0", "V1,镇,x,0,0,0,0,0,0,1.234"]).map {
        String($0.prefix { $0 != ";" })
      } == [
        "villages.csv:2:6: error: '-1' is negative",
        "villages.csv:3:1: error: the village 'V1' stands twice, first in line 2",
        "villages.csv:3:6: error: 'x' is not a number",
        "villages.csv:3:20: error: '1.234' has 3 decimals",
      ])
  }

  /// One row with one cell changed, and what is said of it.
  @Test(arguments: [
    ("rent_yuan", "nan", "'nan' is not a finite number"),
    ("rent_yuan", "1e9", "'1e9' is written with an exponent"),
    ("property_yuan", "100000000000000", "'100000000000000' is absurdly large"),
    ("debt_yuan", "", "the cell is blank"),
    ("town", "", "the cell is blank"),
    ("class", "week", "'week' is no level here"),
    ("backlog_year", "12.5", "'12.5' has 1 decimal"),
    ("idle_m2", "-3", "'-3' is negative"),
  ])
  func badCells(column: String, cell: String, said: String) {
    let names = (Self.header + ",class,idle_m2,backlog_mu,backlog_year").split(separator: ",")
    let row = names.map { name in
      switch String(name) {
      case column: cell
      case "village": "V1"
      case "town": "镇"
      case "class": "weak"
      default: "0"
      }
    }
    let found = problems([names.joined(separator: ","), row.joined(separator: ",")])
    #expect(found.count == 1, "\(found)")
    let place = row.prefix(names.firstIndex { $0 == column }!).reduce(1) { $0 + $1.count + 1 }
    #expect(
      found.first?.hasPrefix("villages.csv:2:\(place): error: \(said)") == true, "\(found)")
  }

  @Test func filesThatAreNone() {
    func problem(_ text: String) -> String? {
      let scratch = Scratch(["villages.csv": text])
      let error = #expect(throws: DataError.self) { try Villages.read(directory: scratch.path) }
      return error.map {
        $0.diagnostics[0].description(in: .english).replacing(scratch.path + "/", with: "")
      }
    }
    #expect(problem("")?.hasPrefix("villages.csv: error: the file is empty") == true)
    #expect(
      problem(Self.header + "\nV1,镇,0,0,0,0,0,0,0,0\nV2,镇,0,0")?
        .hasPrefix("villages.csv:3:1: error: ") == true)
    let missing = Scratch([String: String]())
    #expect(throws: DataError.self) { try Villages.read(directory: missing.path) }
  }

  @Test func aFileCutWithinItsLastNumberIsTold() throws {
    let scratch = Scratch(["villages.csv": Self.header + "\nV1,镇,0,0,0,0,0,0,0,12"])
    let (villages, warnings) = try Villages.read(directory: scratch.path)
    #expect(villages.number(.debt, 0) == 12)
    #expect(warnings.map(\.location.line) == [2])
  }

  @Test func contradictions() {
    let header = Self.header + ",operating_yuan,backlog_mu"
    let found = problems([header, "V1,镇,0,0,0,0,5,0,0,0,6,7"])
    #expect(found.count == 2)
    #expect(found[0].hasPrefix("villages.csv:2:22: error: the operating funds '6' are more"))
    #expect(found[1].contains("'7' mu are owed, but not since when"))
  }

  @Test func columnsAndFile() {
    #expect(
      problems([Self.header.replacing("debt_yuan", with: "dept_yuan"), "V1,镇,0,0,0,0,0,0,0,0"])
        .contains { $0.contains("did you mean 'debt_yuan'?") })
    #expect(problems([Self.header]).contains { $0.contains("there is no village") })
    #expect(problems([Self.header, "V1,镇,0"]).count == 1)
  }

  @Test func writtenAndReadAgain() throws {
    var assumptions = SyntheticVillages(seed: 3, size: 40)
    assumptions.towns = [.init(name: "甲镇", share: 0.5), .init(name: "乙镇", share: 0.5)]
    assumptions.income.total = 90_000_000
    assumptions.income.sigma = 0.8
    assumptions.income.mixSigma = 0.5
    assumptions.assets.total = 900_000_000
    assumptions.assets.sigma = 0.5
    assumptions.assets.propertyTo = 1
    assumptions.debt = .init()
    assumptions.debt.total = 1_000_000
    assumptions.debt.share = 0.5
    assumptions.backlog.area = .init(share: 0.5, median: 10, sigma: 0.5)
    let villages = try Villages.synthesise(assumptions)
    let scratch = Scratch([String: String]())
    try villages.writeFile(into: scratch.path)
    let again = try Villages.read(directory: scratch.path).villages
    #expect(again.count == 40)
    for row in 0..<40 {
      #expect(again.ids[row] == villages.ids[row])
      #expect(again.towns[row] == villages.towns[row])
      for column in VillageColumn.allCases.dropFirst(3) {
        #expect(again.number(column, row) == villages.number(column, row), "\(column)")
      }
    }
    #expect((0..<40).reduce(0) { $0 + villages.number(.rent, $1) } == 90_000_000)
    #expect((0..<40).reduce(0) { $0 + villages.number(.debt, $1) } == 1_000_000)
  }
}
