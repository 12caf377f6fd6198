package import Diagnostics

/// The keys of a mapping, read strictly: a key that the reader does not know is an error.
package struct YAMLMapping: Sendable {
  package let entries: [YAMLNode.Entry]
  package let location: SourceLocation

  package subscript(key: String) -> YAMLNode? {
    entries.first { $0.key == key }?.value
  }

  package func has(_ key: String) -> Bool { self[key] != nil }

  package func location(ofKey key: String) -> SourceLocation {
    entries.first { $0.key == key }?.keyLocation ?? location
  }

  /// The value of a key that must be there; says so if it is not.
  package func required(_ key: String, _ bag: inout DiagnosticBag) -> YAMLNode? {
    if let node = self[key] { return node }
    bag.report(
      Diagnostic(
        at: location, Message("the key '\(key)' is missing", zh: "缺少键“\(key)”")))
    return nil
  }

  /// Reports every key that is not allowed, with the nearest that is.
  package func allow(_ keys: [String], _ bag: inout DiagnosticBag) {
    for entry in entries where !keys.contains(entry.key) {
      bag.report(
        Diagnostic(
          at: entry.keyLocation,
          Message("unknown key '\(entry.key)'", zh: "未知的键“\(entry.key)”"),
          expected: .oneOf(keys),
          suggestion: nearestName(to: entry.key, among: keys)))
    }
  }
}

extension YAMLNode {
  /// The node as a mapping with any keys.
  package func mapping(_ bag: inout DiagnosticBag) -> YAMLMapping? {
    guard case .mapping(let entries) = content else {
      report(expected: Message("keys with values", zh: "键值表"), &bag)
      return nil
    }
    return YAMLMapping(entries: entries, location: location)
  }

  /// The node as a mapping with some of these keys and no others.
  package func mapping(keys: [String], _ bag: inout DiagnosticBag) -> YAMLMapping? {
    guard let mapping = mapping(&bag) else { return nil }
    mapping.allow(keys, &bag)
    return mapping
  }

  /// The node as a mapping if it is one.
  package var asMapping: YAMLMapping? {
    guard case .mapping(let entries) = content else { return nil }
    return YAMLMapping(entries: entries, location: location)
  }

  package func sequence(_ bag: inout DiagnosticBag) -> [YAMLNode]? {
    guard case .sequence(let items) = content else {
      report(expected: Message("a list", zh: "列表"), &bag)
      return nil
    }
    return items
  }

  package func report(expected: Message, suggestion: String? = nil, _ bag: inout DiagnosticBag) {
    bag.report(
      Diagnostic(
        at: location,
        Message("found \(kind.english)", zh: "此处是\(kind.chinese)"), expected: expected,
        suggestion: suggestion))
  }
}
