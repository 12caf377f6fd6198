import Diagnostics
import Glibc
import Population

/// What a path holds, told by its look, so that `validate` takes anything.
enum InputKind {
  case policy(directory: String)
  case ledger(directory: String)
  /// A ledger of villages alone.
  case villages(directory: String)
  case cases(file: String)
  case scenario(file: String)

  init(path: String) throws(DataError) {
    let location = SourceLocation(file: path)
    if InputPath.isDirectory(path) {
      self = try Self.directory(path)
    } else if InputPath.isFile(path) {
      self = Self.file(path)
    } else {
      throw DataError(
        Diagnostic(at: location, Message("there is no such file", zh: "文件不存在")))
    }
  }

  private static func directory(_ path: String) throws(DataError) -> InputKind {
    if InputPath.isFile("\(path)/policy.yaml") { return .policy(directory: path) }
    if InputPath.isFile("\(path)/enterprises.csv") || InputPath.isDirectory("\(path)/claims") {
      return .ledger(directory: path)
    }
    if InputPath.isFile("\(path)/\(Villages.fileName)") { return .villages(directory: path) }
    throw DataError(
      Diagnostic(
        at: SourceLocation(file: path),
        Message("this is neither a policy nor a ledger", zh: "这既不是政策,也不是台账"),
        expected: Message(
          "policy.yaml for a policy, enterprises.csv or villages.csv for a ledger",
          zh: "政策有 policy.yaml,台账有 enterprises.csv 或 villages.csv")))
  }

  /// By the keys at the left margin. What has none of them is read as a scenario, whose errors say
  /// what it should have.
  private static func file(_ path: String) -> InputKind {
    let keys = topLevelKeys(of: path)
    if keys.contains("cases") { return .cases(file: path) }
    if keys.contains("chapters") || keys.contains("chapter") {
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      return .policy(directory: folder)
    }
    return .scenario(file: path)
  }

  private static func topLevelKeys(of path: String) -> Set<String> {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var keys: Set<String> = []
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, CInt(line.count), file) != nil {
      let text = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let key = String(decoding: text[..<colon], as: UTF8.self)
      if key.allSatisfy({ $0.isLetter || $0 == "_" }) { keys.insert(key) }
    }
    return keys
  }
}
