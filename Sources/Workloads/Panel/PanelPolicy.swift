import Foundation
import PolicyCatalogue

/// The measures of a panel written in the policy language: rates with thresholds and caps, exclusion
/// within groups, three grounds of eligibility.
struct PanelPolicy {
  static let grounds = ["first", "second", "third"]

  private let stated: PanelFiles.Stated

  init(_ stated: PanelFiles.Stated) { self.stated = stated }

  static func id(_ measure: Int) -> String { "m\(measure)" }

  func load() throws -> Policy {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("outlay-panel-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, text) in [("policy.yaml", rules), ("chapter-1.yaml", measures)] {
      try text.write(to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    return try Policy.load(directory: directory.path)
  }

  private var rules: String {
    var text = """
      policy: panel
      title: {zh: 面板, en: Panel}
      source: 虚构
      valid: {from: 2017-01-01, to: 2017-12-31}
      chapters: [chapter-1.yaml]
      register: {\(Self.grounds.map { "\($0): flag" }.joined(separator: ", "))}
      eligibility:

      """
    for ground in Self.grounds {
      text += "  - {id: \(ground), when: not enterprise.\(ground)}\n"
    }
    if !stated.groups.isEmpty { text += "exclusivity:\n" }
    for (index, group) in stated.groups.enumerated() {
      let measures = group.map(Self.id).joined(separator: ", ")
      text +=
        "  - {id: group-\(index + 1), among: [\(measures)], scope: enterprise, keep: highest}\n"
    }
    return text
  }

  private var measures: String {
    var text = "chapter: chapter-1\ntitle: {zh: 面板, en: Panel}\nmeasures:\n"
    for measure in 0..<stated.measures {
      text += """
          - id: \(Self.id(measure))
            article: 1
            item: \(measure + 1)
            shape: rate
            title: {zh: 第\(measure)项, en: Measure \(measure)}
            inputs: {base_yuan: money}
            conditions: {threshold: base_yuan >= \(stated.thresholds[measure])}
            award:
              rate: \(stated.rates[measure])
              of: base_yuan
              cap: {value: \(stated.caps[measure]), step: 0.01}

        """
    }
    return text
  }
}
