import Diagnostics
package import Population

/// A directory that appears whole or not at all, and replaces nothing: it must be new or empty.
package struct NewDirectory {
  private let staged: StagedDirectory

  /// Looks whether the directory may be made, before any work is done for it.
  package init(at path: String) throws(OutputError) {
    staged = StagedDirectory(at: path)
    try check()
  }

  /// - Parameter fill: writes into the directory that it is given.
  package func commit(_ fill: (String) throws -> Void) throws {
    try staged.commit(fill) { () throws(OutputError) in try check() }
  }

  private func check() throws(OutputError) {
    try staged.checkAncestor()
    switch FileSystem.kind(of: staged.path) {
    case .nothing: return
    case .other:
      throw OutputError(
        staged.path, Message("is a file; choose another --out", zh: "是一个文件;请另选 --out"))
    case .directory where FileSystem.entries(of: staged.path) != []:
      throw OutputError(
        staged.path,
        Message("is not empty; choose another --out", zh: "不是空目录;请另选 --out"))
    case .directory: return
    }
  }
}
