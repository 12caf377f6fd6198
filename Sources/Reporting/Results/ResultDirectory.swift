import Diagnostics
package import Population

/// A result directory that appears whole or not at all, and replaces nothing but earlier results.
package struct ResultDirectory {
  /// Every result directory has this file; by it an earlier result is told from something else.
  package static let mark = "summary.json"

  private let staged: StagedDirectory
  private let known: Set<String>

  /// Looks whether results may be put at `path`, before any work is done for them.
  ///
  /// - Parameter known: the names of the files that results consist of. A directory that holds
  ///   anything else is never replaced: it would be somebody's work.
  package init(at path: String, known: Set<String>) throws(OutputError) {
    self.known = known
    staged = StagedDirectory(at: path)
    try check()
  }

  /// Writes the files, in the order given, and puts them in place.
  package func commit(_ files: [ResultFile]) throws(OutputError) {
    do {
      try staged.commit { sibling in
        for file in files {
          precondition(known.contains(file.name), "\(file.name) is not among the files of a result")
          try FileSystem.write(
            to: "\(sibling)/\(file.name)", pieces: file.pieceCount, file.piece)
        }
      } check: { () throws(OutputError) in
        try check()
      }
    } catch let error as OutputError {
      throw error
    } catch {
      preconditionFailure("writing files throws nothing else: \(error)")
    }
  }

  private var path: String { staged.path }

  private func check() throws(OutputError) {
    switch FileSystem.kind(of: path) {
    case .nothing: try staged.checkAncestor()
    case .other:
      throw OutputError(
        path,
        Message(
          "is a file; results are a directory, so choose another --out",
          zh: "是一个文件;结果是一个目录,请另选 --out"))
    case .directory: try checkContents()
    }
  }

  private func checkContents() throws(OutputError) {
    guard let names = FileSystem.entries(of: path) else {
      throw FileSystem.failure(path, Message("cannot read the directory", zh: "无法读取目录"))
    }
    try staged.checkAncestor()
    if names.isEmpty { return }
    guard names.contains(Self.mark) else {
      throw OutputError(
        path,
        Message(
          "is not empty and holds no \(Self.mark), so it is not a result of Outlay and is not "
            + "replaced; choose another --out",
          zh: "不是空目录,也没有 \(Self.mark),不是 Outlay 的结果,不予覆盖;请另选 --out"))
    }
    // What an office program leaves beside a table that it has open is nobody's work.
    let strangers = names.filter { !$0.hasPrefix(".~lock.") && !$0.hasPrefix("~$") }
    if let stranger = strangers.first(where: { !known.contains($0) }) {
      throw OutputError(
        path,
        Message(
          "also holds '\(stranger)', which Outlay did not write, so it is not replaced; move that "
            + "away or choose another --out",
          zh: "中还有“\(stranger)”,不是 Outlay 写的,不予覆盖;请移走该文件或另选 --out"))
    }
  }
}
