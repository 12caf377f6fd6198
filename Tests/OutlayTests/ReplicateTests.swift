import Testing

@Suite("Replicates and response from the command line")
struct ReplicateTests {
  private let scratch = Scratch()

  private var out: String { scratch.path + "/results" }

  @Test("The same bytes for any number of threads; the option overrules the scenario's count")
  func threads() throws {
    let scenario = Repository.root + "/Scenarios/how-sure.yaml"
    let other = scratch.path + "/other"
    let one = Program.run(
      "run", scenario, "--replicates", "12", "--out", out, "--threads", "1")
    let two = Program.run(
      "run", scenario, "--replicates", "12", "--out", other, "--threads", "2", "--lang", "zh")
    #expect(one.status == 0 && two.status == 0, "\(one.errors)")
    for name in ["replicates.csv", "replicate-factors.csv", "summary.json"] {
      let text = try #require(scratch.text("results/\(name)"))
      #expect(text == scratch.text("other/\(name)"), "\(name)")
    }
    #expect(one.output.contains("Over 12 replicates, seed 1"))
    #expect(two.output.contains("12 次重抽样"))
    // A later run without them leaves no file of theirs behind.
    #expect(Program.run("run", Repository.sample, "--out", out).status == 0)
    #expect(!scratch.entries("results").contains("replicates.csv"))
  }

  @Test("A scenario without replicates may be asked for them")
  func asked() throws {
    let outcome = Program.run("run", Repository.sample, "--replicates", "5", "--out", out)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try #require(scratch.text("results/replicate-factors.csv")).split(separator: "\n")
    #expect(lines.count == 1 + 8 + 1)
  }

  @Test("What spending does is shown apart from what the numbers do")
  func response() throws {
    let scenario = Repository.root + "/Scenarios/spending-answers.yaml"
    let outcome = Program.run("run", scenario, "--out", out)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Behavioural"))
    let lines = try #require(scratch.text("results/response.csv")).split(separator: "\n")
    #expect(lines.count == 4)
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let fen = try cells.suffix(4).map { try #require(Int($0.filter { $0 != "." })) }
      #expect(fen[0] + fen[1] + fen[2] == fen[3], "\(line)")
      #expect(fen[2] > 0, "\(line)")
    }
    // At the scenario's numbers without the response the awards are the policy's and the mechanical ones.
    let text = try #require(Scratch.text(at: scenario))
    let end = try #require(text.firstRange(of: "# Elasticities"))
    let mechanical = text[..<end.lowerBound].replacing(
      "policies/", with: Repository.root + "/Scenarios/policies/"
    )
    .replacing("from: ", with: "from: \(Repository.root)/Scenarios/")
    scratch.write(String(mechanical), to: "mechanical.yaml")
    let plain = scratch.path + "/plain"
    let run = Program.run("run", scratch.path + "/mechanical.yaml", "--out", plain)
    #expect(run.status == 0, "\(run.errors)")
    let all = try #require(lines.last).split(separator: ",", omittingEmptySubsequences: false)
    let fen = try all.suffix(4).map { try #require(Int($0.filter { $0 != "." })) }
    let awards = try #require(scratch.text("plain/measures.csv")).split(separator: "\n").dropFirst()
      .reduce(0) { sum, line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return sum + Int(cells[6].filter { $0 != "." })!
      }
    #expect(fen[0] + fen[1] == awards)
  }
}
