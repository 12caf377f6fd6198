/// A sentence with gaps, `{}`.
struct Template {
  private let pieces: [String]

  init(_ text: String) {
    var pieces: [String] = []
    var rest = text[...]
    while let gap = Self.firstIndex(of: "{}", in: rest) {
      pieces.append(String(rest[..<gap]))
      rest = rest[rest.index(gap, offsetBy: 2)...]
    }
    self.pieces = pieces + [String(rest)]
  }

  /// What stands in the gaps, each as short as can be, or nil if the text is another sentence.
  func match(_ text: String) -> [String]? {
    guard text.hasPrefix(pieces[0]) else { return nil }
    var rest = text.dropFirst(pieces[0].count)
    var found: [String] = []
    for (index, piece) in pieces.enumerated().dropFirst() {
      if index == pieces.count - 1 {
        guard rest.hasSuffix(piece) else { return nil }
        found.append(String(rest.dropLast(piece.count)))
        return found
      }
      guard let place = Self.firstIndex(of: piece, in: rest) else { return nil }
      found.append(String(rest[..<place]))
      rest = rest[place...].dropFirst(piece.count)
    }
    return rest.isEmpty ? found : nil
  }

  func filled(_ parts: [String]) -> String {
    zip(pieces, parts + [""]).map { $0 + $1 }.joined()
  }

  static func replacing(_ word: String, in text: String, by other: String) -> String {
    var out = ""
    var rest = text[...]
    while let place = firstIndex(of: word, in: rest) {
      out += rest[..<place] + other
      rest = rest[place...].dropFirst(word.count)
    }
    return out + rest
  }

  private static func firstIndex(of word: String, in text: Substring) -> String.Index? {
    text.indices.first { text[$0...].hasPrefix(word) }
  }
}
