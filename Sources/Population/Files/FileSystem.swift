package import Diagnostics
internal import Glibc

/// The few calls of the operating system that writing directories takes.
package enum FileSystem {
  /// What the last call complained of.
  package static func failure(_ path: String, _ doing: Message) -> OutputError {
    let code = errno
    let reason = String(cString: strerror(code))
    return OutputError(
      path,
      Message(
        "\(doing.english): \(reason)", zh: "\(doing.chinese):\(chineseReason(code) ?? reason)"))
  }

  private static func chineseReason(_ code: Int32) -> String? {
    switch code {
    case EACCES, EPERM: "没有权限"
    case ENOSPC, EDQUOT: "磁盘空间不足"
    case EROFS: "文件系统只读"
    case ENOTDIR: "路径中有一部分不是目录"
    case ENOENT: "没有此文件或目录"
    case EEXIST: "已经存在"
    case EISDIR: "是一个目录"
    case ENAMETOOLONG: "名称过长"
    case EBUSY: "正被占用"
    case EIO: "输入输出错误"
    default: nil
    }
  }

  package enum Kind { case nothing, directory, other }

  package static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .other
  }

  /// Names in a directory without `.` and `..`, in the order of their bytes; nil if it cannot be read.
  package static func entries(of path: String) -> [String]? {
    do { return try namesInDirectory(path) } catch {
      errno = error.code
      return nil
    }
  }

  /// The directory that holds a path; `.` for a bare name.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func makeDirectories(_ path: String) throws(OutputError) {
    if kind(of: path) == .directory { return }
    let above = parent(of: path)
    if above != path { try makeDirectories(above) }
    if mkdir(path, 0o777) != 0 && errno != EEXIST {
      throw failure(path, Message("cannot make the directory", zh: "无法建立目录"))
    }
  }

  /// Writes a new file and has it on the disk when it returns.
  package static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    try write(to: path, pieces: 1) { _ in bytes }
  }

  /// The same of a file in pieces: while the pieces of one round are made, on all cores, those of the
  /// round before are written.
  package static func write(
    to path: String, pieces: Int, _ piece: @Sendable (Int) -> [UInt8]
  ) throws(OutputError) {
    let complaint = Message("cannot write the file", zh: "无法写入文件")
    do throws(FileFailure) {
      let file = try OpenFile(creating: path)
      var made: [[UInt8]] = []
      var start = 0
      while start < pieces || !made.isEmpty {
        let round = start..<min(pieces, start + piecesInRound)
        start = round.upperBound
        let ready = made
        let descriptor = file.descriptor
        nonisolated(unsafe) var fault: FileFailure?
        made = concurrentMap(
          [-1] + Array(round), sizes: [Int](repeating: 1, count: round.count + 1)
        ) {
          index -> [UInt8] in
          if index >= 0 { return piece(index) }
          do throws(FileFailure) {
            for bytes in ready { try OpenFile.write(bytes, to: descriptor, path) }
            startWritingBack(descriptor)
          } catch {
            fault = error
          }
          return []
        }
        made.removeFirst()
        if let fault { throw fault }
      }
      try file.synchronise()
    } catch {
      errno = error.code
      throw failure(path, complaint)
    }
  }

  /// Enough for all cores, few enough to stay small.
  private static let piecesInRound = 32

  /// Has the disk begin with what was written, so that less is left to wait for at the end; where the
  /// system cannot, nothing is lost but time.
  private static func startWritingBack(_ descriptor: CInt) {
    // Like renameat2, declared under _GNU_SOURCE only.
    typealias SyncFileRange = @convention(c) (CInt, Int64, Int64, CUnsignedInt) -> CInt
    guard let symbol = dlsym(nil, "sync_file_range") else { return }
    let write: CUnsignedInt = 2
    _ = unsafeBitCast(symbol, to: SyncFileRange.self)(descriptor, 0, 0, write)
  }

  /// Has the names in a directory on the disk when it returns; best effort, since not every file
  /// system can.
  package static func synchronise(directory path: String) {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = fsync(file)
    close(file)
  }

  enum Exchange { case done, failed, unsupported }

  /// Swaps two names in one step, where the system and the file system can.
  static func exchange(_ a: String, _ b: String) -> Exchange {
    // The C library declares renameat2 only under _GNU_SOURCE, which Swift's module of it lacks; it
    // is there all the same.
    typealias RenameAt2 =
      @convention(c) (
        CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt
      ) -> CInt
    guard let symbol = dlsym(nil, "renameat2") else { return .unsupported }
    let renameat2 = unsafeBitCast(symbol, to: RenameAt2.self)
    let exchangeNames: CUnsignedInt = 1 << 1
    if renameat2(AT_FDCWD, a, AT_FDCWD, b, exchangeNames) == 0 { return .done }
    return errno == EINVAL || errno == ENOSYS || errno == ENOTSUP ? .unsupported : .failed
  }

  /// Removes a directory that Outlay made, with what is in it; what cannot be removed stays.
  package static func remove(directory path: String) {
    for name in entries(of: path) ?? [] {
      let entry = "\(path)/\(name)"
      if unlink(entry) != 0 { remove(directory: entry) }
    }
    rmdir(path)
  }
}
