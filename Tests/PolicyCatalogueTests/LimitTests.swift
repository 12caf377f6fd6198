import Testing

/// What is more than the engine can hold is refused when the policy is read.
@Suite struct LimitTests {
  private func finds(_ problem: String, in problems: [String]) -> Bool {
    problems.contains { $0.contains(problem) }
  }

  @Test func levels() {
    let names = (0..<65).map { "l\($0)" }.joined(separator: ", ")
    let chapter = TemporaryPolicy.chapter(measure: "award: {fixed: 5万}")
      .replacing("track: [general, green, 'A+']", with: "track: [\(names)]")
    #expect(finds("too many levels", in: TemporaryPolicy.problems(chapter: chapter)))
  }

  @Test func eligibilityRules() {
    let rules = (0..<51).map { "  - {id: r\($0), when: enterprise.penalised}" }
    let policy = TemporaryPolicy.policy + rules.joined(separator: "\n") + "\n"
    let chapter = TemporaryPolicy.chapter(measure: "award: {fixed: 5万}")
    #expect(
      finds(
        "too many eligibility rules",
        in: TemporaryPolicy.problems(policy: policy, chapter: chapter)))
  }

  @Test func longExpressions() {
    let sum = Array(repeating: "money_yuan", count: 2000).joined(separator: " + ")
    let chapter = TemporaryPolicy.chapter(measure: "award: {amount: \(sum)}")
    #expect(
      finds(
        "the expression has more than 500 words and signs",
        in: TemporaryPolicy.problems(chapter: chapter)))
  }
}
