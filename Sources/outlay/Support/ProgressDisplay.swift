import Diagnostics
import Glibc
import Reporting
import RunStore

/// How far a run has come, on standard error: a bar that moves on a terminal, a line now and then
/// elsewhere.
struct ProgressDisplay {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var lastShown: ContinuousClock.Instant?
  private var isBarShown = false

  mutating func show(_ progress: RunProgress) {
    Supervised.report(finished: progress.finished, of: progress.points)
    let text = ProgressText(
      finished: progress.finished, total: progress.points, evaluated: progress.evaluated,
      seconds: progress.seconds)
    let now = ContinuousClock.now
    if isTerminal {
      isBarShown = true
      Console.complain("\r" + text.bar(width: Self.columns, in: SpokenLanguage.current), end: "")
    } else if progress.evaluated > 0,
      lastShown.map({ now - $0 >= .seconds(5) }) ?? true || progress.finished == progress.points
    {
      lastShown = now
      Console.complain("outlay: " + text.line(in: SpokenLanguage.current))
    }
  }

  /// Leaves the bar's line, so that what is printed next stands on one of its own.
  mutating func close() {
    if isBarShown { Console.complain("") }
    isBarShown = false
  }

  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
