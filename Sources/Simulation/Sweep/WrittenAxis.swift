package import Diagnostics
import PolicyCatalogue

/// An axis of a sweep as it is written in a scenario or on the command line, before it is known what
/// its address means.
package struct WrittenAxis: Sendable {
  package struct Text: Sendable {
    package var text: String
    package var location: SourceLocation

    package init(_ text: String, at location: SourceLocation) {
      self.text = text
      self.location = location
    }
  }

  package enum Extent: Sendable {
    case list([Text])
    case range(from: Text, to: Text, by: Text?)
  }

  package var address: Text
  package var extent: Extent

  package init(address: Text, extent: Extent) {
    self.address = address
    self.extent = extent
  }
}

/// A point of a sweep as it is written: addresses and their values.
struct WrittenPoint {
  var values: [(address: WrittenAxis.Text, value: WrittenAxis.Text)]
  var location: SourceLocation
}

extension WrittenAxis.Extent {
  /// `4%,6%,8%`, or `4%..8%:1%`, in which the step may be left out.
  package init(_ text: String, at location: SourceLocation) {
    func part(_ text: some StringProtocol) -> WrittenAxis.Text {
      var words = text[...]
      while words.first == " " { words.removeFirst() }
      while words.last == " " { words.removeLast() }
      return WrittenAxis.Text(String(words), at: location)
    }
    guard let dots = text.firstRange(of: "..") else {
      self = .list(
        text.split(separator: ",", omittingEmptySubsequences: false).map { part($0) })
      return
    }
    let from = text[..<dots.lowerBound]
    let rest = text[dots.upperBound...]
    let colon = rest.firstIndex(of: ":") ?? rest.endIndex
    let by = rest[colon...].dropFirst()
    self = .range(
      from: part(from), to: part(rest[..<colon]),
      by: colon == rest.endIndex ? nil : part(by))
  }

  /// One value or a list, a text as above, or `{from: 4%, to: 8%, by: 1%}`.
  init?(_ node: YAMLNode, _ bag: inout DiagnosticBag) {
    switch node.content {
    case .scalar(let text):
      self.init(text, at: node.location)
    case .sequence(let items):
      let texts = items.compactMap { item in
        item.text(&bag).map { WrittenAxis.Text($0, at: item.location) }
      }
      guard texts.count == items.count else { return nil }
      guard !texts.isEmpty else {
        node.report(expected: Message("at least one value", zh: "至少一个值"), &bag)
        return nil
      }
      self = .list(texts)
    case .mapping:
      guard let mapping = node.mapping(keys: ["from", "to", "by"], &bag) else { return nil }
      func text(_ node: YAMLNode?) -> WrittenAxis.Text? {
        guard let node, let text = node.text(&bag) else { return nil }
        return WrittenAxis.Text(text, at: node.location)
      }
      guard let from = text(mapping.required("from", &bag)),
        let to = text(mapping.required("to", &bag))
      else { return nil }
      let by = mapping["by"]
      self = .range(from: from, to: to, by: text(by))
      if by != nil, case .range(_, _, nil) = self { return nil }
    case .null:
      node.report(expected: Message("values or a range", zh: "取值或区间"), &bag)
      return nil
    }
  }
}
