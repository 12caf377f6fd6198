import Diagnostics
import Glibc

/// Standard output and standard error, without buffers to forget.
enum Console {
  static func print(_ text: String) {
    guard write(text, to: STDOUT_FILENO) else {
      complain(spoken("outlay: cannot write to standard output", "outlay:无法写入标准输出"))
      exit(74)
    }
  }

  /// One line on standard error.
  static func complain(_ line: String, end: String = "\n") {
    _ = write(line + end, to: STDERR_FILENO)
  }

  static func show(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      complain(diagnostic.description(in: SpokenLanguage.current))
    }
  }

  private static func write(_ text: String, to file: CInt) -> Bool {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(file, buffer.baseAddress! + done, buffer.count - done)
      }
      if count < 0 && errno != EINTR { return false }
      done += max(0, count)
    }
    return true
  }
}
