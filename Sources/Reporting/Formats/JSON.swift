package import Diagnostics
package import PolicyCatalogue

/// A JSON document, written with sorted keys, so that equal results are equal bytes.
package indirect enum JSON: Sendable, Hashable {
  case object([String: JSON])
  case array([JSON])
  case string(String)
  /// The digits as they are to stand in the file: an amount stays exact.
  case number(String)
  case bool(Bool)
  case null

  package static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }
  package static func yuan(_ fen: Int64) -> JSON { .number(Yuan.plain(fen: fen)) }
  package static func yuan(_ fen: Int64?) -> JSON { fen.map { .yuan($0) } ?? .null }
  package static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
  package static func optional(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }

  /// Both languages, by their codes.
  package static func message(_ message: Message) -> JSON {
    .object([
      Language.english.rawValue: .string(message.english),
      Language.chinese.rawValue: .string(message.chinese),
    ])
  }

  /// A decimal number where the fraction has one, else the text `a/b`.
  package static func exact(_ value: Fraction) -> JSON {
    let text = Decimal.exact(value)
    return text.contains("/") ? .string(text) : .number(text)
  }

  /// Indented by two spaces, with a line end at the close.
  package var text: String {
    var out = ""
    write(to: &out, indent: 0)
    return out + "\n"
  }

  private func write(to out: inout String, indent: Int) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .number(let digits): out += digits
    case .string(let text): Self.write(text, to: &out)
    case .array(let elements):
      Self.write(elements, between: "[", "]", to: &out, indent: indent) { element, out in
        element.write(to: &out, indent: indent + 1)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      Self.write(sorted, between: "{", "}", to: &out, indent: indent) { member, out in
        Self.write(member.key, to: &out)
        out += ": "
        member.value.write(to: &out, indent: indent + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between open: String, _ close: String, to out: inout String,
    indent: Int, each write: (Element, inout String) -> Void
  ) {
    out += open
    for (index, element) in elements.enumerated() {
      out += (index == 0 ? "\n" : ",\n") + String(repeating: "  ", count: indent + 1)
      write(element, &out)
    }
    if !elements.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
    out += close
  }

  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
