import Diagnostics
import PolicyCatalogue
import Testing

/// What is no error but hardly meant. Line 24 is the first of the keys given.
@Suite struct WarningTests {
  /// Every input is read, so that only what a case adds is warned of.
  private static func chapter(_ keys: String, more: String = "") -> String {
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
          money_yuan: money
          track: [general, green]
    \(keys.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
    \(more)
    """
  }

  private static let award =
    "award: {by: track, tiers: {general: 1元}, otherwise: {amount: money_yuan}}"

  private static func warnings(
    _ keys: String, parameters: String = "", more: String = ""
  ) throws -> [String] {
    let policy = TemporaryPolicy.policy.replacing("{position: 0.5}", with: "{\(parameters)}")
    let read = try TemporaryPolicy.load(policy: policy, chapter: chapter(keys, more: more))
    return read.warnings.map { warning in
      #expect(warning.severity == .warning)
      let line = warning.description(in: .english)
      return String(line[line.lastIndex(of: "/")!...].dropFirst())
    }
  }

  @Test func nothingToWarnOf() throws {
    #expect(try Self.warnings(Self.award) == [])
  }

  @Test func unreadInputs() throws {
    #expect(
      try Self.warnings("award: 1元") == [
        "chapter.yaml:10:7: warning: no rule reads the input 'money_yuan'",
        "chapter.yaml:11:7: warning: no rule reads the input 'track'",
      ])
    #expect(try Self.warnings("award: 1元\nrivals: {unless_differs: track}").count == 1)
  }

  @Test func evidenceIsNotMeantToBeRead() throws {
    let chapter = Self.chapter(Self.award).replacing(
      "money_yuan: money", with: "money_yuan: money\n      proof: {type: flag, evidence: yes}")
    #expect(
      try TemporaryPolicy.load(
        policy: TemporaryPolicy.policy.replacing("{position: 0.5}", with: "{}"), chapter: chapter
      ).warnings == [])
  }

  @Test func unreadParameters() throws {
    #expect(
      try Self.warnings(
        Self.award + "\nparameters: {spare: 5元, used: 6元}\nconditions: {c: money_yuan > used}",
        parameters: "idle: 3, busy: 4")
        == [
          "chapter.yaml:13:18: warning: no rule reads the parameter 'spare'",
          "policy.yaml:5:14: warning: no rule reads the parameter 'idle'",
          "policy.yaml:5:23: warning: no rule reads the parameter 'busy'",
        ].sorted { $0.hasPrefix("policy") && !$1.hasPrefix("policy") })
    #expect(
      try Self.warnings(
        Self.award + "\nconditions: {c: money_yuan > policy.least * 1元}", parameters: "least: 4")
        == [])
  }

  @Test func onePlaceForTwoMeasures() throws {
    #expect(
      try Self.warnings(
        Self.award, more: "  - {id: other, article: 1, item: 1, shape: open, title: x}") == [
          "chapter.yaml:13:5: warning: 'other' has the article and item of 'it'"
        ])
  }

  @Test(arguments: ["policy.lpr", "policy.lpr * 0.5", "policy.lpr + 1%"])
  func forgottenPercent(rate: String) throws {
    let keys = """
      award:
        by: track
        tiers: {general: {rate: \(rate), of: money_yuan}}
        otherwise: 1元
      """
    #expect(
      try Self.warnings(keys, parameters: "lpr: 3.65") == [
        "policy.yaml:5:19: warning: 'policy.lpr' is used as a rate, and 3.65 is more than the whole; did you mean '3.65%'?"
      ])
    #expect(try Self.warnings(keys, parameters: "lpr: 3.65%") == [])
  }

  @Test func interestByItsName() throws {
    let keys =
      "award: {by: track, tiers: {general: 1元}, otherwise: {amount: money_yuan * policy.lpr}}"
    #expect(try Self.warnings(keys, parameters: "lpr: 3.65").count == 1)
    #expect(try Self.warnings(keys, parameters: "lpr: 3.65%") == [])
    #expect(
      try Self.warnings(
        keys.replacing("lpr", with: "exchange_rate"), parameters: "exchange_rate: 6.8") == [])
  }

  @Test(arguments: [
    (
      "award: {amount: money_yuan, floor: 5万, cap: 3万}",
      "12:33: error: the floor is above the cap; expected a floor of at most 3万元"
    ),
    (
      "award: 1元\nbest: {claims: 0}",
      "13:20: error: fewer than one claim would count; expected 1 or more"
    ),
    (
      "award: {by: track, tiers: {general: 1, green: 2}}\nladder: {level: track, prior: track}",
      "13:35: error: 'track' is both the level and the prior level; expected an input for the level held before"
    ),
  ])
  func contradictions(keys: String, problem: String) {
    #expect(
      TemporaryPolicy.problems(chapter: Self.chapter(keys)) == ["chapter.yaml:" + problem])
  }

  @Test func emptyPolicy() {
    #expect(
      TemporaryPolicy.problems(chapter: "chapter: one\ntitle: one\nmeasures: []\n") == [
        "policy.yaml:4:1: error: the policy has no measures; expected a measure in at least one chapter"
      ])
  }

  @Test func idIsOneWord() {
    #expect(
      TemporaryPolicy.problems(
        policy: TemporaryPolicy.policy.replacing("policy: test", with: "policy: my city"),
        chapter: Self.chapter(Self.award)) == [
          "policy.yaml:1:9: error: found 'my city'; expected an id without spaces or slashes"
        ])
  }
}
