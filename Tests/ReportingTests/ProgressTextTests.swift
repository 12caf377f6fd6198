import Diagnostics
import Reporting
import Testing

@Suite struct ProgressTextTests {
  private let half = ProgressText(finished: 500, total: 1000, evaluated: 400, seconds: 4)

  @Test func aLineTellsRateAndTimeLeft() {
    #expect(half.line(in: .english) == "50%, 500 of 1,000 points, 100 a second, 5 s left")
    #expect(half.line(in: .chinese) == "50%,1,000 个点中的 500 个,每秒 100 个,剩余 5 秒")
  }

  @Test(arguments: [
    (1, 10, 1, 2.0, "10%, 1 of 10 points, 0.5 a second, 18 s left"),
    (1, 1000, 1, 1.0, "0%, 1 of 1,000 points, 1.0 a second, 17 min left"),
    (1, 100_000, 1, 1.0, "0%, 1 of 100,000 points, 1.0 a second, 28 h left"),
    (10, 10, 10, 2.0, "100%, 10 of 10 points, 5.0 a second"),
    (3, 10, 0, 0.0, "30%, 3 of 10 points"),
  ])
  func lines(finished: Int, total: Int, evaluated: Int, seconds: Double, line: String) {
    let text = ProgressText(
      finished: finished, total: total, evaluated: evaluated, seconds: seconds)
    #expect(text.line(in: .english) == line)
  }

  /// Always as wide as the terminal less one, so that it neither wraps nor leaves a rest of the last.
  @Test(arguments: [20, 60, 80, 200])
  func theBarFits(width: Int) {
    for language in Language.allCases {
      let bar = half.bar(width: width, in: language)
      #expect(bar.displayWidth == width - 1)
      #expect(bar.contains("50%"))
      if width >= 80 {
        let cells = bar.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }
        #expect(cells.count >= 10)
        #expect(cells.count { $0 == "#" } == cells.count / 2)
      }
    }
  }
}
