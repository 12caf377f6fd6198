import Glibc

/// A directory for one test, gone with it.
final class Scratch: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/outlay-tests-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      String(cString: mkdtemp(buffer.baseAddress!))
    }
  }

  deinit { Self.remove(path) }

  /// Writes a file, with the directories that lead to it.
  func write(_ text: String, to name: String) {
    var directory = path
    for part in name.split(separator: "/").dropLast() {
      directory += "/" + part
      mkdir(directory, 0o755)
    }
    Self.write(text, at: "\(path)/\(name)")
  }

  func text(_ name: String) -> String? { Self.text(at: "\(path)/\(name)") }

  /// Names in a directory, sorted, hidden ones too.
  func entries(_ name: String = ".") -> [String] { Self.entries("\(path)/\(name)") }

  static func write(_ text: String, at path: String) {
    let file = fopen(path, "w")!
    fputs(text, file)
    fclose(file)
  }

  static func text(at path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  private static func entries(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    for name in entries(path) where unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
