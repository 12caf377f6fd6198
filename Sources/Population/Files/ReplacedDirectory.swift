import Diagnostics
internal import Glibc

/// A directory that is made beside its place and put there whole.
///
/// What stood there before stays until then, and is replaced only if it is of the same kind.
struct ReplacedDirectory {
  /// Where to write meanwhile.
  let temporary: String
  private let path: String

  /// - Parameter isOurs: whether an entry, by its path within the directory, is one that the new
  ///   directory may replace; anything else is somebody's work and stops us.
  init(at path: String, isOurs: (String) -> Bool) throws(DataError) {
    var place = path
    while place.count > 1 && place.hasSuffix("/") { place.removeLast() }
    self.path = place
    let entries: [String]
    do { entries = try Self.entries(of: place) ?? [] } catch { throw DataError(error.diagnostic) }
    if let stranger = entries.first(where: { !isOurs($0) }) {
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: "\(place)/\(stranger)"),
          Message(
            "this is no part of a ledger, so its directory is not replaced",
            zh: "这不是台账的一部分,不替换其所在目录"),
          expected: Message("a new directory, or one with a ledger only", zh: "新目录,或只含台账的目录")))
    }
    let slash = place.lastIndex(of: "/")
    let parent = slash.map { place[...$0] } ?? ""
    let name = slash.map { place[place.index(after: $0)...] } ?? place[...]
    var template = Array("\(parent).\(name).tmp-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw DataError(FileFailure(place).diagnostic) }
    temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // mkdtemp makes it private; it shall be as open as any other.
    let mask = umask(0)
    umask(mask)
    chmod(temporary, 0o777 & ~mask)
  }

  /// Puts the directory in its place.
  func commit() throws(FileFailure) {
    if rename(temporary, path) == 0 { return }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw FileFailure(path) }
    let old = temporary + ".old"
    if rename(path, old) != 0 { throw FileFailure(path) }
    if rename(temporary, path) != 0 {
      let failure = FileFailure(path)
      rename(old, path)
      throw failure
    }
    Self.remove(old)
  }

  func discard() { Self.remove(temporary) }

  /// Files and directories at most two deep, as paths within the directory; nil where there is none.
  private static func entries(of path: String) throws(FileFailure) -> [String]? {
    guard let names = try namesInDirectory(path) else { return nil }
    var all: [String] = []
    for name in names {
      all.append(name)
      if isDirectory("\(path)/\(name)") {
        all += (try namesInDirectory("\(path)/\(name)") ?? []).map { "\(name)/\($0)" }
      }
    }
    return all
  }

  /// Only what `isOurs` has seen can be in it, which is at most two deep.
  private static func remove(_ path: String) {
    for entry in ((try? entries(of: path)) ?? []).reversed() {
      let full = "\(path)/\(entry)"
      if unlink(full) != 0 { rmdir(full) }
    }
    rmdir(path)
  }
}
