import Diagnostics
import PolicyCatalogue
import Testing

@testable import Population

private let wantedRegister =
  "expected the columns enterprise, name, kind, town, industry, size, group, registered_on, "
  + "registered_here, taxed_here, penalised, safety_accident, safety_grade, energy_target_met, "
  + "fraud_found_on, special_deal, revenue_yuan, listed, and if wanted employees"
private let wantedMachines =
  "expected the columns claim, enterprise, basis, filed_on, settle_next_year, cost_yuan, paid_usd, "
  + "modules, ratio, area_m2, returning, opened_on, track, prior_level, and if wanted elsewhere"
private let yuan = "expected a plain number of yuan with at most 2 decimals, such as 1250.5"
private let fraction = "expected a fraction from 0 to 1 with at most 6 decimals, 0.04 for 4%"
private let date = "expected a date as YYYY-MM-DD, such as 2017-06-30"

@Suite struct LedgerErrorTests {
  /// The row of the sample sheet with one cell changed.
  private func errors(_ column: String, _ cell: String) -> [String] {
    let names = machineHeader.split(separator: ",").map(String.init)
    var cells = machineRow.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    cells[names.firstIndex(of: column)!] = cell
    let row = cells.joined(separator: ",")
    return Scratch(sheets: ["machines.csv": "\(machineHeader)\n\(row)\n"]).errors()
  }

  @Test(arguments: [
    ("cost_yuan", "", "25", "the cell is blank; \(yuan)"),
    ("cost_yuan", "1.234", "25", "'1.234' has 3 decimals; \(yuan)"),
    ("cost_yuan", "1.230", "25", "'1.230' has 3 decimals; \(yuan)"),
    ("cost_yuan", "-5", "25", "'-5' is negative; \(yuan)"),
    ("cost_yuan", "nan", "25", "'nan' is not a finite number; \(yuan)"),
    ("cost_yuan", "-Infinity", "25", "'-Infinity' is not a finite number; \(yuan)"),
    ("cost_yuan", "1e5", "25", "'1e5' is written with an exponent; \(yuan)"),
    ("cost_yuan", "\"1,200\"", "25", "'1,200' has thousands separators; \(yuan)"),
    ("cost_yuan", "200万", "25", "'200万' is not a number; \(yuan)"),
    ("cost_yuan", "5.", "25", "'5.' is not a number; \(yuan)"),
    ("cost_yuan", ".5", "25", "'.5' is not a number; \(yuan)"),
    ("cost_yuan", "+5", "25", "'+5' is not a number; \(yuan)"),
    ("cost_yuan", "1.2.3", "25", "'1.2.3' is not a number; \(yuan)"),
    ("cost_yuan", " 5", "25", "' 5' is not a number; \(yuan)"),
    ("cost_yuan", "0x10", "25", "'0x10' is not a number; \(yuan)"),
    (
      "cost_yuan", "10000000000000.01", "25",
      "'10000000000000.01' is absurdly large; expected at most 10000000000000"
    ),
    (
      "cost_yuan", "99999999999999999999999999", "25",
      "'99999999999999999999999999' is absurdly large; expected at most 10000000000000"
    ),
    (
      "modules", "9007199254740992", "34",
      "'9007199254740992' is absurdly large; expected at most 9007199254740991"
    ),
    ("modules", "1.5", "34", "'1.5' has 1 decimal; expected a whole number"),
    ("area_m2", "5000000.001", "41", "'5000000.001' is absurdly large; expected at most 5000000"),
    ("ratio", "1.000001", "36", "'1.000001' is above 1, a share over 100%; \(fraction)"),
    ("ratio", "4", "36", "'4' is above 1, a share over 100%; \(fraction)"),
    ("ratio", "4%", "36", "'4%' is a percentage; \(fraction)"),
    ("returning", "", "46", "the cell is blank; expected yes or no"),
    (
      "returning", "TRUE", "46",
      "'TRUE' is neither yes nor no; expected yes or no; did you mean 'yes'?"
    ),
    ("opened_on", "2017-02-30", "50", "there is no day '2017-02-30'; \(date)"),
    (
      "opened_on", "2017/1/2", "50", "'2017/1/2' is not a date; \(date); did you mean '2017-01-02'?"
    ),
    ("opened_on", "0217-01-02", "50", "'0217-01-02' is not a date; \(date)"),
    ("opened_on", "", "50", "the cell is blank; \(date)"),
    (
      "track", "gren", "61",
      "'gren' is no level here; expected one of general, green; did you mean 'green'?"
    ),
    ("track", "", "61", "the cell is blank; expected one of general, green"),
    (
      "prior_level", "nationl", "67",
      "'nationl' is no level here; expected blank or one of national, provincial; did you mean "
        + "'national'?"
    ),
    ("claim", "", "1", "the cell is blank; expected the id of the claim"),
    (
      "claim", " C1", "1",
      "' C1' has blanks around it, or tabs or line ends in it; expected the id of the claim"
    ),
    (
      "claim", "assumed:x", "1",
      "'assumed:x': ids that begin with 'assumed:' are Outlay's own; expected another id"
    ),
    ("enterprise", "", "4", "the cell is blank; expected an enterprise of enterprises.csv"),
    (
      "enterprise", "E1x", "4",
      "the register has no enterprise 'E1x'; expected an enterprise of enterprises.csv; did you "
        + "mean 'E1'?"
    ),
    (
      "enterprise", "慈溪某公司", "4",
      "the register has no enterprise '慈溪某公司'; expected an enterprise of enterprises.csv"
    ),
    ("filed_on", "2017-13-01", "11", "there is no day '2017-13-01'; \(date)"),
    ("settle_next_year", "maybe", "22", "'maybe' is neither yes nor no; expected yes or no"),
  ])
  func cell(column: String, cell: String, place: String, expected: String) {
    #expect(errors(column, cell) == ["claims/machines.csv:2:\(place): error: \(expected)"])
  }

  @Test func chinese() {
    let scratch = Scratch(sheets: [
      "machines.csv":
        "\(machineHeader)\n\(machineRow.split(separator: "0.04").joined(separator: "4%"))\n"
    ])
    let error = #expect(throws: DataError.self) { try scratch.read() }
    #expect(
      error?.diagnostics.map {
        $0.description(in: .chinese).split(separator: "\(scratch.path)/").joined()
      } == ["claims/machines.csv:2:36: 错误: '4%' 是百分数;应为0 至 1 的小数,最多 6 位小数,4% 写作 0.04"])
  }

  @Test func headerOfTheRegister() {
    let header = registerHeader.split(separator: ",").map {
      $0 == "town" ? "twon" : $0 == "size" ? "kind" : String($0)
    }
    let scratch = Scratch(["enterprises.csv": header.joined(separator: ",") + ",\n"])
    #expect(
      scratch.errors() == [
        "enterprises.csv:1:22: error: unknown column 'twon'; \(wantedRegister); did you mean 'town'?",
        "enterprises.csv:1:36: error: the column 'kind' stands twice, first as column 3; expected "
          + "each column once",
        "enterprises.csv:1:193: error: column 19 has no name; \(wantedRegister)",
        "enterprises.csv:1: error: the column 'town' is missing; \(wantedRegister)",
        "enterprises.csv:1: error: the column 'size' is missing; \(wantedRegister)",
      ])
  }

  @Test func headerOfASheet() {
    let header = machineHeader.split(separator: ",").filter { $0 != "basis" && $0 != "track" }
    let scratch = Scratch(sheets: [
      "machines.csv": header.joined(separator: ",") + ",tracks\n"
    ])
    #expect(
      scratch.errors() == [
        "claims/machines.csv:1:117: error: unknown column 'tracks'; \(wantedMachines); did you mean "
          + "'track'?",
        "claims/machines.csv:1: error: the column 'basis' is missing; \(wantedMachines)",
        "claims/machines.csv:1: error: the column 'track' is missing; \(wantedMachines)",
      ])
  }

  @Test func ids() {
    let fixedHeader = "filed_on,claim,enterprise,basis,settle_next_year"
    let scratch = Scratch([
      "enterprises.csv": ([registerHeader] + registerRows + [registerRows[0]])
        .joined(separator: "\n"),
      "claims/machines.csv": "\(machineHeader)\n\(machineRow)\n\(machineRow)\n",
      "claims/fixed-sum.csv": """
      \(fixedHeader)
      2017-01-01,C0,E1,,no
      2017-01-01,C1,E1,,no
      """,
    ])
    #expect(
      scratch.errors() == [
        "enterprises.csv:6:1: error: the enterprise 'E1' stands twice, first in line 2; expected each "
          + "enterprise once",
        "claims/machines.csv:3:1: error: the claim 'C1' stands twice, first in "
          + "claims/machines.csv:2:1; expected an id that no other claim of the ledger has",
        "claims/fixed-sum.csv:3:12: error: the claim 'C1' stands twice, first in "
          + "claims/machines.csv:2:1; expected an id that no other claim of the ledger has",
      ])
  }

  @Test func names() {
    let scratch = Scratch(sheets: [
      "machine.csv": "", "open-sum.csv": "", "elsewhere-ruled.csv": "", "machines.xlsx": "",
      ".DS_Store": "",
    ])
    let expected = [
      "claims/elsewhere-ruled.csv: error: 'elsewhere-ruled' is governed by another document, so "
        + "there is nothing to claim; expected an amount under 'assume' in the scenario, or a "
        + "measure that can be computed",
      "claims/machine.csv: error: the policy has no measure 'machine'; expected the id of a measure; "
        + "did you mean 'machines'?",
      "claims/machines.xlsx: error: this is not a sheet of claims; expected files named after "
        + "measures, such as machines.csv; did you mean 'machines.csv'?",
      "claims/open-sum.csv: error: the policy gives no amount for 'open-sum', so there is nothing to "
        + "claim; expected an amount under 'assume' in the scenario, or a measure that can be "
        + "computed",
    ]
    #expect(scratch.errors() == expected)
  }

  @Test func missingFiles() {
    #expect(
      Scratch(["claims/.keep": ""]).errors() == [
        "enterprises.csv: error: there is no such file"
      ])
    let error = #expect(throws: DataError.self) {
      try Population.read(directory: "/nonexistent/ledger", policy: ledgerPolicy)
    }
    #expect(
      error?.diagnostics.map { $0.description(in: .english) } == [
        "/nonexistent/ledger: error: there is no such directory; expected a ledger: a directory with "
          + "enterprises.csv"
      ])
    let file = Scratch(["x": "y"])
    let notDirectory = #expect(throws: DataError.self) {
      try Population.read(directory: "\(file.path)/x", policy: ledgerPolicy)
    }
    #expect(
      notDirectory?.diagnostics.map { file.describe($0) } == [
        "x: error: this is not a directory"
      ])
  }

  /// What cannot be read of the register is not held against the claims.
  @Test func aTruncatedRegister() {
    let text = ([registerHeader] + registerRows.prefix(1)).joined(separator: "\n") + "\nE2,乙公"
    let scratch = Scratch([
      "enterprises.csv": text,
      "claims/machines.csv": "\(machineHeader)\n\(machineRow)\nC2,E2,,2017-01-01\n",
      "claims/fixed-sum.csv": "",
    ])
    #expect(
      scratch.errors() == [
        "enterprises.csv:3:1: error: the last line has 2 fields and no end: the file is cut off; "
          + "expected 18 fields, one for each column",
        "claims/machines.csv:3:1: error: the line has 4 fields; expected 14 fields, one for each "
          + "column",
        "claims/fixed-sum.csv: error: the file is empty; expected a line with the names of the "
          + "columns",
      ])
  }

  @Test func errorsComeInTheOrderOfTheFileUpToTheLimit() {
    let rows = (1...3000).map { "C\($0),E1,,2017-06-30,no,x,3,7,y,12.5,yes,2017-01-02,green," }
    let scratch = Scratch(sheets: [
      "machines.csv": ([machineHeader] + rows).joined(separator: "\n")
    ])
    let error = #expect(throws: DataError.self) { try scratch.read() }
    #expect(error?.diagnostics.count == DiagnosticBag.limit)
    #expect(error?.omitted == 6000 - DiagnosticBag.limit)
    #expect(error?.diagnostics.map(\.location.line) == (2...26).flatMap { [$0, $0] })
  }

  @Test(
    "Another separator is one error",
    arguments: [("\t", "tabs"), (";", "semicolons"), ("\u{FF0C}", "full-width commas")])
  func separators(separator: String, name: String) {
    let sheet = "\(machineHeader)\n\(machineRow)\n\(machineRow)\n"
      .split(separator: ",", omittingEmptySubsequences: false).joined(separator: separator)
    #expect(
      Scratch(sheets: ["machines.csv": sheet]).errors() == [
        "claims/machines.csv:1: error: the columns are separated by \(name); expected columns "
          + "separated by commas: save as CSV with commas"
      ])
  }

  @Test("An enterprise that the register does not have is told of once")
  func unknownEnterprise() {
    func row(_ claim: Int) -> String {
      machineRow.split(separator: ",", omittingEmptySubsequences: false).enumerated()
        .map { $0.offset == 0 ? "X\(claim)" : $0.offset == 1 ? "E9" : String($0.element) }
        .joined(separator: ",")
    }
    let errors = Scratch(
      sheets: ["machines.csv": ([machineHeader] + (0..<9).map(row)).joined(separator: "\n") + "\n"]
    ).errors()
    #expect(errors.count == 1)
    #expect(errors.first?.contains("the register has no enterprise 'E9'") == true)
  }

  @Test("Where an id of the register cannot be read, no claim is blamed for naming it")
  func unreadableId() {
    let rows =
      [registerHeader, registerRows[0].replacing("E1,", with: " E1,")]
      + registerRows.dropFirst()
    let errors = Scratch([
      "enterprises.csv": rows.joined(separator: "\n") + "\n",
      "claims/machines.csv": "\(machineHeader)\n\(machineRow)\n",
    ]).errors()
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix("enterprises.csv:2:1: error: ' E1' has blanks") == true)
  }
}
