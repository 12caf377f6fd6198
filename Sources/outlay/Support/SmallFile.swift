import Glibc

/// Files of settings, a few lines long.
enum SmallFile {
  /// Nil where there is no such file; no more than its first megabyte.
  static func text(_ path: String) -> String? {
    guard InputPath.isFile(path), let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while bytes.count < 1 << 20 {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
