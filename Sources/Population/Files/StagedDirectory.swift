import Diagnostics
internal import Glibc

/// A directory that appears whole or not at all.
///
/// It is filled under a hidden name next to its own, which it takes in one step at the end. Whatever
/// was there before stays as it was until then.
package struct StagedDirectory: Sendable {
  package let path: String

  package init(at path: String) { self.path = Self.resolved(path) }

  var parent: String { FileSystem.parent(of: path) }

  /// - Parameters:
  ///   - fill: is given the hidden directory.
  ///   - check: looks once more whether the place is free, just before it is taken.
  package func commit(
    _ fill: (String) throws -> Void, check: () throws(OutputError) -> Void
  ) throws {
    try FileSystem.makeDirectories(parent)
    let sibling = try makeSibling()
    do {
      try fill(sibling)
      FileSystem.synchronise(directory: sibling)
      try check()
      try put(sibling)
    } catch {
      FileSystem.remove(directory: sibling)
      throw error
    }
  }

  /// Whether the directory could be made, as far as one can tell beforehand.
  package func checkAncestor() throws(OutputError) {
    var above = parent
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

  private func makeSibling() throws(OutputError) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? "directory"
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

  private func put(_ sibling: String) throws(OutputError) {
    let complaint = Message("cannot put the directory in place", zh: "无法放置目录")
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
