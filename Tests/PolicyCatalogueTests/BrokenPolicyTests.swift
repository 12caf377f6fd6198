import Diagnostics
import PolicyCatalogue
import Testing

/// Broken files, and rules of policy.yaml. Line 8 of policy.yaml is the first that a fixture adds.
@Suite struct BrokenPolicyTests {
  private let chapter = TemporaryPolicy.chapter(
    measure: "award: 1元",
    more: """
        - id: second
          article: 1
          item: 2
          shape: open
          title: {zh: 二, en: second}
      """)

  @Test(arguments: [
    (
      "pools: {a: {measures: [it]}}",
      "8:8: error: 1 measures are in no pool: second; expected each measure in exactly one pool"
    ),
    (
      "pools: {a: {chapters: [one], measures: [it]}, b: {measures: [it]}}",
      "8:62: error: 'it' is in the pool 'a' already; expected each measure in exactly one pool"
    ),
    (
      "pools: {a: {chapters: [on]}}",
      "8:24: error: found 'on'; expected one of one; did you mean 'one'?"
    ),
    (
      "steps: [deferral, validity]",
      "8:8: error: missing steps: eligibility, ladders, exclusivity, best, limits, reductions, funds; expected each of the nine steps once"
    ),
    (
      "steps: [deferral, validity, eligibility, ladders, exclusivity, best, best, limits, reductions, funds]",
      "8:70: error: the step 'best' is listed twice"
    ),
    (
      "limits: [{id: a, measures: [itt], amount: 5万}]",
      "8:29: error: there is no measure 'itt'; did you mean 'it'?"
    ),
    ("limits: [{id: a, amount: 5万}]", "8:10: error: the key 'measures' is missing"),
    (
      "rounding: {payment: {unit: 100元, direction: half-up}}",
      "8:45: error: payments rounded 'half-up' could exceed the budget; expected direction: down"
    ),
    (
      "exclusivity: [{id: a, among: bases}]",
      "8:30: error: found 'bases'; expected 'basis', or a list of measures"
    ),
    (
      "exclusivity: [{id: a, among: basis, keep: listed}]",
      "8:37: error: 'keep: listed' needs a list of measures"
    ),
    (
      "protection: [{first: 1, awards_up_to: 2}]",
      "8:15: error: 'first' beside 'awards_up_to'; expected two items"
    ),
    (
      "clawback: {found_on: enterprise.town}",
      "8:22: error: this is a text; expected a date of the register"
    ),
    ("deferral: {when: n > 1}", "8:18: error: unknown name 'n'"),
    ("register: {town: text}", "8:12: error: every register has the column 'town' already"),
    (
      "rounding: {assessed: {unit: 1吨, direction: up}}",
      "8:29: error: this is a number in tonne; expected a number in yuan"
    ),
    (
      "title: {zh: 又, en: again}",
      "2:1: error: the key 'title' is given twice; expected each key once"
    ),
    (
      "stepps: []",
      "8:1: error: unknown key 'stepps'; expected one of policy, title, source, valid, chapters, register, parameters, deferral, eligibility, clawback, exclusivity, best, limits, reductions, protection, pools, rounding, steps, synthetic; did you mean 'steps'?"
    ),
  ])
  func rules(line: String, problem: String) {
    let problems = TemporaryPolicy.problems(
      policy: TemporaryPolicy.policy + line + "\n", chapter: chapter)
    #expect(problems == ["policy.yaml:" + problem])
  }

  @Test func subjectRulesReadNoClaim() {
    let policy = TemporaryPolicy.policy.replacing(
      "when: enterprise.penalised}", with: "scope: subject, when: claim.settle_next_year}")
    #expect(
      TemporaryPolicy.problems(policy: policy, chapter: chapter) == [
        "policy.yaml:7:43: error: a field of the claim cannot be read here: the rule is not about one claim"
      ])
  }

  @Test func bandWithoutPosition() {
    let policy = TemporaryPolicy.policy.replacing("parameters: {position: 0.5}\n", with: "")
    let chapter = TemporaryPolicy.chapter(
      measure: "award: {band: {low: 1%, high: 2%}, of: money_yuan}")
    #expect(
      TemporaryPolicy.problems(policy: policy, chapter: chapter) == [
        "chapter.yaml:24:19: error: the band has no position; expected 'position' here, or among the parameters of policy.yaml"
      ])
  }

  @Test(arguments: [
    ("", "chapter.yaml: error: is empty"),
    ("# nothing\n", "chapter.yaml: error: is empty"),
    ("chapter: [", "chapter.yaml:2:1: error: this is no YAML: did not find expected node content"),
    ("just text", "chapter.yaml:1:1: error: found 'just text'; expected keys with values"),
    (
      "chapter: a\nchapter: b\n",
      "chapter.yaml:1:1: error: the key 'chapter' is given twice; expected each key once"
    ),
    ("a: &x 1\nb: *y\n", "chapter.yaml:2:4: error: this is no YAML: found undefined alias"),
    ("a: 1\n---\nb: 2\n", "chapter.yaml:2:1: error: this is no YAML: but found another document"),
    ("? [a]\n: b\n", "chapter.yaml:1:3: error: a key must be a word"),
  ])
  func files(text: String, problem: String) {
    #expect(TemporaryPolicy.problems(chapter: text).first == problem)
  }

  @Test func notUTF8() throws {
    do throws(DataError) {
      _ = try TemporaryPolicy.load(policy: TemporaryPolicy.policy, chapter: [0x61, 0xFF, 0x0A])
      Issue.record("GB18030 or garbage was read")
    } catch {
      #expect(
        error.diagnostics.map { $0.description(in: .english) } == [
          "chapter.yaml: error: is no UTF-8 text (2 lines)"
        ])
    }
  }

  /// A few lines of aliases may stand for billions of values.
  @Test func aliasesDoNotExplode() {
    var text = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    for level in 1...9 {
      let inner = (0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
      text += "a\(level): &a\(level) [\(inner)]\n"
    }
    let problems = TemporaryPolicy.problems(chapter: text)
    #expect(problems.count == 1)
    #expect(problems.first?.contains("the file holds too many values") == true)
  }

  @Test func missingFiles() {
    let policy = TemporaryPolicy.policy.replacing(
      "[chapter.yaml]", with: "[chapter.yaml, two.yaml]")
    let problems = TemporaryPolicy.problems(policy: policy, chapter: chapter)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("policy.yaml:4:26: error: there is no file") == true)
    do throws(DataError) {
      _ = try Policy.load(directory: "/nowhere")
      Issue.record("a policy out of nowhere")
    } catch {
      #expect(
        error.diagnostics.map { $0.description(in: .chinese) } == [
          "/nowhere/policy.yaml: 错误: 文件不存在"
        ])
    }
  }

  @Test func sameMeasureTwice() {
    let chapter = TemporaryPolicy.chapter(
      measure: "award: 1元",
      more: "  - {id: it, article: 1, item: 2, shape: open, title: x}\n")
    #expect(TemporaryPolicy.problems(chapter: chapter).count == 1)
  }
}
