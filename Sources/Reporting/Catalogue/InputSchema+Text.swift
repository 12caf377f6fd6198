package import Diagnostics
package import PolicyCatalogue
import Population

extension InputType {
  /// The word of the policy language for the type.
  package var name: String {
    switch self {
    case .number(let kind, _, _, _): kind.rawValue
    case .flag: "flag"
    case .date: "date"
    case .level: "level"
    case .text: "text"
    }
  }

  package var unit: String {
    if case .number(_, _, let unit, _) = self { unit } else { "" }
  }

  package var decimals: Int? {
    if case .number(_, _, _, let decimals) = self { decimals } else { nil }
  }

  package var allowed: [String] {
    if case .level(let levels) = self { levels } else { [] }
  }

  /// `money in 元, 2 decimals`, `one of: a, b`.
  package func text(in language: Language) -> String {
    switch self {
    case .number(let kind, let dimension, let chineseUnit, let decimals):
      let unit = dimension.title(ofUnit: chineseUnit).text(in: language)
      let place = unit.isEmpty ? "" : Message(" in \(unit)", zh: "(\(unit))").text(in: language)
      let places =
        decimals == 0
        ? ""
        : Message(", \(decimals) decimals", zh: ",\(decimals) 位小数").text(in: language)
      return kind.title.text(in: language) + place + places
    case .flag: return Message("yes or no", zh: "是或否").text(in: language)
    case .date: return Message("date, YYYY-MM-DD", zh: "日期 YYYY-MM-DD").text(in: language)
    case .level(let levels):
      let blank = Message("blank", zh: "空").text(in: language)
      return Message("one of: ", zh: "取值:").text(in: language)
        + levels.map { $0.isEmpty ? blank : $0 }.joined(separator: ", ")
    case .text: return Message("text", zh: "文本").text(in: language)
    }
  }
}

extension InputType.NumberKind {
  fileprivate var title: Message {
    switch self {
    case .money: Message("money", zh: "金额")
    case .usd: Message("money", zh: "美元金额")
    case .count: Message("whole number", zh: "整数")
    case .rate: Message("share from 0 to 1", zh: "0 至 1 的比例")
    case .quantity: Message("quantity", zh: "数量")
    }
  }
}

extension InputSchema {
  package var json: JSON {
    .object([
      "input": .string(name),
      "type": .string(type.name),
      "unit": .string(type.unit),
      "decimals": .optional(type.decimals),
      "allowed": .array(type.allowed.map { .string($0) }),
      "optional": .bool(isOptional),
      "maximum": maximum.map { .exact($0) } ?? .null,
      "meaning": meaning.map { .message($0) } ?? .null,
    ])
  }
}
