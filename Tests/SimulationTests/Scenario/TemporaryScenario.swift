import Diagnostics
import Foundation
import PolicyCatalogue
import Simulation

/// A policy of three measures with scenarios and cases beside it, for the time of a test.
struct TemporaryScenario {
  let folder: String

  static let files = [
    "policies/small/policy.yaml": """
    policy: small
    title: {zh: 小, en: small}
    valid: {from: 2026-01-01, to: 2027-06-30}
    chapters: [one.yaml, two.yaml]
    parameters: {position: 0.5}
    eligibility:
      - {id: penalised, article: 5, when: enterprise.penalised}
    """,
    "policies/small/one.yaml": """
    chapter: one
    title: one
    measures:
      - id: machines
        article: 1
        item: 1
        shape: rate
        title: machines
        inputs:
          machines_yuan: money
          track: [general, green]
          returning: {type: flag, optional: true}
        award: {rate: 4%, of: machines_yuan, cap: 50万}
      - {id: fairs, article: 2, item: 1, shape: open, title: fairs}
    """,
    "policies/small/two.yaml": """
    chapter: two
    title: two
    measures:
      - id: loans
        article: 3
        item: 1
        shape: band
        title: loans
        inputs: {loan_yuan: money, since: {type: date, optional: yes}}
        award: {band: {low: 1%, high: 2%}, of: loan_yuan}
    """,
  ]

  init(_ text: String, as path: String) throws {
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("outlay-\(UUID().uuidString)")
      .path
    for (path, text) in Self.files.merging([path: text], uniquingKeysWith: { $1 }) {
      let file = "\(folder)/\(path)"
      try FileManager.default.createDirectory(
        atPath: String(file[..<file.lastIndex(of: "/")!]), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  static func scenario(_ lines: String) throws -> Scenario {
    let files = try TemporaryScenario(base + lines, as: "scenarios/it.yaml")
    defer { files.remove() }
    return try Scenario.load(path: "\(files.folder)/scenarios/it.yaml")
  }

  static let base = """
    title: {zh: 它, en: it}
    policy: small
    year: 2026
    population: ledgers/sample

    """

  /// English lines of what is wrong with a file; paths from the folder.
  static func problems(_ text: String, _ load: (String) throws(DataError) -> Void) throws
    -> [String]
  {
    let files = try TemporaryScenario(text, as: "scenarios/it.yaml")
    defer { files.remove() }
    do throws(DataError) {
      try load("\(files.folder)/scenarios/it.yaml")
      return []
    } catch {
      return error.diagnostics.map {
        $0.description(in: .english).replacing("\(files.folder)/scenarios/", with: "")
      }
    }
  }
}
