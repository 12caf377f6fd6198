import Dispatch
import Glibc

/// A process that a server has started to compute an answer.
enum Supervised {
  static var isOn: Bool { getenv("OUTLAY_SUPERVISED") != nil }

  /// Ends this process when the server is gone, however that came about: standard input is a pipe of
  /// which the server has the other end, and never writes to it.
  static func endWithServer() {
    guard isOn else { return }
    DispatchQueue(label: "outlay.supervised").async {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 0 || (count < 0 && errno != EINTR) { _exit(143) }
      }
    }
  }

  /// Leaves how far a run has come where the server looks for it.
  static func report(finished: Int, of points: Int) {
    guard let path = getenv("OUTLAY_PROGRESS") else { return }
    let whole = String(cString: path)
    let partial = whole + ".partial"
    guard let file = fopen(partial, "w") else { return }
    fputs("\(finished) \(points)\n", file)
    fclose(file)
    // In one step, so that no half of it is read.
    rename(partial, whole)
  }
}
