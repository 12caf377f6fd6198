package import Diagnostics

extension Message {
  /// Allowed words, as an expectation.
  package static func oneOf(_ values: [String]) -> Message {
    let shown = values.map { $0.isEmpty ? "''" : $0 }
    return Message(
      "one of " + shown.joined(separator: ", "), zh: shown.joined(separator: "、") + " 之一")
  }
}
