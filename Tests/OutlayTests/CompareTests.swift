import Testing

@Suite("outlay compare")
struct CompareTests {
  private let scratch = Scratch()

  private var out: String { scratch.path + "/results" }

  private func scenario(_ name: String, _ lines: String) -> String {
    scratch.write(
      "title: {zh: \(name), en: \(name)}\npolicy: \(Repository.policy)\nyear: 2017\n" + lines,
      to: name + ".yaml")
    return scratch.path + "/\(name).yaml"
  }

  private static let ledger = "population: \(Repository.root)/Scenarios/ledgers/sample\n"

  @Test("A lower cap takes from those above it, to the fen that their runs show")
  func lowerCap() throws {
    let lower = scenario(
      "lower", Self.ledger + "set: {equipment-investment.general.cap: 20万}\n")
    let plain = scenario("plain", Self.ledger)
    let outcome = Program.run("compare", plain, lower, "--out", out)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(scratch.entries("results") == ["compare.csv", "concentration.csv", "summary.json"])
    let rows = try #require(scratch.text("results/compare.csv")).split(separator: "\n")
    func payments(_ scenario: String) throws -> [String: Int] {
      let directory = scratch.path + "/run"
      #expect(Program.run("run", scenario, "--out", directory).status == 0)
      var payments: [String: Int] = [:]
      for line in try #require(scratch.text("run/claims.csv")).split(separator: "\n").dropFirst() {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        if cells[2].isEmpty { continue }
        payments[String(cells[2]), default: 0] += try #require(Int(cells[5].filter { $0 != "." }))
      }
      return payments
    }
    let (before, after) = (try payments(plain), try payments(lower))
    let changes = before.map { (after[$0.key] ?? 0) - $0.value }
    let total = try #require(rows.first { $0.hasPrefix("total,all,") }).split(separator: ",")
    #expect(Int(total[4].filter { $0 != "." }) == changes.reduce(0, +))
    #expect(Int(total[5]) == changes.count { $0 > 0 })
    #expect(Int(total[6]) == changes.count { $0 < 0 })
    #expect(changes.contains { $0 < 0 })
    for kind in ["measure", "pool", "town", "industry", "size", "decile"] {
      let lines = rows.filter { $0.hasPrefix(kind + ",") }.map { $0.split(separator: ",") }
      let change = lines.reduce(0) { $0 + Int($1[$1.count - 4].filter { $0 != "." })! }
      #expect(change == changes.reduce(0, +), "\(kind)")
    }
  }

  @Test("The same bytes for any number of threads, and both languages")
  func threads() throws {
    let tight = Repository.root + "/Scenarios/tight-budget.yaml"
    let other = scratch.path + "/other"
    let english = Program.run("compare", Repository.baseline, tight, "--out", out, "--threads", "1")
    let chinese = Program.run(
      "compare", Repository.baseline, tight, "--out", other, "--threads", "2", "--lang", "zh")
    #expect(english.status == 0 && chinese.status == 0)
    for name in ["compare.csv", "concentration.csv", "summary.json"] {
      let text = try #require(scratch.text("results/\(name)"))
      #expect(text == scratch.text("other/\(name)"), "\(name)")
    }
    #expect(english.output.contains("the same claimants and claims under both scenarios"))
    #expect(chinese.output.contains("逐户比较"))
  }

  @Test("Different populations are said to be different; one ledger may stand for both")
  func populations() throws {
    let tight = Repository.root + "/Scenarios/tight-budget.yaml"
    let outcome = Program.run("compare", Repository.sample, tight, "--out", out)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("sums over different populations"))
    let same = Program.run(
      "compare", Repository.sample, tight, "--out", out, "--population",
      Repository.root + "/Scenarios/ledgers/sample")
    #expect(same.status == 0, "\(same.errors)")
    #expect(same.output.contains("each claimant with itself"))
  }

  @Test("A broken scenario leaves earlier results, and a run's results are not a comparison's")
  func failing() throws {
    let plain = scenario("plain", Self.ledger)
    let broken = scenario("broken", Self.ledger + "bugdet: 5\n")
    #expect(Program.run("compare", plain, plain, "--out", out).status == 0)
    let before = try #require(scratch.text("results/compare.csv"))
    let outcome = Program.run("compare", plain, broken, "--out", out)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("broken.yaml:5:1: error: unknown key 'bugdet'"))
    #expect(outcome.output.isEmpty)
    #expect(scratch.text("results/compare.csv") == before)
    let run = scratch.path + "/run"
    #expect(Program.run("run", plain, "--out", run).status == 0)
    #expect(Program.run("compare", plain, plain, "--out", run).status == 73)
    #expect(scratch.entries("run").contains("claims.csv"))
  }
}
