import Diagnostics
import Glibc

/// A result directory that appears whole or not at all.
///
/// Files are written to a hidden sibling, which takes the place of the directory in one step at the
/// end. Whatever was there before stays as it was until then.
package struct ResultDirectory {
  /// Every result directory has this file; by it an earlier result is told from something else.
  package static let mark = "summary.json"

  private let path: String
  private let known: Set<String>

  /// Looks whether results may be put at `path`, before any work is done for them.
  ///
  /// - Parameter known: the names of the files that results consist of. A directory that holds
  ///   anything else is never replaced: it would be somebody's work.
  package init(at path: String, known: Set<String>) throws(OutputError) {
    self.known = known
    self.path = Self.resolved(path)
    try check()
  }

  /// Writes the files, in the order given, and puts them in place.
  package func commit(_ files: [(name: String, bytes: [UInt8])]) throws(OutputError) {
    let parent = FileSystem.parent(of: path)
    try FileSystem.makeDirectories(parent)
    let sibling = try makeSibling(in: parent)
    do throws(OutputError) {
      for file in files {
        precondition(known.contains(file.name), "\(file.name) is not among the files of a result")
        try FileSystem.write(file.bytes, to: "\(sibling)/\(file.name)")
      }
      FileSystem.synchronise(directory: sibling)
      // Somebody may have used the time since the first look.
      try check()
      try put(sibling, parent: parent)
    } catch {
      FileSystem.remove(directory: sibling)
      throw error
    }
  }

  private func check() throws(OutputError) {
    switch FileSystem.kind(of: path) {
    case .nothing: try checkAncestor()
    case .other:
      throw OutputError(
        path,
        Message(
          "is a file; results are a directory, so choose another --out",
          zh: "是一个文件;结果是一个目录,请另选 --out"))
    case .directory: try checkContents()
    }
  }

  private func checkAncestor() throws(OutputError) {
    var above = FileSystem.parent(of: path)
    while FileSystem.kind(of: above) == .nothing && FileSystem.parent(of: above) != above {
      above = FileSystem.parent(of: above)
    }
    guard FileSystem.kind(of: above) == .directory else {
      throw OutputError(above, Message("is not a directory", zh: "不是目录"))
    }
    if access(above, W_OK | X_OK) != 0 {
      throw FileSystem.failure(above, Message("cannot write here", zh: "无法写入此目录"))
    }
  }

  private func checkContents() throws(OutputError) {
    guard let names = FileSystem.entries(of: path) else {
      throw FileSystem.failure(path, Message("cannot read the directory", zh: "无法读取目录"))
    }
    if access(FileSystem.parent(of: path), W_OK | X_OK) != 0 {
      throw FileSystem.failure(
        FileSystem.parent(of: path), Message("cannot write here", zh: "无法写入此目录"))
    }
    if names.isEmpty { return }
    guard names.contains(Self.mark) else {
      throw OutputError(
        path,
        Message(
          "is not empty and holds no \(Self.mark), so it is not a result of Outlay and is not "
            + "replaced; choose another --out",
          zh: "不是空目录,也没有 \(Self.mark),不是 Outlay 的结果,不予覆盖;请另选 --out"))
    }
    if let stranger = names.first(where: { !known.contains($0) }) {
      throw OutputError(
        path,
        Message(
          "also holds '\(stranger)', which Outlay did not write, so it is not replaced; move that "
            + "away or choose another --out",
          zh: "中还有“\(stranger)”,不是 Outlay 写的,不予覆盖;请移走该文件或另选 --out"))
    }
  }

  private func makeSibling(in parent: String) throws(OutputError) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? "results"
    var template = Array("\(parent)/.\(name).partial-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) != nil }
    guard made else {
      throw FileSystem.failure(parent, Message("cannot make a directory here", zh: "无法在此建立目录"))
    }
    let sibling = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    // mkdtemp keeps others out; results are as open as the directory they replace, or as usual.
    var status = stat()
    if stat(path, &status) == 0 {
      chmod(sibling, status.st_mode & 0o777)
    } else {
      let mask = umask(0)
      umask(mask)
      chmod(sibling, 0o777 & ~mask)
    }
    return sibling
  }

  private func put(_ sibling: String, parent: String) throws(OutputError) {
    let complaint = Message("cannot put the results in place", zh: "无法放置结果")
    defer { FileSystem.synchronise(directory: parent) }
    if FileSystem.kind(of: path) == .nothing {
      if rename(sibling, path) != 0 { throw FileSystem.failure(path, complaint) }
      return
    }
    switch FileSystem.exchange(sibling, path) {
    case .done:
      FileSystem.remove(directory: sibling)
      return
    case .failed: throw FileSystem.failure(path, complaint)
    case .unsupported: break
    }
    // File systems that cannot exchange two names take two steps. A crash between them leaves the
    // earlier result whole under the hidden name.
    let former = sibling + ".former"
    if rename(path, former) != 0 { throw FileSystem.failure(path, complaint) }
    if rename(sibling, path) != 0 {
      let failure = FileSystem.failure(path, complaint)
      rename(former, path)
      throw failure
    }
    FileSystem.remove(directory: former)
  }

  /// Without slashes at the end; a link to a directory stands for the directory.
  private static func resolved(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    var path = path
    while path.count > 1 && path.last == "/" { path.removeLast() }
    return path
  }
}
