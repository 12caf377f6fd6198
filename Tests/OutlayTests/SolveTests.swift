import Testing

@Suite("outlay solve, sensitivity and frontier")
struct SolveTests {
  private let scratch = Scratch()

  private func run(
    _ arguments: String..., language: String = "en", out: String = "results"
  ) -> Program.Outcome {
    Program.run(arguments + ["--out", out, "--lang", language], in: scratch.path)
  }

  @Test("What a pool needs to pay in full is what its claims add up to by hand")
  func budget() throws {
    // protected 5,000,000.00 and demand 18,312,797.45 of expected-pools.csv.
    let outcome = run(
      "solve", Repository.sample, "--adjust", "budget.chapter-2", "--until", "chapter-2.factor=1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      scratch.text("results/solution.csv")
        == "address,before,after,step\nbudget.chapter-2,15000000,23312797.45,0.01\n")
    #expect(
      scratch.entries("results") == ["solution-pools.csv", "solution.csv", "summary.json"])
    let pools = try #require(scratch.text("results/solution-pools.csv")).split(separator: "\n")
    #expect(
      pools[2]
        == "chapter-2,15000000.00,23312797.45,5000000.00,5000000.00,18312797.45,18312797.45,"
        + "0.546066215568,1.000000000000,15000000.00,23312797.45")
  }

  @Test("A claim at the threshold itself drops out one step above it")
  func threshold() throws {
    let outcome = run(
      "solve", Repository.sample, "--adjust", "equipment-investment.threshold", "--until",
      "chapter-2.demand=18012797.45元")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // C012 spends 5,000,000 yuan and gets 6 % of it.
    #expect(
      scratch.text("results/solution.csv")
        == "address,before,after,step\nequipment-investment.threshold,5000000,5000001,1\n")
  }

  @Test("Answers in both languages are as kept", arguments: ["en", "zh"])
  func golden(language: String) {
    let questions = [
      (
        "solve-rate",
        run(
          "solve", Repository.sample, "--adjust", "equipment-investment.general.rate", "--until",
          "chapter-2.factor=0.54", language: language)
      ),
      (
        "solve-scale",
        run(
          "solve", Repository.sample, "--adjust",
          "equipment-investment.general.rate,equipment-investment.six-key.cap", "--until",
          "chapter-2.demand=98%", language: language)
      ),
      (
        "solve-never",
        run(
          "solve", Repository.sample, "--adjust", "equipment-investment.general.rate", "--until",
          "chapter-2.factor=1", language: language)
      ),
      (
        "solve-everywhere",
        run(
          "solve", Repository.sample, "--adjust", "equipment-investment.general.cap", "--until",
          "chapter-3.factor=1", language: language)
      ),
      (
        "sensitivity",
        run("sensitivity", Repository.sample, language: language, out: "sensitivity")
      ),
      (
        "frontier",
        run(
          "frontier", Repository.sample, "--x", "trade-exhibition.rate", "--y",
          "budget.chapter-4", "--y-range", "400万..500万", "--points", "6", language: language,
          out: "frontier")
      ),
    ]
    for (name, outcome) in questions {
      #expect(outcome.status == (name == "solve-never" ? 1 : 0), "\(outcome.errors)")
      #expect(
        outcome.output == Golden.text("\(name).\(language)", now: outcome.output), "\(name)")
    }
  }

  @Test("Where no value meets the target, the answer is blank and says so")
  func never() throws {
    let outcome = run(
      "solve", Repository.sample, "--adjust", "equipment-investment.general.rate", "--until",
      "chapter-2.factor=1")
    #expect(outcome.status == 1)
    #expect(
      scratch.text("results/solution.csv")
        == "address,before,after,step\nequipment-investment.general.rate,0.04,,0.0001\n")
    let summary = try #require(scratch.text("results/summary.json"))
    #expect(summary.contains("\"outcome\": \"never-met\""))
  }

  @Test("A scenario may carry the question, and options overrule it part by part")
  func carried() throws {
    let sample = try #require(Scratch.text(at: Repository.sample))
    let ledger = Repository.root + "/Scenarios/ledgers/sample"
    let lines = sample.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("policy:")
        ? "policy: \(Repository.policy)"
        : line.hasPrefix("population:") ? "population: \(ledger)" : String(line)
    }
    scratch.write(
      lines.joined(separator: "\n")
        + "\nsolve: {adjust: budget.chapter-2, until: chapter-2.factor=1, to: 3000万}\n",
      to: "asks.yaml")
    #expect(run("solve", "asks.yaml").status == 0)
    let text = try #require(scratch.text("results/solution.csv"))
    #expect(text.hasSuffix("budget.chapter-2,15000000,23312797.45,0.01\n"))
    #expect(run("solve", "asks.yaml", "--until", "chapter-2.paid>=2000万").status == 0)
    let other = try #require(scratch.text("results/solution.csv"))
    #expect(other.hasSuffix("budget.chapter-2,15000000,20000000,0.01\n"))
    // What the scenario allows does not go so far.
    #expect(run("solve", "asks.yaml", "--to", "2000万").status == 1)
    #expect(Program.run("run", "asks.yaml", "--out", "other", in: scratch.path).status == 0)
  }

  @Test(
    "The same bytes for any number of threads",
    arguments: [
      (
        "solution.csv",
        [
          "solve", Repository.sample, "--adjust", "policy.position", "--until",
          "chapter-1.demand=97%",
        ]
      ), ("sensitivity.csv", ["sensitivity", Repository.sample]),
    ])
  func threads(file: String, arguments: [String]) throws {
    for threads in ["1", "3"] {
      let outcome = Program.run(
        arguments + ["--out", threads, "--threads", threads], in: scratch.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    for file in [file, "summary.json"] {
      let text = try #require(scratch.text("1/\(file)"))
      #expect(text == scratch.text("3/\(file)"), "\(file)")
    }
  }

  @Test("The header of a sensitivity and its first line; numbers of another ledger")
  func sensitivity() throws {
    let outcome = run(
      "sensitivity", Repository.baseline, "--population",
      Repository.root + "/Scenarios/ledgers/sample")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try #require(scratch.text("results/sensitivity.csv")).split(separator: "\n")
    #expect(
      lines[0] == "address,value,change,award_change_yuan,paid_change_yuan,factor_change")
    // C010 is excluded by C011, C013 gets a hundredth more of 12,345,678.90 yuan, from a roomy budget.
    #expect(
      lines.contains(
        "equipment-investment.six-key.rate,0.08,0.01,123456.79,123456.79,0.000000000000"))
  }

  @Test("A surface has a line for each pair")
  func frontier() throws {
    let outcome = run(
      "frontier", Repository.sample, "--x", "equipment-investment.six-key.rate", "--x-range",
      "8%..9%", "--y", "budget.chapter-2", "--y-range", "1500万..2331.279745万", "--points", "2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      scratch.text("results/frontier.csv") == """
        x,y,award_yuan,factor
        0.08,15000000,149162507.19,0.546066215568
        0.08,23312797.45,149162507.19,1.000000000000
        0.09,15000000,149285963.98,0.542409530147
        0.09,23312797.45,149285963.98,0.993303586054

        """)
  }

  @Test(
    "What is wrong is said, with status 65, and earlier results stay",
    arguments: [
      (
        [
          "solve", "--adjust", "equipment-investment.general.rat", "--until", "chapter-20.factor=1",
        ],
        [
          "--adjust: error: no number of the scenario has the address 'equipment-investment.general.rat'; did you mean 'equipment-investment.general.rate'?",
          "--until: error: there is no pool 'chapter-20'; expected one of",
        ]
      ),
      (
        [
          "solve", "--adjust", "equipment-investment.general.rate", "--until", "chapter-2.factor=1",
          "--from", "120%",
        ], ["--from: error: 120% is out of the range of 'equipment-investment.general.rate'"]
      ),
      (
        [
          "solve", "--adjust", "equipment-investment.general.rate", "--until", "chapter-2.factor=1",
          "--from", "20%", "--to", "10%",
        ], ["error: there is no value between the bounds"]
      ),
      (
        ["frontier", "--x", "policy.positio", "--y", "budget.chapter-20", "--pool", "one"],
        [
          "--x: error: no number of the scenario has the address 'policy.positio'; did you mean 'policy.position'?",
          "--y: error: no number of the scenario has the address 'budget.chapter-20'",
          "--pool: error: there is no pool 'one'",
        ]
      ),
      (
        ["frontier", "--x", "policy.position", "--y", "budget.chapter-2", "--y-range", "5..x"],
        [
          "--y-range: error: there is no number here",
          "--x: error: 'policy.position' belongs to no one pool; expected --pool",
        ]
      ),
      (
        [
          "frontier", "--x", "budget.chapter-2", "--y", "budget.chapter-2", "--y-range", "5",
        ], ["--y-range: error: '5' is no range; expected FROM..TO"]
      ),
    ])
  func refused(arguments: [String], problems: [String]) throws {
    let first = run(
      "frontier", Repository.sample, "--x", "budget.chapter-1", "--y", "budget.chapter-2",
      "--points", "2")
    #expect(first.status == 0, "\(first.errors)")
    let before = try #require(scratch.text("results/summary.json"))
    var all = arguments
    all.insert(Repository.sample, at: 1)
    let outcome = Program.run(
      all + ["--out", arguments[0] == "solve" ? "solution" : "results"], in: scratch.path)
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    for problem in problems { #expect(outcome.errors.contains(problem), "\(outcome.errors)") }
    #expect(scratch.text("results/summary.json") == before)
    #expect(scratch.entries() == ["results"])
  }

  @Test("Results of another command are not replaced")
  func notOurs() {
    #expect(run("run", Repository.sample).status == 0)
    let outcome = run("sensitivity", Repository.sample)
    #expect(outcome.status == 73)
    #expect(scratch.entries("results").contains("claims.csv"))
  }
}
