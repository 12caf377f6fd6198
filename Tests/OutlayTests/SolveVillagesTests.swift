import Foundation
import Testing

@Suite("Solving for a lever of the villages")
struct SolveVillagesTests {
  private let scratch = Scratch()
  private static let three = Repository.root + "/Scenarios/three-villages.yaml"
  private static let baseline = Repository.root + "/Scenarios/cixi-villages.yaml"

  private func solve(_ arguments: String...) -> Program.Outcome {
    Program.run(["solve"] + arguments + ["--out", "out", "--lang", "en"], in: scratch.path)
  }

  /// A cell of the last line of a forecast with one number set.
  private func own(
    _ scenario: String, _ address: String, _ value: String, _ file: String, _ column: String
  ) throws -> Double {
    scratch.write(
      "title: own\nvillages: {from: \(scenario)}\nset: {\(address): \(value)}\n", to: "own.yaml")
    let outcome = Program.run("villages", "own.yaml", "--out", "own", in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try #require(scratch.text("own/\(file)")).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let place = try #require(lines[0].firstIndex { $0 == column })
    return try #require(Double(lines[file == "targets.csv" ? 1 : lines.count - 1][place]))
  }

  @Test("Operating funds of the one weak village, to the yuan")
  func byHand() throws {
    // In 2021 one village is weak: a yuan of its funds is a yuan of income, and 7,003,760 are 3,760 more
    // than are asked for.
    let outcome = solve(
      Self.three, "--adjust", "villages.operating.weak", "--until", "village_income_2021=700万")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      scratch.text("out/solution.csv")
        == "address,before,after,step\nvillages.operating.weak,550000,546240,1\n")
    let address = "villages.operating.weak"
    #expect(try own(Self.three, address, "546240", "totals.csv", "income_yuan") == 7_000_000)
    #expect(try own(Self.three, address, "546239", "totals.csv", "income_yuan") < 7_000_000)
  }

  /// What the search says of itself.
  private func question() throws -> [String: Any] {
    let text = try #require(scratch.text("out/summary.json"))
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return try #require(summary["question"] as? [String: Any])
  }

  @Test(
    "The sign is obeyed, however it is written",
    arguments: [
      ("village_income_2021<=700万", "546240"), ("village_income_2021≤700万", "546240"),
      ("village_income_2021>=700万", "546240"), ("income≥7000000元", "546240"),
      ("income<=6999999.5元", "546239"), ("income>=6999999.5元", "546240"),
    ])
  func signs(target: String, after: String) throws {
    let outcome = solve(Self.three, "--adjust", "villages.operating.weak", "--until", target)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let line = try #require(scratch.text("out/solution.csv")?.split(separator: "\n").last)
    #expect(line.split(separator: ",")[2] == after, "\(line)")
  }

  @Test("Bounds bound the answer")
  func bounds() throws {
    func solution(_ from: String, _ to: String) throws -> (Int32, Substring) {
      let outcome = solve(
        Self.three, "--adjust", "villages.operating.weak", "--until", "income=700万", "--from", from,
        "--to", to)
      let line = try #require(scratch.text("out/solution.csv")?.split(separator: "\n").last)
      return (outcome.status, line.split(separator: ",", omittingEmptySubsequences: false)[2])
    }
    // The scenario's own 550,000 lie above both ranges.
    #expect(try solution("40万", "50万") == (1, ""))
    #expect(try solution("40万", "54.7万") == (0, "546240"))
    #expect(try question()["to"] as? Int == 547_000)
    #expect(try solution("54.7万", "60万") == (0, "550000"))
    #expect(try solution("60万", "70万") == (0, "600000"))
  }

  @Test("It is looked as far as the numbers allow each other")
  func contradictions() throws {
    let classes = [
      ("villages.class.weak_below", "from", 0, "to", 3_000_000),
      ("villages.class.better_from", "to", nil, "from", 600_000),
    ]
    for (address, other, value, end, limit) in classes as [(String, String, Int?, String, Int)] {
      let outcome = solve(Self.three, "--adjust", address, "--until", "income=1000亿")
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(try question()[end] as? Int == limit)
      if let value { #expect(try question()[other] as? Int == value) }
    }
    let stated = solve(
      Self.three, "--adjust", "villages.class.weak_below", "--until", "income=1000亿", "--to",
      "400万")
    #expect(stated.status == 65)
    #expect(stated.errors.contains("weak and better off at once"), "\(stated.errors)")
  }

  @Test("A target of the document, met at a step and missed one before")
  func target() throws {
    let outcome = solve(Self.baseline, "--adjust", "villages.growth.rent", "--until", "income")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let line = try #require(scratch.text("out/solution.csv")?.split(separator: "\n").last)
    let after = try #require(Double(line.split(separator: ",")[2]))
    func income(_ rate: Double) throws -> Double {
      try own(Self.baseline, "villages.growth.rent", "\(rate)", "totals.csv", "income_yuan")
    }
    // 超 is strict.
    #expect(try income(after) > 900_000_000)
    #expect(try income(((after - 0.0001) * 10_000).rounded() / 10_000) <= 900_000_000)
  }

  @Test("A probability, with the draws of every forecast")
  func probability() throws {
    let outcome = solve(
      Self.baseline, "--adjust", "villages.growth.rent", "--until", "p.income=50%", "--from", "3%",
      "--to", "8%")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let line = try #require(scratch.text("out/solution.csv")?.split(separator: "\n").last)
    let after = try #require(Double(line.split(separator: ",")[2]))
    func probability(_ rate: Double) throws -> Double {
      try own(Self.baseline, "villages.growth.rent", "\(rate)", "targets.csv", "probability")
    }
    #expect(try probability(after) >= 0.5)
    #expect(try probability(((after - 0.0001) * 10_000).rounded() / 10_000) < 0.5)
  }

  @Test("Where nothing meets the target that is the answer, and where everything does too")
  func extremes() {
    let never = solve(Self.three, "--adjust", "villages.tax.returned", "--until", "income")
    #expect(never.status == 1)
    #expect(never.output.contains("met nowhere"))
    #expect(
      scratch.text("out/solution.csv")
        == "address,before,after,step\nvillages.tax.returned,1,,0.0001\n")
    let always = solve(Self.three, "--adjust", "villages.tax.returned", "--until", "income=1元")
    #expect(always.status == 0)
    #expect(always.output.contains("met wherever it was looked"))
  }

  @Test(
    "What is wrong with the question is told with the nearest name",
    arguments: [
      (["--adjust", "villages.growth.rnt", "--until", "income"], "villages.growth.rent"),
      (["--adjust", "villages.growth.rent", "--until", "incme"], "did you mean 'income'"),
      (["--adjust", "villages.growth.rent", "--until", "p.income"], "a share from 0% to 100%"),
      (["--adjust", "villages.growth.rent", "--until", "income=5吨"], "another unit"),
      (["--adjust", "villages.growth.rent"], "a lever of the villages without a target"),
      (["--adjust", "villages.growth.rent", "--until", "income<700万"], "with =, >= or <="),
      (["--adjust", "villages.growth.rent", "--until", "income="], "with =, >= or <="),
      (
        ["--adjust", "villages.growth.rent", "--until", "income", "--from", "5%", "--to", "4%"],
        "a lower bound that is not above the upper one"
      ),
      (
        ["--adjust", "villages.growth.rent,villages.tax.returned", "--until", "income"],
        "one lever of the villages"
      ),
    ] as [([String], String)])
  func wrong(arguments: [String], expected: String) {
    let outcome = Program.run(
      ["solve", Self.three] + arguments + ["--out", "out", "--lang", "en"], in: scratch.path)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(expected), "\(outcome.errors)")
    #expect(scratch.entries() == [])
  }
}
