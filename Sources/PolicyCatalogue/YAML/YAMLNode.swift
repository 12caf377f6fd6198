package import Diagnostics

/// A value of a YAML file with its place. Scalars stay the text that was written: `yes`, `4%` and
/// `2017-07-01` mean what the reader of the key says they mean.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    /// Nothing, `~` or `null`.
    case null
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  package struct Entry: Sendable {
    package var key: String
    package var keyLocation: SourceLocation
    package var value: YAMLNode
  }

  package let content: Content
  package let location: SourceLocation
  let source: YAMLSource

  package init(_ content: Content, at location: SourceLocation, in source: YAMLSource) {
    self.content = content
    self.location = location
    self.source = source
  }
}

/// The text of a file, kept to find places inside scalars.
package final class YAMLSource: Sendable {
  let file: String
  private let bytes: [UInt8]

  init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  private func scalars() -> [Unicode.Scalar] {
    Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }

  /// The place of the scalar number `offset` of a value that begins at `start`.
  ///
  /// YAML folds lines and drops quotes and block headers, but keeps the order of what is not space:
  /// the value is walked along the file.
  func location(of offset: Int, in value: String, from start: SourceLocation) -> SourceLocation {
    let text = scalars()
    var line = 1
    var index = text.first == "\u{FEFF}" ? 1 : 0
    while line < start.line, index < text.count {
      if text[index] == "\n" { line += 1 }
      index += 1
    }
    index += start.column - 1
    var column = start.column
    let value = Array(value.unicodeScalars)
    var last = start
    var seen = 0
    for scalar in value.prefix(offset + 1) {
      defer { seen += 1 }
      if scalar == " " || scalar == "\n" { continue }
      while index < text.count, text[index] != scalar {
        if text[index] == "\n" {
          line += 1
          column = 1
        } else {
          column += 1
        }
        index += 1
      }
      guard index < text.count else { return start }
      last = SourceLocation(file: file, line: line, column: column)
      index += 1
      column += 1
    }
    // The end of the text, or a space: the place after what was last seen.
    if offset >= value.count || value[offset] == " " { last.column += 1 }
    return last
  }
}

extension YAMLNode {
  /// The place of a character inside a scalar.
  package func location(atOffset offset: Int) -> SourceLocation {
    guard case .scalar(let text) = content else { return location }
    return source.location(of: offset, in: text, from: location)
  }

  package var isNull: Bool {
    if case .null = content { true } else { false }
  }

  /// What kind of value it is, for messages.
  var kind: Message {
    switch content {
    case .null: Message("nothing", zh: "空")
    case .scalar(let text): Message("'\(text)'", zh: "“\(text)”")
    case .sequence: Message("a list", zh: "列表")
    case .mapping: Message("keys with values", zh: "键值表")
    }
  }
}
