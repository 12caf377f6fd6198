import Foundation
import Testing

@Suite("Input that is cut off, misnamed or elsewhere")
struct DoubtfulInputTests {
  private let scratch = Scratch()

  /// A copy of the sample ledger that may be spoiled.
  private func ledger(_ name: String = "ledger") throws -> String {
    let path = "\(scratch.path)/\(name)"
    let parent = String(path[..<path.lastIndex(of: "/")!])
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Repository.sampleLedger, toPath: path)
    return path
  }

  private func linkPolicies(as name: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.path)/\(name)",
      withDestinationPath: "\(Repository.root)/Scenarios/policies")
  }

  @Test("A sheet that ends within its last line is told of, since a number may have lost digits")
  func cutOff() throws {
    let ledger = try ledger()
    let sheet = "\(ledger)/claims/overseas-brand.csv"
    let text = try #require(Scratch.text(at: sheet))
    let lines = text.split(separator: "\n").count
    Scratch.write(String(text.dropLast(6)), at: sheet)
    for (language, said) in [("en", "may have been cut off"), ("zh", "可能在此行中被截断")] {
      let outcome = Program.run(["validate", ledger, "--lang", language])
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("\(sheet):\(lines): "))
      #expect(outcome.errors.contains(said))
    }
    #expect(Program.run("validate", Repository.sampleLedger).errors.isEmpty)
  }

  @Test("A population of a seed and a size alone is found from wherever the command is given")
  func shortPopulation() throws {
    scratch.write("", to: "Scenarios/nothing")
    try linkPolicies(as: "Scenarios/policies")
    // The policy names its assumptions beside itself; links are followed by the system.
    scratch.write(
      """
      title: short
      policy: policies/cixi-2017-06
      year: 2017
      population: {synthetic: {seed: 1, size: 50}}
      """, to: "Scenarios/short.yaml")
    for (directory, path) in [
      (scratch.path, "Scenarios/short.yaml"), ("\(scratch.path)/Scenarios", "short.yaml"),
      ("/", "\(scratch.path)/Scenarios/short.yaml"),
    ] {
      let outcome = Program.run("validate", path, in: directory)
      #expect(outcome.status == 0, "\(directory): \(outcome.errors)")
    }
  }

  @Test("validate reads the ledger that a scenario names")
  func missingLedger() throws {
    _ = try ledger("ledgers/sample")
    scratch.write(
      """
      title: missing
      policy: \(Repository.policy)
      year: 2017
      population: ledgers/sampel
      """, to: "missing.yaml")
    let outcome = Program.run("validate", "\(scratch.path)/missing.yaml", "--lang", "en")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("ledgers/sampel: error: there is no such directory"))
    #expect(outcome.errors.contains("did you mean '\(scratch.path)/ledgers/sample'?"))
  }

  @Test("A misspelt policy is answered with the nearest one")
  func misspeltPolicy() throws {
    try linkPolicies(as: "policies")
    scratch.write("title: x\npolicy: cixi-2017-6\nyear: 2017\npopulation: a\n", to: "x.yaml")
    let outcome = Program.run("validate", "\(scratch.path)/x.yaml", "--lang", "en")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("did you mean 'cixi-2017-06'?"))
  }

  @Test("What an office program leaves beside a table that it has open stops nothing")
  func locks() throws {
    let ledger = try ledger()
    Scratch.write("", at: "\(ledger)/claims/~$brand-store.xlsx")
    #expect(Program.run("validate", ledger).status == 0)
    let out = "\(scratch.path)/out"
    #expect(Program.run("run", Repository.sample, "--out", out).status == 0)
    Scratch.write("", at: "\(out)/.~lock.claims.csv#")
    #expect(Program.run("run", Repository.sample, "--out", out).status == 0)
  }
}
