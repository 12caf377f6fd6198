import Testing

@Suite("outlay policy, explain, validate, test")
struct CatalogueCommandTests {
  private let scratch = Scratch()

  @Test("The catalogue is found from the repository, and from elsewhere beside the program")
  func found() {
    for directory in [Repository.root, "/"] {
      let outcome = Program.run(["policy", "list"], in: directory)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("186 measures, 152 of them computable"))
    }
  }

  @Test("Every list comes in every format", arguments: ["list", "inputs", "addresses"])
  func formats(list: String) throws {
    let text = Program.run(["policy", list], in: Repository.root)
    let csv = Program.run(["policy", list, "--format", "csv"], in: Repository.root)
    let json = Program.run(["policy", list, "--format", "json"], in: Repository.root)
    for outcome in [text, csv, json] { #expect(outcome.status == 0) }
    #expect(csv.output.split(separator: "\n").count > 150)
    #expect(json.output.hasPrefix("[\n  {\n"))
    #expect(json.output.hasSuffix("\n  }\n]\n"))
  }

  @Test("The order of the document")
  func order() {
    let lines = Program.run(["policy", "list", "--format", "csv"], in: Repository.root).output
      .split(separator: "\n").dropFirst()
    let places = lines.map { line in line.split(separator: ",").prefix(2).map { Int($0)! } }
    #expect(places.count == 186)
    for (a, b) in zip(places, places.dropFirst()) { #expect(!b.lexicographicallyPrecedes(a)) }
  }

  @Test func show() {
    let english = Program.run(["policy", "show", "equipment-investment"], in: Repository.root)
    #expect(english.output.contains("general: 4% of equipment_yuan"))
    let chinese = Program.run(
      ["policy", "show", "equipment-investment", "--lang", "zh"], in: Repository.root)
    #expect(chinese.output.contains("general: equipment_yuan 的 4%"))
  }

  @Test func inputsOfOne() {
    let outcome = Program.run(
      ["policy", "inputs", "equipment-investment", "--format", "csv"], in: Repository.root)
    #expect(outcome.output.split(separator: "\n").count == 3)
  }

  @Test("A measure that is none is an error of data, with the nearest")
  func noMeasure() {
    let outcome = Program.run(["policy", "show", "equipment-investmnt"], in: Repository.root)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("did you mean 'equipment-investment'?"))
  }

  @Test func noPolicy() {
    let outcome = Program.run("policy", "list", "--policy", "atlantis-2017", "--lang", "zh")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("没有这个政策"))
  }

  @Test("Every claim of the sample ledger is explained to what the run paid")
  func explain() throws {
    let results = scratch.path + "/results"
    _ = Program.run("run", Repository.sample, "--out", results)
    let lines = try #require(scratch.text("results/claims.csv")).split(separator: "\n")
    for line in lines.dropFirst().enumerated().filter({ $0.offset % 23 == 0 }).map(\.element) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let outcome = Program.run(
        "explain", Repository.sample, "--claim", String(cells[0]), "--format", "json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\"assessed_yuan\": \(cells[3]),"), "\(line)")
      #expect(outcome.output.contains("\"award_yuan\": \(cells[4]),"), "\(line)")
      #expect(outcome.output.contains("\"paid_yuan\": \(cells[5]),"), "\(line)")
      #expect(outcome.output.contains("\"reason\": \"\(cells[6])\""), "\(line)")
    }
  }

  @Test func explainNothing() {
    let outcome = Program.run("explain", Repository.sample, "--claim", "C9999")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("no claim 'C9999'"))
  }

  @Test("Each kind of path is told by its look")
  func validate() {
    let ledger = Repository.root + "/Scenarios/ledgers/sample"
    let cases = Repository.policy + "/tests/chapter-6.yaml"
    let outcome = Program.run(
      "validate", Repository.policy, Repository.sample, ledger, cases, "--policy",
      Repository.policy)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 4)
    for (line, kind) in zip(lines, ["policy cixi-2017-06", "scenario", "ledger", "test cases"]) {
      #expect(line.contains("valid, \(kind)"), "\(line)")
    }
  }

  @Test("All paths are looked at, also after a wrong one")
  func validateAll() {
    scratch.write("", to: "empty.yaml")
    let outcome = Program.run(
      "validate", scratch.path + "/empty.yaml", scratch.path, "/no/such/file", Repository.sample)
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("sample-ledger.yaml: valid"))
    #expect(outcome.errors.contains("empty.yaml"))
    #expect(outcome.errors.contains("neither a policy nor a ledger"))
    #expect(outcome.errors.contains("/no/such/file: error: "))
  }

  private static let cases = """
    policy: \(Repository.policy)
    cases:
      - name: at the threshold
        measure: equipment-investment
        article: 5
        item: 1
        inputs: {equipment_yuan: 500万, track: general}
        award: AWARD

    """

  @Test("A case that holds passes, one that does not is shown with its line")
  func cases() {
    scratch.write(Self.cases.replacing("AWARD", with: "20万"), to: "right.yaml")
    scratch.write(Self.cases.replacing("AWARD", with: "21万"), to: "wrong.yaml")
    let right = Program.run("test", scratch.path + "/right.yaml")
    #expect(right.status == 0, "\(right.errors)")
    #expect(right.output == "1 passed, 0 failed\n")
    let both = Program.run("test", scratch.path)
    #expect(both.status == 1)
    #expect(both.output == "1 passed, 1 failed\n")
    #expect(both.errors.hasPrefix(scratch.path + "/wrong.yaml:3:"))
    #expect(both.errors.contains("award 200000.00"))
    #expect(both.errors.contains("award 210000.00"))
    #expect(Program.run("test", scratch.path, "--lang", "zh").output == "通过 1,失败 1\n")
  }

  @Test("No cases are no success")
  func noCases() {
    #expect(Program.run("test", scratch.path).status == 65)
    #expect(Program.run("test", scratch.path + "/none.yaml").status == 65)
  }

  static let shown = [
    ["rules"], ["rules", "--format", "json"], ["reasons"], ["reasons", "--format", "csv"],
    ["show", "equipment-investment"],
  ]

  @Test("What the policy says is shown as kept", arguments: shown, ["en", "zh"])
  func golden(arguments: [String], language: String) {
    let policy = arguments[0] == "reasons" ? [] : ["--policy", Repository.policy]
    let outcome = Program.run(["policy"] + arguments + policy + ["--lang", language])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let words = arguments.filter { $0 != "--format" }
    let name = (["shown"] + words).joined(separator: "-") + ".\(language)"
    #expect(outcome.output == Golden.text(name, now: outcome.output), "\(name)")
  }

  @Test("Where several policies are found, one has to be named")
  func severalPolicies() {
    for name in ["one", "two"] { scratch.write("", to: "policies/\(name)/policy.yaml") }
    let outcome = Program.run(["policy", "list"], in: scratch.path)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("say which with --policy <policy>: one, two."))
    #expect(
      Program.run(["policy", "list", "--lang", "zh"], in: scratch.path).errors
        .contains("有多个政策"))
    let wrong = Program.run(["policy", "list", "--policy", "tow"], in: scratch.path)
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("did you mean 'two'?"))
  }

  @Test("A ledger that does not fit is told with the policy it was held against")
  func ledgerOfAnother() {
    scratch.write("enterprise\nE1\n", to: "ledger/enterprises.csv")
    scratch.write("claim\nC1\n", to: "ledger/claims/no-such-measure.csv")
    let outcome = Program.run(
      "validate", scratch.path + "/ledger", "--policy", Repository.policy)
    #expect(outcome.status == 65)
    let first = outcome.errors.split(separator: "\n").first ?? ""
    #expect(first.contains("checked against the policy cixi-2017-06"), "\(outcome.errors)")
  }

  @Test("Names that hold the one written are listed where none is near")
  func relatedMeasures() {
    let outcome = Program.run(["policy", "inputs", "equipment"], in: Repository.root)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("one like equipment-investment"))
  }

  @Test("Files that cannot be read are counted")
  func unreadable() {
    scratch.write("cases: [", to: "broken.yaml")
    let outcome = Program.run("test", scratch.path + "/broken.yaml")
    #expect(outcome.status == 65)
    #expect(outcome.output == "0 passed, 0 failed, 1 not readable\n")
  }

  @Test("Reasons have their words in Chinese")
  func reasonsInWords() {
    let lower = Self.cases.replacing("500万, track", with: "400万, track")
      .replacing("AWARD", with: "20万")
    scratch.write(lower, to: "low.yaml")
    let chinese = Program.run("test", scratch.path + "/low.yaml", "--lang", "zh")
    #expect(chinese.errors.contains("原因 未达门槛 below-threshold"), "\(chinese.errors)")
    let english = Program.run("test", scratch.path + "/low.yaml")
    #expect(english.errors.contains("reason below-threshold"), "\(english.errors)")
  }
}
