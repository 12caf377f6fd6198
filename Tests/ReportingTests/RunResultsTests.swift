import Diagnostics
import PolicyCatalogue
import Population
import Simulation
import Testing

@testable import Reporting

@Suite("Results of a run")
struct RunResultsTests {
  @Test func measures() throws {
    #expect(
      try SmallTown().results().measuresTable().text == """
        article,item,measure,pool,claims,awarded,award_yuan,paid_yuan,low_yuan,high_yuan
        2,1,machines,chapter-1,3,2,400.01,200.00,300.00,500.00
        3,1,stores,chapter-2,2,1,0.07,0.07,0.07,0.07
        4,1,park,chapter-2,1,1,9.00,9.00,9.00,9.00

        """)
  }

  @Test func pools() throws {
    #expect(
      try SmallTown().results().poolsTable().text == """
        pool,budget_yuan,protected_yuan,demand_yuan,factor,paid_yuan,shortfall_yuan
        chapter-1,200.00,0.00,400.01,0.499987500312,200.00,200.01
        chapter-2,,9.00,0.07,1.000000000000,9.07,0.00

        """)
  }

  static let claims = """
    claim,measure,enterprise,assessed_yuan,award_yuan,paid_yuan,reason
    A-1,machines,E1,100.00,100.00,50.00,
    A-10,machines,E3,5.00,0.00,0.00,ineligible:penalised
    A-2,machines,E2,300.01,300.01,150.00,
    "B""2",stores,E2,0.05,0.00,0.00,"excluded-by:B,1"
    "B,1",stores,E1,0.07,0.07,0.07,
    assumed:park,park,,9.00,9.00,9.00,

    """

  @Test("Claims stand by the bytes of their ids, whatever the order of the ledger")
  func claimsInOrder() throws {
    var town = SmallTown()
    #expect(try town.results().claimsText == Self.claims)
    town.machines.reverse()
    town.stores.reverse()
    #expect(try town.results().claimsText == Self.claims)
  }

  @Test func towns() throws {
    #expect(
      try SmallTown().results().groupsTable(by: .town).text == """
        name,enterprises,claims,award_yuan,paid_yuan
        ,1,3,309.01,159.00
        浒山,2,3,100.07,50.07

        """)
  }

  @Test("The assumed claim stands under the empty name even where every enterprise has one")
  func industries() throws {
    #expect(
      try SmallTown().results().groupsTable(by: .industry).text == """
        name,enterprises,claims,award_yuan,paid_yuan
        ,0,1,9.00,9.00
        metal,1,1,0.00,0.00
        textile,1,2,100.07,50.07
        trade,1,2,300.01,150.00

        """)
  }

  @Test("Products and additions give the same groups", arguments: [1, 5, 300, 4096, 9000])
  func groupsByTwoWays(count: Int) {
    var random = SystemRandomNumberGenerator()
    var ids = IdentifierColumn()
    var table = ClaimTable(measure: 0)
    let names = (0..<7).map { "town \($0)" }
    var codes: [Int32] = []
    var awards: [Double] = []
    for row in 0..<count {
      ids.append("E\(row)".utf8)
      codes.append(.random(in: 0..<7, using: &random))
      table.ids.append("C\(row)".utf8)
      table.enterprises.append(.random(in: 0..<Int32(count), using: &random))
      awards.append(Double(Int64.random(in: 0..<(1 << 40), using: &random)))
    }
    let column = TextColumn(codes: codes, values: names)
    let population = Population(
      register: Register(
        ids: ids, names: ids, columns: [], subjects: codes, subjectCount: count),
      claims: [table], hash: "")
    let outcomes = ClaimOutcomes(
      offsets: [0, count], assessed: awards, awards: awards,
      paid: awards.map { ($0 / 2).rounded() },
      reasons: [Reason](repeating: .none, count: count), excluders: [])
    let sums = ClaimantSums(of: population, outcomes)
    let products = GroupTotals(by: column, sums, largestProduct: .max)
    let additions = GroupTotals(by: column, sums, largestProduct: 0)
    #expect(products.groups == additions.groups)
    #expect(products.groups.reduce(0) { $0 + $1.award } == awards.reduce(0) { $0 + Int64($1) })
    #expect(products.groups.reduce(0) { $0 + $1.claims } == count)
    #expect(products.groups.reduce(0) { $0 + $1.enterprises } == count)
  }

  @Test("A pool that its claims do not add up to is a fault of the program")
  func inconsistent() {
    var town = SmallTown()
    town.poolPaid += 1
    #expect(throws: InconsistentResults.self) { try town.results() }
  }

  @Test("The summary does not depend on the order of the ledger either")
  func summary() throws {
    var town = SmallTown()
    let text = try town.results().summary().text
    for expected in [
      #""factor": "0.499987500312""#, #""factor_fraction": "20000/40001""#,
      #""budget_yuan": null"#, #""award_yuan": 409.08"#, #""paid_yuan": 209.07"#,
      #""commitments_yuan": 1.23"#, #""clawbacks_yuan": 0.07"#, #""year": 2018"#,
      #""engine_version": "\#(EngineVersion.current)""#, #""hash": "l0""#, #""hash": "p0""#,
      #""hash": "s0""#, #""openblas_core""#, #""claim": "A-2""#, #""claim": "B,1""#,
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
    // Row 1 of the settlement, which the commitment names, keeps its claim.
    town.machines.swapAt(0, 2)
    #expect(try town.results().summary().text == text)
  }

  @Test func printedSummary() throws {
    let english = try SmallTown().results().text(in: .english)
    #expect(english.contains("3 claimants, 6 claims, 4 of them with an award"))
    #expect(english.contains("machines          2.1   New machines"))
    #expect(english.contains("unlimited"))
    let chinese = try SmallTown().results().text(in: .chinese)
    #expect(chinese.contains("申报主体 3 家,申报 6 项,其中应兑现 4 项"))
    #expect(chinese.contains("以后年度待兑现 1.23 元"))
    #expect(chinese.contains("应予追回 0.07 元"))
  }

  @Test("Lines of a table end in the same column in either language", arguments: Language.allCases)
  func alignment(language: Language) throws {
    let lines = try SmallTown().results().text(in: language).split(separator: "\n").map(String.init)
    let rule = try #require(lines.first { $0.hasPrefix("----") })
    let chapters = lines.filter { $0.hasPrefix("chapter-1 ") || $0.hasPrefix("chapter-2 ") }.prefix(
      2)
    for line in chapters { #expect(line.displayWidth == rule.displayWidth) }
  }
}

extension RunResults {
  var claimsText: String { String(decoding: claimsFile().bytes, as: UTF8.self) }
}

@Suite("Rows written into reckoned memory")
struct RowCursorTests {
  private func text(_ capacity: Int, _ write: (inout RowCursor) -> Void) -> String {
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var cursor = RowCursor(buffer.baseAddress!)
      write(&cursor)
      count = cursor.next - buffer.baseAddress!
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("Amounts are those of Yuan, whatever their length")
  func amounts() {
    var amounts: [Int64] = [0, 1, 9, 10, 99, 100, 101, .max, .min, -1, -100, -12_345]
    var power: Int64 = 1
    for _ in 0..<18 {
      power *= 10
      amounts += [power - 1, power, power + 1, -power]
    }
    for amount in amounts {
      #expect(text(RowCursor.fenBound) { $0.fen(amount) } == Yuan.plain(fen: amount))
    }
  }

  @Test(arguments: ["plain", "", "a,b", "say \"so\"", "\n", "\"", "浒山,镇"])
  func quotes(field: String) {
    let written = text(RowCursor.quotedBound(field.utf8.count)) { cursor in
      Array(field.utf8).withUnsafeBufferPointer { cursor.quoted($0) }
    }
    #expect(written == String(decoding: CSVText.quoted(field), as: UTF8.self))
  }
}
