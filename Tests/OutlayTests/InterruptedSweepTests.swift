import Glibc
import Testing

/// The real process, stopped in the middle of its work. In the fast tier, which CI runs as well: there
/// the program is slow enough to be caught at it.
@Suite(
  "Sweeps that are interrupted", .serialized,
  .enabled(if: getenv("OUTLAY_SLOW_TESTS") == nil, "the fast tier runs it"))
struct InterruptedSweepTests {
  private let scratch = Scratch()
  /// Seconds of work.
  private static let points = 8_000

  /// What comes of the sweep when nothing stops it.
  private static let whole: (points: String, summary: String)? = {
    let scratch = Scratch()
    let outcome = Program.run(arguments(out: "out", in: scratch))
    guard outcome.status == 0, let points = scratch.text("out/sweep.csv"),
      let summary = scratch.text("out/summary.json")
    else { return nil }
    return (points, summary)
  }()

  private func arguments(out: String) -> [String] { Self.arguments(out: out, in: scratch) }

  private static func arguments(out: String, in scratch: Scratch) -> [String] {
    [
      "sweep", Repository.sample, "--out", "\(scratch.path)/\(out)", "--store",
      "\(scratch.path)/store", "--latin", "\(points)", "--range",
      "equipment-investment.general.rate=1%..20%", "--range",
      "integration-software.rate=1%..90%", "--range", "budget.chapter-2=100万..9000万",
    ]
  }

  /// Of the only run in the store.
  private func stored() throws -> (state: String, finished: Int, blocks: Int, attempts: Int) {
    let list = Program.run(
      "runs", "list", "--format", "csv", "--store", scratch.path + "/store")
    let lines = list.output.split(separator: "\n")
    #expect(lines.count == 2, "\(list.output)\(list.errors)")
    #expect(
      lines[0]
        == "run,kind,state,points,finished_points,blocks,attempts,bytes,seconds,created,title")
    let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false)
    func number(_ place: Int) throws -> Int { try #require(Int(cells[place])) }
    #expect(try number(3) == Self.points)
    return (String(cells[2]), try number(4), try number(5), try number(6))
  }

  @Test(
    "What is done stays done, and nothing but the block in flight is done twice",
    arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGKILL, -SIGKILL)] as [(CInt, CInt)])
  func interrupted(signal: CInt, status: CInt) throws {
    let running = Program.start(arguments(out: "out"))
    #expect(running.waits(forErrors: " points"), "\(running.errors)")
    running.send(signal)
    let outcome = running.wait()
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(scratch.entries().contains("out") == false)
    #expect(outcome.errors.contains("--resume") == (signal != SIGKILL))
    let before = try stored()
    #expect(before.state == "interrupted")
    #expect(before.finished > 0 && before.finished < Self.points)

    let resumed = Program.run(arguments(out: "out") + ["--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    let after = try stored()
    #expect(after.state == "done")
    #expect(after.finished == Self.points)
    // A process that was asked to stop finishes its block first.
    #expect(after.attempts - after.blocks <= (signal == SIGKILL ? 1 : 0))

    // As if nothing had happened.
    let whole = try #require(Self.whole)
    #expect(scratch.text("out/sweep.csv") == whole.points)
    #expect(scratch.text("out/summary.json") == whole.summary)
    #expect(scratch.entries("out") == ["summary.json", "sweep.csv"])
  }

  @Test("Of two processes that ask the same one works, and the other has its results")
  func together() throws {
    let first = Program.start(arguments(out: "first"))
    #expect(first.waits(forErrors: " points"), "\(first.errors)")
    let second = Program.run(arguments(out: "second"))
    let outcome = first.wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(second.status == 0, "\(second.errors)")
    #expect(second.errors.contains("works at this sweep already"))
    #expect(scratch.text("first/sweep.csv") == scratch.text("second/sweep.csv"))
    let run = try stored()
    #expect(run.attempts == run.blocks)
  }
}
