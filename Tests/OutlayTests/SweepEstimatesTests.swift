import Testing

@Suite("Sweeps by closed forms")
struct SweepEstimatesTests {
  private let scratch = Scratch()

  private func rows(_ arguments: [String], out: String) throws -> [[String: String]] {
    let outcome = Program.run(
      ["sweep", Repository.sample] + arguments + ["--out", out, "--lang", "en"], in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try #require(scratch.text(out + "/sweep.csv")).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test("Every estimate lies within its bound of what settling gives")
  func bounds() throws {
    let question = [
      "--range", "equipment-investment.general.rate=1%..9%", "--range",
      "equipment-investment.general.cap=10万..300万", "--range", "budget.chapter-2=500万..2000万",
      "--sobol", "40", "--seed", "5",
    ]
    let exact = try rows(question + ["--store", "store"], out: "exact")
    let estimated = try rows(question + ["--estimate"], out: "estimated")
    #expect(exact.count == 40 && estimated.count == 40)
    for (a, b) in zip(exact, estimated) {
      for address in [
        "equipment-investment.general.rate", "equipment-investment.general.cap", "budget.chapter-2",
      ] {
        #expect(a[address] == b[address])
      }
      let bound = try #require(Double(b["bound_yuan"]!))
      for column in ["award_yuan", "paid_yuan"] {
        let (one, other) = (Double(a[column]!)!, Double(b[column]!)!)
        // Half a fen for writing either.
        #expect(abs(one - other) <= bound + 0.01, "\(column): \(one), \(other), \(bound)")
      }
      #expect(bound < 10)
      let factor = "factor.chapter-2"
      #expect(abs(Double(a[factor]!)! - Double(b[factor]!)!) < 1e-5)
    }
    #expect(Set(exact.map { $0["award_yuan"]! }).count > 30, "the numbers move something")
  }

  @Test("Neither kept nor broken down, and not for numbers without a closed form")
  func refused() {
    for more in [["--by", "town"], ["--resume"], ["--store", "s"]] {
      let outcome = Program.run(
        [
          "sweep", Repository.sample, "--grid", "budget.chapter-2=1万", "--estimate", "--out", "out",
        ] + more, in: scratch.path)
      #expect(outcome.status == 64)
    }
    let combined = Program.run(
      "sweep", Repository.root + "/Scenarios/cixi-combined.yaml", "--grid",
      "villages.operating.weak=1万", "--estimate", "--out", "out", "--lang", "en", in: scratch.path)
    #expect(combined.status == 65)
    #expect(combined.errors.contains("no closed form"), "\(combined.errors)")
    #expect(scratch.entries() == [])
  }
}
