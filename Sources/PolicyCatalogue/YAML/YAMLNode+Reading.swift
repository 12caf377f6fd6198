package import Diagnostics
import Yams

extension YAMLNode {
  /// Aliases may multiply a small file into a large tree; no honest file has so many values.
  private static let nodeLimit = 500_000

  /// - Throws: `DataError` for a file that cannot be read or is no YAML.
  package static func read(_ path: String) throws(DataError) -> YAMLNode {
    try parse(FileContents.read(path), file: path)
  }

  /// - Parameter file: The name that diagnostics give.
  package static func parse(_ bytes: [UInt8], file: String) throws(DataError) -> YAMLNode {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let lines = bytes.count { $0 == 0x0A } + 1
      throw DataError(
        Diagnostic(
          at: SourceLocation(file: file),
          Message("is no UTF-8 text (\(lines) lines)", zh: "不是 UTF-8 文本(\(lines) 行)")))
    }
    let source = YAMLSource(file: file, bytes: bytes)
    let root: Node?
    do {
      // The basic resolver leaves all scalars alone, and spares the regular expressions of others.
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw DataError(diagnostic(for: error, file: file))
    }
    guard let root else {
      throw DataError(
        Diagnostic(at: SourceLocation(file: file), Message("is empty", zh: "是空文件")))
    }
    var converter = Converter(source: source, remaining: nodeLimit)
    return try converter.convert(root)
  }

  private struct Converter {
    let source: YAMLSource
    var remaining: Int

    func place(_ mark: Mark?) -> SourceLocation {
      SourceLocation(file: source.file, line: mark?.line ?? 0, column: mark?.column ?? 0)
    }

    mutating func convert(_ node: Node) throws(DataError) -> YAMLNode {
      let location = place(node.mark)
      remaining -= 1
      guard remaining > 0 else {
        throw DataError(
          Diagnostic(
            at: location, Message("the file holds too many values", zh: "文件中的值过多")))
      }
      let content: Content
      switch node {
      case .scalar(let scalar):
        let isPlain = scalar.style == .plain
        content =
          isPlain && ["", "~", "null"].contains(scalar.string) ? .null : .scalar(scalar.string)
      case .sequence(let sequence):
        var items: [YAMLNode] = []
        for item in sequence { items.append(try convert(item)) }
        content = .sequence(items)
      case .mapping(let mapping):
        var entries: [Entry] = []
        for (key, value) in mapping {
          guard case .scalar(let name) = key else {
            throw DataError(
              Diagnostic(
                at: place(key.mark),
                Message("a key must be a word", zh: "键必须是一个词")))
          }
          entries.append(
            Entry(key: name.string, keyLocation: place(name.mark), value: try convert(value)))
        }
        content = .mapping(entries)
      case .alias:
        throw DataError(
          Diagnostic(at: location, Message("an alias without its anchor", zh: "别名没有对应的锚点")))
      }
      return YAMLNode(content, at: location, in: source)
    }
  }

  private static func diagnostic(for error: any Error, file: String) -> Diagnostic {
    func at(_ mark: Mark) -> SourceLocation {
      SourceLocation(file: file, line: mark.line, column: mark.column)
    }
    func broken(_ problem: String, _ location: SourceLocation) -> Diagnostic {
      Diagnostic(
        at: location, Message("this is no YAML: \(problem)", zh: "不是合法的 YAML:\(problem)"))
    }
    switch error {
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.joined(separator: ", ")
      return Diagnostic(
        at: at(context.mark),
        Message("the key \(names) is given twice", zh: "键 \(names) 重复"),
        expected: Message("each key once", zh: "每个键只出现一次"))
    case YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      return broken(problem, at(mark))
    case YamlError.reader(let problem, _, _, _):
      return broken(problem, SourceLocation(file: file))
    default:
      return broken("\(error)", SourceLocation(file: file))
    }
  }
}
