import Diagnostics
import Testing

@Suite("What is told of errors")
struct DiagnosticTests {
  private let location = SourceLocation(file: "a.yaml", line: 3, column: 7)

  @Test("Place, kind, problem, what is right, what was meant, in both languages")
  func whole() {
    let diagnostic = Diagnostic(
      at: location, Message("no measure 'x'", zh: "没有条款“x”"),
      expected: Message("a measure", zh: "条款"), suggestion: "y")
    #expect(
      diagnostic.description(in: .english)
        == "a.yaml:3:7: error: no measure 'x'; expected a measure; did you mean 'y'?")
    #expect(
      diagnostic.description(in: .chinese)
        == "a.yaml:3:7: 错误: 没有条款“x”;应为条款;是否为“y”?")
  }

  @Test("Line and column are left out where they say nothing")
  func places() {
    func text(_ line: Int, _ column: Int) -> String {
      Diagnostic(
        .warning, at: SourceLocation(file: "f", line: line, column: column),
        Message("odd", zh: "奇怪")
      ).description(in: .english)
    }
    #expect(text(0, 0) == "f: warning: odd")
    #expect(text(0, 5) == "f: warning: odd")
    #expect(text(2, 0) == "f:2: warning: odd")
    #expect(text(2, 5) == "f:2:5: warning: odd")
  }

  private func errors(_ count: Int) -> [Diagnostic] {
    (0..<count).map { Diagnostic(at: location, Message("\($0)", zh: "\($0)")) }
  }

  @Test("A bag keeps the first errors up to its limit and counts the rest")
  func limit() {
    var bag = DiagnosticBag()
    for error in errors(DiagnosticBag.limit + 7) { bag.report(error) }
    #expect(bag.errors == errors(DiagnosticBag.limit))
    #expect(bag.omitted == 7)
    let thrown = #expect(throws: DataError.self) { try bag.throwIfErrors() }
    #expect(thrown?.omitted == 7)
  }

  @Test("What another bag left out is counted on")
  func merged() {
    var bag = DiagnosticBag()
    bag.report(DataError(errors(DiagnosticBag.limit), omitted: 3))
    bag.report(DataError(errors(2), omitted: 1))
    #expect(bag.errors.count == DiagnosticBag.limit)
    #expect(bag.omitted == 6)
  }

  @Test("Warnings have no limit and throw nothing")
  func warnings() throws {
    var bag = DiagnosticBag()
    for error in errors(DiagnosticBag.limit + 1) {
      var warning = error
      warning.severity = .warning
      bag.report(warning)
    }
    #expect(bag.warnings.count == DiagnosticBag.limit + 1)
    #expect(!bag.hasErrors)
    try bag.throwIfErrors()
  }
}
