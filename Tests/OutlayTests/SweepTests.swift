import Glibc
import Testing

@Suite("Sweeps from the command line")
struct SweepCommandTests {
  private let scratch = Scratch()
  private var store: String { scratch.path + "/store" }

  private func sweep(_ more: String...) -> Program.Outcome {
    Program.run(
      [
        "sweep", Repository.sample, "--out", scratch.path + "/out", "--store", store, "--grid",
        "equipment-investment.general.rate=2%,4%,8%", "--grid", "budget.chapter-2=500万,9000万",
      ] + more)
  }

  @Test("Every point is a line, and asking again computes nothing")
  func writesAndRemembers() throws {
    let first = sweep("--by", "measure")
    #expect(first.status == 0, "\(first.errors)")
    let table = try #require(scratch.text("out/sweep.csv"))
    let lines = table.split(separator: "\n")
    #expect(lines.count == 7)
    #expect(
      lines[0].hasPrefix(
        "equipment-investment.general.rate,budget.chapter-2,award_yuan,paid_yuan,factor.chapter-1"))
    #expect(lines[1].hasPrefix("0.02,5000000,"))
    #expect(
      scratch.text("out/by-measure.csv")?.hasPrefix("point,name,award_yuan,paid_yuan\n") == true)
    let again = sweep("--by", "measure")
    #expect(again.status == 0)
    #expect(again.output.contains("Nothing had to be computed"))
    #expect(scratch.text("out/sweep.csv") == table)
    let other = sweep()
    #expect(!other.output.contains("Nothing had to be computed"), "another question")
    let list = Program.run("runs", "list", "--store", store)
    #expect(list.output.split(separator: "\n").filter { $0.contains("done") }.count == 2)
    let deleted = Program.run("runs", "delete", "--all", "--store", store)
    #expect(deleted.status == 0)
    #expect(!sweep("--by", "measure").output.contains("Nothing had to be computed"))
  }

  @Test("A sweep of the scenario's own point pays what a run pays")
  func agreesWithARun() throws {
    #expect(sweep().status == 0)
    #expect(Program.run("run", Repository.sample, "--out", scratch.path + "/run").status == 0)
    let pools = try #require(scratch.text("run/pools.csv")).split(separator: "\n")
    let chapterOne = try #require(pools.first { $0.hasPrefix("chapter-1,") }).split(separator: ",")
    let table = try #require(scratch.text("out/sweep.csv")).split(separator: "\n")
    let header = table[0].split(separator: ",")
    let row = try #require(table.first { $0.hasPrefix("0.04,5000000,") }).split(separator: ",")
    let place = try #require(header.firstIndex(of: "factor.chapter-1"))
    #expect(row[place] == chapterOne[4])
  }

  @Test("Bad axes are told with the nearest name, and nothing is written")
  func badAxes() {
    let outcome = sweep("--grid", "equipment-investment.general.capp=1万")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("did you mean 'equipment-investment.general.cap'"))
    #expect(scratch.text("out/sweep.csv") == nil)
    let nothing = sweep("--resume")
    #expect(nothing.status == 65)
    #expect(nothing.errors.contains("there is no sweep to go on with"))
  }
}
