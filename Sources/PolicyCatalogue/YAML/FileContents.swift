package import Diagnostics
import Glibc

/// Reads a whole file of the user's.
package enum FileContents {
  /// No policy, scenario or file of cases is nearly as large; a ledger given in their place is.
  package static let limit = 16 << 20

  /// Names in a directory in the order of their bytes; none where there is no such directory.
  static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// - Throws: `DataError` for a file that is missing, unreadable, too large or no file.
  package static func read(_ path: String, limit: Int = limit) throws(DataError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw DataError(unreadable(path, errno))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw DataError(unreadable(path, errno))
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: path),
          Message("is a directory", zh: "是一个目录"),
          expected: Message("a file", zh: "文件")))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(Int(status.st_size), limit) + 1)
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw DataError(unreadable(path, errno))
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[..<count])
      if bytes.count > limit {
        throw DataError(
          Diagnostic(
            at: SourceLocation(file: path),
            Message(
              "is larger than \(limit >> 20) MiB", zh: "超过 \(limit >> 20) MiB"),
            expected: Message("a file of rules, not of data", zh: "规则文件,而不是数据文件")))
      }
    }
  }

  private static func unreadable(_ path: String, _ code: Int32) -> Diagnostic {
    let reason = String(cString: strerror(code))
    return Diagnostic(
      at: SourceLocation(file: path),
      code == ENOENT
        ? Message("there is no such file", zh: "文件不存在")
        : Message("cannot be read: \(reason)", zh: "无法读取:\(reason)"))
  }

  /// Whether there is such a file (not a directory).
  package static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }
}
