import Diagnostics
internal import Glibc

/// What can go wrong between Outlay and the file system, told about the path in question.
struct FileFailure: Error {
  var path: String
  /// `errno`.
  var code: Int32

  init(_ path: String, code: Int32 = errno) {
    self.path = path
    self.code = code
  }

  var diagnostic: Diagnostic {
    let location = SourceLocation(file: path)
    switch code {
    case ENOENT:
      return Diagnostic(at: location, Message("there is no such file", zh: "文件不存在"))
    case ENOTDIR:
      return Diagnostic(at: location, Message("this is not a directory", zh: "这不是目录"))
    case EISDIR:
      return Diagnostic(
        at: location, Message("this is a directory, not a file", zh: "这是目录,不是文件"))
    case EACCES, EPERM:
      return Diagnostic(at: location, Message("access is denied", zh: "没有访问权限"))
    case ENOSPC, EDQUOT:
      return Diagnostic(at: location, Message("the disk is full", zh: "磁盘空间已满"))
    default:
      let reason = String(cString: strerror(code))
      return Diagnostic(
        at: location,
        Message("the system refuses: \(reason)", zh: "系统拒绝操作:\(reason)"))
    }
  }
}

/// A file descriptor that closes itself.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  let path: String

  init(reading path: String) throws(FileFailure) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    self.path = path
    if descriptor < 0 { throw FileFailure(path) }
  }

  /// Fails where the file exists.
  init(creating path: String) throws(FileFailure) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    self.path = path
    if descriptor < 0 { throw FileFailure(path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// In bytes.
  func size() throws(FileFailure) -> Int {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw FileFailure(path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileFailure(path, code: EISDIR) }
    return Int(status.st_size)
  }

  func write(_ bytes: [UInt8]) throws(FileFailure) {
    try Self.write(bytes, to: descriptor, path)
  }

  static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(FileFailure) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
      }
      if written < 0 && errno == EINTR { continue }
      if written < 0 { throw FileFailure(path) }
      offset += written
    }
  }

  /// Returns when the file is on the disk.
  func synchronise() throws(FileFailure) {
    if fsync(descriptor) != 0 { throw FileFailure(path) }
  }
}

/// Names in a directory, in the order of their UTF-8 bytes; nil where there is no such directory.
func namesInDirectory(_ path: String) throws(FileFailure) -> [String]? {
  guard let stream = opendir(path) else {
    if errno == ENOENT { return nil }
    throw FileFailure(path)
  }
  defer { closedir(stream) }
  var names: [String] = []
  while true {
    errno = 0
    guard let entry = readdir(stream) else {
      if errno != 0 { throw FileFailure(path) }
      break
    }
    let capacity = MemoryLayout.size(ofValue: entry.pointee.d_name)
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Whether the path, if it is a link what it points to, is a directory.
func isDirectory(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
