import Testing

@Suite("Points of a sweep by measure, town and industry")
struct SweepGroupingTests {
  private let scratch = Scratch()

  private func rows(_ file: String) throws -> [[Substring]] {
    try #require(scratch.text(file)).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  @Test("Each is what the tables of a run at that point say, to the fen")
  func asRuns() throws {
    let sample = try #require(Scratch.text(at: Repository.sample))
    let root = Repository.root + "/Scenarios/"
    let shared = sample.replacing("policies/", with: root + "policies/")
      .replacing("ledgers/", with: root + "ledgers/")
    scratch.write(shared, to: "sample.yaml")
    let address = "equipment-investment.general.rate"
    let swept = Program.run(
      "sweep", scratch.path + "/sample.yaml", "--out", scratch.path + "/swept", "--store",
      scratch.path + "/store", "--grid", "\(address)=2.5%,11%", "--by", "town", "--by", "industry",
      "--by", "measure")
    #expect(swept.status == 0, "\(swept.errors)")
    #expect(
      scratch.entries("swept") == [
        "by-industry.csv", "by-measure.csv", "by-town.csv", "summary.json", "sweep.csv",
      ])
    for (point, rate) in [("1", "2.5%"), ("2", "11%")] {
      #expect(!shared.contains("\nset:"), "the sample sets numbers; add this one to them")
      scratch.write(shared + "\nset: {\(address): \(rate)}\n", to: "alone.yaml")
      let alone = Program.run(
        "run", scratch.path + "/alone.yaml", "--out", scratch.path + "/alone")
      #expect(alone.status == 0, "\(alone.errors)")
      for (long, table) in [
        ("by-town", "towns"), ("by-industry", "industries"), ("by-measure", "measures"),
      ] {
        let expected = try rows("alone/\(table).csv").dropFirst().map { cells in
          // A name may hold a comma.
          table == "measures"
            ? "\(cells[2]),\(cells[6]),\(cells[7])"
            : (cells.dropLast(4) + cells.suffix(2)).joined(separator: ",")
        }
        let found = try rows("swept/\(long).csv").filter { $0[0] == point }
          .map { $0.dropFirst().joined(separator: ",") }
        #expect(found == expected, "\(long) at \(rate)")
        #expect(!found.isEmpty)
      }
    }
  }
}
