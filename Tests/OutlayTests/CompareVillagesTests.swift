import Testing

@Suite("Comparing villages")
struct CompareVillagesTests {
  private let scratch = Scratch()
  private static let three = Repository.root + "/Scenarios/three-villages.yaml"
  private static let combined = Repository.root + "/Scenarios/cixi-combined.yaml"

  private func lines(_ name: String) throws -> [String] {
    try #require(scratch.text(name)).split(separator: "\n").map(String.init)
  }

  @Test("Fewer operating funds for the weak: one village has less, city and town pay half each")
  func alone() throws {
    scratch.write(
      "title: less\nvillages: {from: \(Self.three)}\nset: {villages.operating.weak: 50万}\n",
      to: "less.yaml")
    let outcome = Program.run(
      "compare", Self.three, "less.yaml", "--out", "out", "--lang", "en", in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try lines("out/compare.csv")
    #expect(rows[0] == "kind,name,before_yuan,after_yuan,change_yuan,winners,losers,unchanged")
    // The base year is before any lever.
    #expect(rows[1].hasPrefix("village-income,2016,"))
    #expect(rows[1].hasSuffix(",0.00,0,0,3"))
    #expect(rows.contains("village-income,2021,7003760.00,6953760.00,-50000.00,0,1,2"))
    for year in 2017...2021 {
      for payer in ["city", "town"] {
        let row = try #require(rows.first { $0.hasPrefix("village-\(payer)-outlay,\(year),") })
        #expect(row.hasSuffix(",-25000.00,,,"), "\(row)")
      }
    }
    let villages = try lines("out/compare-villages.csv")
    #expect(
      villages[0] == "village,town,year,income_before_yuan,income_after_yuan,change_yuan")
    #expect(villages.count == 1 + 3 * 6)
    #expect(villages.filter { $0.hasSuffix(",-50000.00") }.count == 5)
  }

  @Test("Beside enterprises, here and by a server")
  func together() throws {
    let server = try #require(ServedProgram())
    let file = Repository.root + "/Scenarios/ledgers/three-villages/villages.csv"
    let ledger = try #require(Scratch.text(at: file)).split(separator: "\n")
    scratch.write(ledger.dropLast().joined(separator: "\n") + "\n", to: "other/villages.csv")
    for more in [[], ["--after-villages", "other"]] {
      let command = ["compare", Self.combined, Self.combined] + more
      let local = Program.run(command + ["--out", "here"], in: scratch.path)
      #expect(local.status == 0, "\(local.errors)")
      let remote = Program.run(
        command + ["--out", "there", "--server", server.address], in: scratch.path)
      #expect(remote.status == 0, "\(remote.errors)")
      let names = scratch.entries("here")
      // Only the same villages are set beside themselves.
      #expect(names.contains("compare-villages.csv") == more.isEmpty)
      #expect(scratch.entries("there") == names)
      for name in names {
        #expect(scratch.text("there/\(name)") == scratch.text("here/\(name)"), "\(name)")
      }
      #expect(try lines("here/compare.csv").contains { $0.hasPrefix("village-income,2021,") })
    }
  }

  @Test("Villages for a scenario without any are refused, here and by a server")
  func none() throws {
    let server = try #require(ServedProgram())
    scratch.write(
      """
      title: none
      policy: \(Repository.policy)
      year: 2017
      population: \(Repository.sampleLedger)
      budget: {chapter-2: 1500万}
      """, to: "none.yaml")
    let ledger = Repository.root + "/Scenarios/ledgers/three-villages"
    for villages in [["--after-villages", "/nowhere"], ["--villages", ledger]] {
      let command = ["compare", Self.combined, "none.yaml"] + villages + ["--lang", "en"]
      for more in [[], ["--server", server.address]] {
        let outcome = Program.run(command + ["--out", "out"] + more, in: scratch.path)
        #expect(outcome.status == 65)
        #expect(
          outcome.errors.contains("none.yaml: error: the scenario has no villages"),
          "\(outcome.errors)")
      }
    }
    #expect(scratch.entries() == ["none.yaml"])
  }

  @Test("Villages alone are not compared with a policy")
  func kinds() {
    let outcome = Program.run(
      "compare", Self.three, Self.combined, "--out", "out", "--lang", "en", in: scratch.path)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("two scenarios of one kind"), "\(outcome.errors)")
    #expect(scratch.entries() == [])
  }
}
