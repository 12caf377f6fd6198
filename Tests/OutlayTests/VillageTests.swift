import Testing

@Suite("outlay villages and explain --village")
struct VillageTests {
  private let scratch = Scratch()
  private static let three = Repository.root + "/Scenarios/three-villages.yaml"

  @Test("Three villages come to what was worked out by hand")
  func three() throws {
    let outcome = Program.run(
      "villages", Self.three, "--out", "results", "--lang", "en", in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      scratch.entries("results") == ["summary.json", "targets.csv", "totals.csv", "villages.csv"])
    let villages = try #require(scratch.text("results/villages.csv")).split(separator: "\n")
    #expect(villages.count == 1 + 3 * 6)
    #expect(
      villages[0]
        == "village,town,year,class,income_yuan,rent_yuan,lease_yuan,service_yuan,"
        + "investment_yuan,subsidy_yuan,assets_yuan,debt_yuan")
    // Funds of 550,000 and 3 % of the rent; the subsidy is saved in its first year, so that assets are
    // 5,000,000 + 560,000 of grants + 556,000.
    #expect(
      villages[2]
        == "A,East,2017,weak,856000.00,200000.00,100000.00,0.00,0.00,556000.00,6116000.00,100000.00"
    )
    // 48,000 more rent a year later, and 1,440 more of its taxes.
    #expect(
      villages[3]
        == "A,East,2018,weak,905440.00,248000.00,100000.00,0.00,0.00,557440.00,6725440.00,100000.00"
    )
    let totals = try #require(scratch.text("results/totals.csv")).split(separator: "\n")
    #expect(totals[1].hasPrefix("2016,5500000.00,5500000.00,5500000.00,5500000.00,,100000000.00,"))
    // 5.5 million + 1.15 million + 3 % of 5.2 million; the city 575,000 + 400,000, towns 575,000 +
    // 160,000 + 156,000; only A has less than a million.
    #expect(totals[2].hasPrefix("2017,6806000.00,6806000.00,6806000.00,6806000.00,0.237455,"))
    #expect(totals[2].hasSuffix(",1,1,1,1,975000.00,891000.00"))
    let targets = try #require(scratch.text("results/targets.csv"))
    #expect(targets.hasPrefix("target,required,central,probability\nincome,>7250000.00,"))
    #expect(targets.contains("\nno-new-debt,<=0,0,1.000000\n"))
    #expect(targets.contains("\nless-debt-each-year,>=5,0,0.000000\n"))
  }

  @Test("Its texts are as kept", arguments: ["en", "zh"])
  func golden(language: String) {
    let shown = [
      (
        "villages-three",
        Program.run(
          "villages", Self.three, "--out", "results", "--lang", language, in: scratch.path)
      ),
      (
        "explain-village",
        Program.run("explain", Self.three, "--village", "A", "--lang", language, in: scratch.path)
      ),
    ]
    for (name, outcome) in shown {
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == Golden.text("\(name).\(language)", now: outcome.output))
    }
  }

  @Test("A ledger takes the place of the scenario's villages")
  func population() throws {
    let outcome = Program.run(
      "villages", Repository.root + "/Scenarios/cixi-villages.yaml", "--population",
      Repository.root + "/Scenarios/ledgers/three-villages", "--replicates", "3", "--out",
      "results", in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let villages = try #require(scratch.text("results/villages.csv")).split(separator: "\n")
    #expect(villages.count == 1 + 3 * 6)
  }

  @Test(
    "What is wrong is told with its place, and nothing is written",
    arguments: [
      ("property: {costs: 80万}", ["bad.yaml:5:14", "villages.property.cost"]),
      ("operating: {weak: 5 m2}", ["bad.yaml:5:21"]),
      ("debt: {repayment: 150%}", ["bad.yaml:5:21"]),
      ("last_year: 2016", ["bad.yaml:5"]),
    ])
  func badScenario(line: String, parts: [String]) {
    scratch.write(
      """
      title: bad
      villages:
        population: \(Repository.root)/Scenarios/ledgers/three-villages
        seed: 1
        \(line)
      """, to: "bad.yaml")
    let outcome = Program.run(
      "villages", "bad.yaml", "--out", "results", "--lang", "en", in: scratch.path)
    #expect(outcome.status == 65)
    for part in parts { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    #expect(scratch.entries() == ["bad.yaml"])
  }

  @Test("An unknown address under set has its nearest name")
  func unknownAddress() {
    scratch.write(
      """
      title: bad
      villages: {population: \(Repository.root)/Scenarios/ledgers/three-villages}
      set: {villages.tax.retuned: 50%}
      """, to: "bad.yaml")
    let outcome = Program.run(
      "villages", "bad.yaml", "--out", "results", "--lang", "en", in: scratch.path)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("villages.tax.returned"), "\(outcome.errors)")
  }

  @Test("Classes from a list stay as they are listed; who is not listed gets nothing")
  func listed() throws {
    let head =
      "village,town,rent_yuan,lease_yuan,service_yuan,investment_yuan,subsidy_yuan,property_yuan,"
      + "other_assets_yuan,debt_yuan"
    // By its income A would be better off and B weak.
    let rows = ["A,甲镇,9000000,0,0,0,0,0,0,0", "B,甲镇,1000,0,0,0,0,0,0,0", "C,乙镇,1000,0,0,0,0,0,0,0"]
    scratch.write(
      """
      title: listed
      villages:
        population: listed
        classes: list
        last_year: 2018
        operating: {weak: 55万, general: 35万, better: 25万, city_share: 50%}
        class: {weak_below: 60万, better_from: 300万}
      """, to: "listed.yaml")
    let lines = zip(rows, ["weak", "general", ""]).map { "\($0),\($1)" }
    scratch.write(
      ([head + ",class"] + lines).joined(separator: "\n") + "\n", to: "listed/villages.csv")
    let outcome = Program.run(
      "villages", "listed.yaml", "--out", "results", "--lang", "en", in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let villages = try #require(scratch.text("results/villages.csv"))
    for line in [
      "A,甲镇,2017,weak,9550000.00,9000000.00,0.00,0.00,0.00,550000.00,",
      "B,甲镇,2018,general,351000.00,1000.00,0.00,0.00,0.00,350000.00,",
      "C,乙镇,2018,,1000.00,1000.00,0.00,0.00,0.00,0.00,",
    ] {
      #expect(villages.contains("\n" + line), "\(villages)")
    }
    scratch.write(([head] + rows).joined(separator: "\n") + "\n", to: "listed/villages.csv")
    let unlisted = Program.run(
      "villages", "listed.yaml", "--out", "results", "--lang", "en", in: scratch.path)
    #expect(unlisted.status == 65)
    #expect(unlisted.errors.hasPrefix("listed/villages.csv: error: no village is on the list"))
    #expect(scratch.text("results/villages.csv") == villages)
  }

  @Test("A misspelt key has its nearest name, and so has a village that is not there")
  func nearest() {
    let ledger = Repository.root + "/Scenarios/ledgers/three-villages"
    scratch.write(
      "title: bad\nvillages: {population: \(ledger), operatng: {weak: 55万}}\n", to: "bad.yaml")
    let bad = Program.run(
      "villages", "bad.yaml", "--out", "results", "--lang", "en", in: scratch.path)
    #expect(bad.errors.contains("did you mean 'villages.operating'?"), "\(bad.errors)")
    let missing = Program.run("explain", Self.three, "--village", "nobody", "--lang", "en")
    #expect(missing.errors.contains("ledgers/three-villages/villages.csv: error: there is no"))
  }

  @Test("A scenario of villages alone is a scenario too")
  func validate() {
    let outcome = Program.run("validate", Self.three, "--lang", "en")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "\(Self.three): valid, scenario of villages, 2017 to 2021\n")
  }

  @Test("A directory of villages alone can be validated, and a broken one stops a run")
  func ledgers() throws {
    let ledger = Repository.root + "/Scenarios/ledgers/three-villages"
    let outcome = Program.run("validate", ledger, "--lang", "en")
    #expect(outcome.output == "\(ledger): valid, ledger: 3 villages\n", "\(outcome.errors)")
    let text = try #require(Scratch.text(at: ledger + "/villages.csv"))
    scratch.write(text.replacing("town,rent_yuan", with: "twon,rent_yuan"), to: "bad/villages.csv")
    for arguments in [
      ["validate", "bad"],
      ["villages", Self.three, "--population", "bad", "--out", "results"],
    ] {
      let outcome = Program.run(arguments + ["--lang", "en"], in: scratch.path)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("bad/villages.csv:1:9: error: "), "\(outcome.errors)")
      #expect(outcome.errors.contains("did you mean 'town'?"), "\(outcome.errors)")
    }
    #expect(scratch.entries() == ["bad"])
  }

  @Test("A village that is not there has its nearest name")
  func unknownVillage() {
    let outcome = Program.run("explain", Self.three, "--village", "AA", "--lang", "en")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("there is no village 'AA'"), "\(outcome.errors)")
  }

  @Test("Both documents in one run: budgets grow, villages stand beside the pools")
  func combined() throws {
    let outcome = Program.run(
      "run", Repository.root + "/Scenarios/cixi-combined.yaml", "--out", "results",
      in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try #require(scratch.text("results/years.csv")).split(separator: "\n")
    #expect(
      lines[0]
        == "year,pool,demand_yuan,paid_yuan,factor,commitments_yuan,village_city_outlay_yuan,"
        + "rolling3_yuan")
    let summary = try #require(scratch.text("results/summary.json"))
    #expect(
      summary.contains("\"growth.budget\"") && summary.contains("\"villages.operating.weak\""))
    // A budget of 15 million, then 16.5 million, 18.15 million, 19.965 million, 21.9615 million; the
    // pool needs 23,312,797.45, so that each is spent.
    let chapter = lines.filter { $0.contains(",chapter-2,") }.map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(chapter.map { $0[0] } == ["2017", "2018", "2019", "2020", "2021"])
    #expect(Set(chapter.map { $0[2] }) == ["18312797.45"])
    #expect(
      chapter.map { $0[3] }
        == ["15000000.00", "16500000.00", "18150000.00", "19965000.00", "21961500.00"])
    #expect(chapter.map { $0[7] } == ["49650000.00", "54615000.00", "60076500.00", "", ""])
    // 10 million of 18,312,797.45 after 5 million that are protected.
    #expect(chapter[0][4] == "0.546066215568")
    // C290 is promised 100,000 for each of the two years to come, and its like of every later year.
    let eighth = lines.filter { $0.contains(",chapter-8,") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      eighth.map { $0[5] } == ["0.00", "100000.00", "200000.00", "200000.00", "200000.00"])
    // Three times 12,332,674.93, and 500,000 of later parts.
    #expect(eighth[1][7] == "37498024.79")
    // Half of 550,000 + 350,000 + 250,000, every year.
    let totals = lines.filter { $0.contains(",total,") }.map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(totals.map { $0[6] } == Array(repeating: "575000.00", count: 5))
  }
}
