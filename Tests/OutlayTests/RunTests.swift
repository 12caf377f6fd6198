import Glibc
import Testing

@Suite("outlay run")
struct RunTests {
  private let scratch = Scratch()

  private var out: String { scratch.path + "/results" }

  @Test("The sample ledger comes to what was worked out by hand")
  func sample() throws {
    let outcome = Program.run("run", Repository.sample, "--out", out)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      scratch.entries("results") == [
        "claims.csv", "industries.csv", "measures.csv", "pools.csv", "summary.json", "towns.csv",
      ])
    // The expected claims carry their working in one more column, the last.
    let ledger = Repository.root + "/Scenarios/ledgers/sample"
    let expected = try #require(Scratch.text(at: ledger + "/expected.csv")).split(separator: "\n")
    let claims = try #require(scratch.text("results/claims.csv")).split(separator: "\n")
    #expect(claims.count == expected.count)
    let byID = Dictionary(uniqueKeysWithValues: claims.map { ($0.prefix { $0 != "," }, $0) })
    for line in expected.dropFirst() {
      let claim = try #require(byID[line.prefix { $0 != "," }], "\(line)")
      #expect(line.hasPrefix(claim + ","), "\(claim)")
    }
    #expect(
      scratch.text("results/pools.csv") == Scratch.text(at: ledger + "/expected-pools.csv"))
  }

  @Test("Totals by town and by industry add up to the whole")
  func groups() throws {
    _ = Program.run("run", Repository.sample, "--out", out)
    func column(_ file: String, _ name: String) throws -> Int {
      let lines = try #require(scratch.text("results/\(file)")).split(separator: "\n")
      // Counted from the end: a name in front may hold a comma.
      let names = lines[0].split(separator: ",")
      let place = names.count - (try #require(names.firstIndex { $0 == name }))
      return try lines.dropFirst().reduce(0) { sum, line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return sum + (try #require(Int(cells[cells.count - place].filter { $0 != "." })))
      }
    }
    for name in ["claims", "award_yuan", "paid_yuan"] {
      let total = try column("measures.csv", name)
      #expect(total > 0)
      #expect(try column("towns.csv", name) == total)
      #expect(try column("industries.csv", name) == total)
    }
    #expect(try column("pools.csv", "paid_yuan") == column("measures.csv", "paid_yuan"))
  }

  @Test("The same bytes for any number of threads", arguments: ["1", "2", "3", "7"])
  func threads(count: String) throws {
    _ = Program.run("run", Repository.baseline, "--out", out, "--threads", "1")
    let other = scratch.path + "/other"
    _ = Program.run("run", Repository.baseline, "--out", other, "--threads", count)
    for name in scratch.entries("results") {
      let text = try #require(scratch.text("results/\(name)"))
      #expect(text == scratch.text("other/\(name)"), "\(name)")
    }
  }

  @Test("The summary is printed in the language asked for")
  func printed() {
    let english = Program.run("run", Repository.sample, "--out", out, "--lang", "en")
    let chinese = Program.run("run", Repository.sample, "--out", out, "--lang", "zh")
    #expect(english.status == 0)
    #expect(chinese.status == 0)
    #expect(english.output.contains("Largest measures"))
    #expect(english.output.contains("Results are in \(out)"))
    #expect(chinese.output.contains("金额最大的条款"))
    #expect(chinese.output.contains("结果在 \(out)"))
  }

  @Test(
    "A failing run leaves the earlier results as they were",
    arguments: [
      "no-such-scenario.yaml", "broken.yaml", "lost-ledger.yaml", "wrong-address.yaml",
    ])
  func failing(scenario: String) throws {
    #expect(Program.run("run", Repository.sample, "--out", out).status == 0)
    let before = try #require(scratch.text("results/summary.json"))
    let head = "title: Broken\npolicy: \(Repository.policy)\nyear: 2017\n"
    let ledger = "population: \(Repository.root)/Scenarios/ledgers/sample\n"
    scratch.write("title: {en: [", to: "broken.yaml")
    scratch.write(head + "population: nowhere\n", to: "lost-ledger.yaml")
    scratch.write(
      head + ledger + "set:\n  equipment-investment.generl.rate: 5%\n", to: "wrong-address.yaml")
    let path = scratch.path + "/" + scenario
    let outcome = Program.run("run", path, "--out", out)
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(": error: "))
    #expect(scratch.text("results/summary.json") == before)
    #expect(scratch.entries().filter { $0.hasPrefix(".") }.isEmpty)
    if scenario == "wrong-address.yaml" {
      #expect(outcome.errors.hasPrefix("\(path):6:3: error: "))
      #expect(outcome.errors.contains("did you mean 'equipment-investment.general.rate'?"))
    }
    if scenario == "no-such-scenario.yaml" { #expect(outcome.errors.hasPrefix(path)) }
  }

  @Test("What is not a result of Outlay is not replaced")
  func notOurs() {
    scratch.write("mine", to: "results/thesis.txt")
    for (language, reason) in [("en", "is not a result of Outlay"), ("zh", "不是 Outlay 的结果")] {
      let outcome = Program.run("run", Repository.sample, "--out", out, "--lang", language)
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains(reason))
      #expect(outcome.output.isEmpty)
    }
    #expect(scratch.entries("results") == ["thesis.txt"])
  }

  @Test("Results cannot stand where a file stands")
  func underFile() {
    scratch.write("mine", to: "results")
    let outcome = Program.run("run", Repository.sample, "--out", out + "/inside")
    #expect(outcome.status == 73)
    #expect(scratch.text("results") == "mine")
  }

  @Test("A run of the ledger that a scenario was written as gives the same figures")
  func synthesized() throws {
    let ledger = scratch.path + "/ledger"
    let written = Program.run("synthesize", Repository.baseline, "--out", ledger)
    #expect(written.status == 0, "\(written.errors)")
    #expect(written.output.contains("The ledger is in \(ledger)"))
    _ = Program.run("run", Repository.baseline, "--out", out)
    let again = scratch.path + "/again"
    let outcome = Program.run(
      "run", Repository.baseline, "--population", ledger, "--out", again)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in ["measures.csv", "pools.csv", "claims.csv", "towns.csv", "industries.csv"] {
      let text = try #require(scratch.text("results/\(name)"))
      #expect(text == scratch.text("again/\(name)"), "\(name)")
    }
    #expect(Program.run("synthesize", Repository.baseline, "--out", ledger).status == 73)
  }
}
