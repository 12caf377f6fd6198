import Foundation
import Testing

/// Sweeps over what stands beside the policy year: villages, later years, replicates. Each point is held
/// against a run of its own.
@Suite("Sweeps over villages, years and replicates")
struct SweepModelsTests {
  private let scratch = Scratch()
  private static let villages = Repository.root + "/Scenarios/cixi-villages.yaml"
  private static let combined = Repository.root + "/Scenarios/cixi-combined.yaml"

  /// The lines of `sweep.csv` as dictionaries of their columns.
  private func sweep(_ arguments: String...) throws -> [[String: String]] {
    let outcome = Program.run(
      ["sweep"] + arguments + ["--out", "out", "--store", "store", "--lang", "en"],
      in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try rows("out/sweep.csv")
  }

  private func rows(_ name: String) throws -> [[String: String]] {
    let lines = try #require(scratch.text(name)).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test("A point of village levers is what a forecast with these numbers tells")
  func villages() throws {
    let points = try sweep(
      Self.villages, "--grid", "villages.saving.share=12%,40%", "--grid",
      "villages.tax.returned=0%,100%")
    #expect(points.count == 4)
    for point in points {
      scratch.write(
        """
        title: own
        villages: {from: \(Self.villages)}
        set:
          villages.saving.share: \(point["villages.saving.share"]!)
          villages.tax.returned: \(point["villages.tax.returned"]!)
        """, to: "own.yaml")
      let own = Program.run("villages", "own.yaml", "--out", "own", in: scratch.path)
      #expect(own.status == 0, "\(own.errors)")
      let last = try #require(try rows("own/totals.csv").last)
      #expect(point["village_income_2021"] == last["income_yuan"])
      #expect(point["villages_below_1m"] == last["villages_below_1m"])
      let targets = try rows("own/targets.csv")
      #expect(targets.count == 7)
      for target in targets {
        #expect(point["p." + target["target"]!] == target["probability"])
        if target["target"] == "income-growth" {
          #expect(point["village_growth"] == target["central"])
        }
      }
      #expect(point["award_yuan"] == nil, "there is no policy")
    }
    #expect(Set(points.map { $0["p.assets"]! }).count > 1, "the levers move something")
  }

  @Test("Numbers of the policy, the villages and later years can be swept together")
  func together() throws {
    let points = try sweep(
      Self.combined, "--grid", "equipment-investment.general.rate=4%,8%", "--grid",
      "villages.operating.weak=50万,55万", "--grid", "growth.money=0%,5%")
    #expect(points.count == 8)
    for point in points {
      scratch.write(
        """
        title: own
        policy: \(Repository.policy)
        year: 2017
        population: \(Repository.sampleLedger)
        budget: {chapter-2: 1500万}
        villages: {from: \(Self.combined)}
        growth: {money: \(point["growth.money"]!), budget: 10%}
        set:
          equipment-investment.general.rate: \(point["equipment-investment.general.rate"]!)
          villages.operating.weak: \(point["villages.operating.weak"]!)
        """, to: "own.yaml")
      let own = Program.run("run", "own.yaml", "--out", "own", in: scratch.path)
      #expect(own.status == 0, "\(own.errors)")
      let years = try rows("own/years.csv").filter { $0["pool"] == "total" }
      #expect(years.map { $0["year"]! } == ["2017", "2018", "2019", "2020", "2021"])
      #expect(point["paid_yuan"] == years[0]["paid_yuan"])
      for year in years.dropFirst() {
        #expect(point["paid_\(year["year"]!)_yuan"] == year["paid_yuan"])
      }
    }
    #expect(Set(points.map { $0["paid_2021_yuan"]! }).count == 2)
    #expect(Set(points.map { $0["village_income_2021"]! }).count == 2)
  }

  @Test("With replicates a point has the quantiles of a run of its own")
  func quantiles() throws {
    scratch.write(
      """
      title: own
      policy: \(Repository.policy)
      year: 2017
      population: \(Repository.sampleLedger)
      budget: {chapter-2: 1500万}
      replicates: {count: 60, seed: 3}
      """, to: "sure.yaml")
    let points = try sweep("sure.yaml", "--grid", "equipment-investment.general.rate=4%,8%")
    for point in points {
      let scenario = try #require(scratch.text("sure.yaml"))
      scratch.write(
        scenario + "\nset: {equipment-investment.general.rate: "
          + point["equipment-investment.general.rate"]! + "}\n", to: "own.yaml")
      let own = Program.run("run", "own.yaml", "--out", "own", in: scratch.path)
      #expect(own.status == 0, "\(own.errors)")
      let text = try #require(scratch.text("own/summary.json"))
      let summary = try #require(
        JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let replicates = try #require(summary["replicates"] as? [String: Any])
      for figure in ["award", "paid"] {
        for quantile in ["p05", "p50", "p95"] {
          let value = try #require(point["\(figure)_\(quantile)_yuan"])
          let own = try #require(replicates[figure] as? [String: Any])
          let told = try #require(own["\(quantile)_yuan"] as? Double)
          #expect(Double(value) == told, "\(figure) \(quantile)")
        }
      }
    }
    #expect(points[0]["award_p95_yuan"] != points[1]["award_p95_yuan"])
  }

  @Test("A forecast changed in another file is another question")
  func otherFile() throws {
    let text = try #require(Scratch.text(at: Repository.root + "/Scenarios/three-villages.yaml"))
      .replacingOccurrences(
        of: "ledgers/", with: Repository.root + "/Scenarios/ledgers/")
    scratch.write(text, to: "base.yaml")
    scratch.write("title: own\nvillages: {from: base.yaml}\n", to: "own.yaml")
    let first = try sweep("own.yaml", "--grid", "villages.operating.weak=50万,55万")
    #expect(text.contains("better_from: 300万"))
    scratch.write(
      text.replacingOccurrences(of: "better_from: 300万", with: "better_from: 60万"), to: "base.yaml")
    let second = try sweep("own.yaml", "--grid", "villages.operating.weak=50万,55万")
    #expect(first.count == 2 && second.count == 2)
    #expect(first[0]["village_income_2021"] != second[0]["village_income_2021"])
  }

  @Test("A server answers the same, with villages that are sent")
  func remote() throws {
    let server = try #require(ServedProgram())
    let arguments = [
      "sweep", Repository.root + "/Scenarios/three-villages.yaml", "--grid",
      "villages.operating.weak=50万,55万",
    ]
    let local = Program.run(arguments + ["--out", "here", "--store", "store"], in: scratch.path)
    let remote = Program.run(
      arguments + ["--out", "there", "--server", server.address], in: scratch.path)
    #expect(local.status == 0 && remote.status == 0, "\(local.errors) \(remote.errors)")
    for name in scratch.entries("here") {
      #expect(scratch.text("there/\(name)") == scratch.text("here/\(name)"))
    }
    #expect(scratch.entries("there") == scratch.entries("here"))
  }

  @Test("A misspelt lever has its nearest name; figures of a pool refuse levers of villages")
  func refused() {
    let misspelt = Program.run(
      "sweep", Self.villages, "--grid", "villages.saving.shar=1%", "--out", "out", in: scratch.path)
    #expect(misspelt.status == 65)
    #expect(misspelt.errors.contains("villages.saving.share"), "\(misspelt.errors)")
    let contradiction = Program.run(
      "sweep", Self.villages, "--grid", "villages.class.weak_below=60万,400万", "--out", "out",
      "--store", "store", "--lang", "en", in: scratch.path)
    #expect(contradiction.status == 65)
    #expect(
      contradiction.errors.contains(
        "'villages.class.weak_below': villages would be weak and better off at once"),
      "\(contradiction.errors)")
    let solve = Program.run(
      "solve", Self.combined, "--adjust", "villages.operating.weak", "--until",
      "chapter-2.factor=1", "--out", "out", "--lang", "en", in: scratch.path)
    #expect(solve.status == 65)
    #expect(solve.errors.contains("is no target of the villages"), "\(solve.errors)")
    let frontier = Program.run(
      "frontier", Self.combined, "--x", "villages.operating.weak", "--y", "budget.chapter-2",
      "--out", "out", "--lang", "en", in: scratch.path)
    #expect(frontier.status == 65)
    #expect(
      frontier.errors.contains("no payment of the policy year depends on"), "\(frontier.errors)")
  }
}
