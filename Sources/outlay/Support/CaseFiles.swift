import Diagnostics

/// Files of policy cases among the paths that the user named.
enum CaseFiles {
  /// A folder stands for all files of cases in it and below; its other files are passed over.
  static func under(_ paths: [String], _ bag: inout DiagnosticBag) -> [String] {
    var files: [String] = []
    for path in paths {
      guard InputPath.isDirectory(path) else {
        if InputPath.isFile(path) {
          files.append(path)
        } else {
          bag.report(
            Diagnostic(
              at: SourceLocation(file: path), Message("there is no such file", zh: "文件不存在")))
        }
        continue
      }
      let found = inside(path)
      if found.isEmpty {
        bag.report(
          Diagnostic(
            at: SourceLocation(file: path), Message("no test cases here", zh: "没有测试案例"),
            expected: Message("YAML files with 'cases'", zh: "含 cases 的 YAML 文件")))
      }
      files += found
    }
    return files
  }

  private static func inside(_ directory: String) -> [String] {
    let folder = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    return InputPath.entries(of: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if InputPath.isDirectory(path) { return inside(path) }
      guard name.hasSuffix(".yaml"), let kind = try? InputKind(path: path), case .cases = kind
      else { return [] }
      return [path]
    }
  }
}
