import Diagnostics
import Foundation
import PolicyCatalogue

/// A policy of one chapter, written to a folder of its own for the time of a test.
struct TemporaryPolicy {
  static let inputs = """
        money_yuan: money
        other_yuan: money
        dollars: usd
        tonnes: {type: quantity, unit: 吨}
        power_kwh: {type: quantity, unit: 度}
        n: count
        m: count
        share_of: rate
        yes_no: flag
        other_flag: flag
        begun: date
        ended: {type: date, optional: true}
        track: [general, green, 'A+']
        prior: ['', general, green]
    """

  static let policy = """
    policy: test
    title: {zh: 试, en: test}
    valid: {from: 2026-01-01, to: 2026-12-31}
    chapters: [chapter.yaml]
    parameters: {position: 0.5}
    eligibility:
      - {id: penalised, when: enterprise.penalised}

    """

  /// A chapter with one measure `it` that has the inputs above.
  static func chapter(measure keys: String, more: String = "") -> String {
    """
    chapter: one
    title: {zh: 一, en: one}
    measures:
      - id: it
        article: 1
        item: 1
        shape: fixed
        title: {zh: 它, en: it}
        inputs:
    \(inputs.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
    \(keys.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n"))
    \(more)
    """
  }

  static func load(policy: String = policy, chapter: String) throws(DataError) -> Policy {
    try load(policy: policy, chapter: Array(chapter.utf8))
  }

  static func load(policy: String, chapter: [UInt8]) throws(DataError) -> Policy {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("outlay-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try! Data(policy.utf8).write(to: folder.appendingPathComponent("policy.yaml"))
    try! Data(chapter).write(to: folder.appendingPathComponent("chapter.yaml"))
    do throws(DataError) {
      return try Policy.load(directory: folder.path)
    } catch {
      // The names of the files are what matters, not where the test put them.
      var error = error
      for index in error.diagnostics.indices {
        let file = error.diagnostics[index].location.file
        error.diagnostics[index].location.file = String(file.dropFirst(folder.path.count + 1))
      }
      throw error
    }
  }

  /// The English lines of what is wrong; empty if nothing is.
  static func problems(policy: String = policy, chapter: String) -> [String] {
    do throws(DataError) {
      _ = try load(policy: policy, chapter: chapter)
      return []
    } catch {
      return error.diagnostics.map { $0.description(in: .english) }
    }
  }
}
