import Diagnostics
import PolicyCatalogue
import Testing

@testable import Population

@Suite struct LedgerReadTests {
  @Test func cells() throws {
    let scratch = Scratch(sheets: [
      "machines.csv": """
      \(machineHeader)
      C2,E3,项目一,2017-06-30,no,100.25,3,7,0.04,12.5,yes,2016-02-29,green,
      C1,E1,,2017-01-01,是,0,9999999999999.99,0,1,,no,2017-01-02,general,provincial
      """,
      "fixed-sum.csv": """
      elsewhere,settle_next_year,filed_on,basis,enterprise,claim
      yes,,2017-06-30,项目一,E2,C3
      ,否,2017-06-30,"项目
      二",E2,"C""4"
      """,
    ])
    let population = try scratch.read()
    #expect(population.register.count == 3)
    #expect(population.register.ids[2] == "E3")
    #expect(population.register.names[2] == "丙,\"公\"\n司")
    #expect(population.register.subjects == [0, 0, 1])
    #expect(population.register.subjectCount == 2)
    #expect(population.register.text(.town)[1] == "观海卫")
    #expect(population.register.text(.industry).values == ["制造业", ""])
    func numbers(_ column: Column) -> [Double] {
      if case .numbers(let cells) = column { cells } else { [] }
    }
    #expect(
      numbers(population.register.columns[RegisterColumn.revenue.rawValue]) == [123450, 0, 1])
    // The optional column that the file does not have.
    #expect(numbers(population.register.columns[17]) == [0, 0, 0])
    guard case .flags(let listed) = population.register.columns[18],
      case .dates(let registered) =
        population.register.columns[RegisterColumn.registeredOn.rawValue],
      case .levels(let grades) = population.register.columns[RegisterColumn.safetyGrade.rawValue],
      case .levels(let kinds) = population.register.columns[RegisterColumn.kind.rawValue],
      case .flags(let here) = population.register.columns[RegisterColumn.registeredHere.rawValue]
    else {
      Issue.record("columns of other types")
      return
    }
    #expect(listed == [1, 0, 0])
    #expect(
      registered == [
        Int32(CalendarDate(year: 2015, month: 3, day: 1).daysSince1970), Column.blankDate,
        Int32(CalendarDate(year: 2017, month: 7, day: 1).daysSince1970),
      ])
    #expect(grades == [1, 0, 4])
    #expect(kinds == [0, 0, 1])
    #expect(here == [1, 1, 1])

    let machines = population.claims[0]
    #expect(machines.ids[0] == "C2")
    #expect(machines.enterprises == [2, 0])
    #expect(machines.bases == [0, -1])
    #expect(machines.settleNextYear == [0, 1])
    #expect(machines.elsewhere == [0, 0])
    #expect(numbers(machines.inputs[0]) == [10025, 0])
    #expect(numbers(machines.inputs[1]) == [300, 999_999_999_999_999])
    #expect(numbers(machines.inputs[2]) == [7, 0])
    #expect(numbers(machines.inputs[3]) == [40000, 1_000_000])
    #expect(numbers(machines.inputs[4]) == [12500, 0])
    let fixed = population.claims[1]
    #expect(fixed.bases == [0, 1])
    #expect(fixed.elsewhere == [1, 0])
    #expect(fixed.ids[1] == "C\"4")
    #expect(population.bases[1] == "项目\n二")
    #expect(population.claims[2].count == 0)
    #expect(population.claimCount == 4)
  }

  @Test func aLedgerWithoutClaimsWarns() throws {
    let scratch = Scratch(["enterprises.csv": "\(registerHeader)\n"])
    let (population, warnings) = try Population.read(
      directory: scratch.path + "/", policy: ledgerPolicy)
    #expect(population.register.count == 0)
    #expect(population.claims.map(\.measure) == [0, 1, 2, 3])
    #expect(population.claims[0].inputs.count == 9)
    #expect(
      warnings.map { scratch.describe($0) } == [
        "claims: warning: there is no such directory: nobody claims"
      ])
  }

  @Test func bytesOrderAndLineEndsDoNotMatter() throws {
    let plain = Scratch(sheets: ["machines.csv": "\(machineHeader)\n\(machineRow)\n"])
    let expected = Contents(try plain.read())
    let windows = Scratch([
      "enterprises.csv": [0xEF, 0xBB, 0xBF]
        + Array(([registerHeader] + registerRows).joined(separator: "\r\n").utf8),
      "claims/machines.csv": [0xEF, 0xBB, 0xBF]
        + Array("\(machineHeader)\r\n\(machineRow)".utf8),
    ])
    #expect(Contents(try windows.read()) == expected)
    // Columns turned round.
    func reversed(_ line: String) -> String {
      line.split(separator: ",", omittingEmptySubsequences: false).reversed()
        .joined(separator: ",")
    }
    let turned = Scratch(sheets: [
      "machines.csv": "\(reversed(machineHeader))\n\(reversed(machineRow))\n"
    ])
    #expect(Contents(try turned.read()) == expected)
  }

  @Test func theHashIsOfTheFiles() throws {
    let files = ["machines.csv": "\(machineHeader)\n\(machineRow)\n"]
    let hash = try Scratch(sheets: files).read().hash
    #expect(try Scratch(sheets: files).read().hash == hash)
    #expect(hash.utf8.count == 64)
    let other = ["machines.csv": "\(machineHeader)\n\(machineRow)\r\n"]
    #expect(try Scratch(sheets: other).read().hash != hash)
    #expect(try Scratch(sheets: [:]).read().hash != hash)
  }
}
