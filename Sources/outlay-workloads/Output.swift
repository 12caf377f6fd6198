import Foundation

enum Output {
  /// At once, since somebody may wait for it at the other end.
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }
}
