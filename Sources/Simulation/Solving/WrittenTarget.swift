/// A target as it was written, in its parts: a name, and mostly a sign and a bound.
struct WrittenTarget {
  enum Sign: String {
    case equal = "="
    case atLeast = ">="
    case atMost = "<="
  }

  var name: String
  /// With the text after it, which is not empty.
  var bound: (sign: Sign, text: String)?

  /// Nil where signs stand in no order that means anything.
  init?(_ text: String) {
    // Full-width signs are what a Chinese keyboard gives.
    var plain = ""
    for character in text where character != " " {
      switch character {
      case "=": plain.append("=")
      case ">": plain.append(">")
      case "<": plain.append("<")
      case "≥": plain += ">="
      case "≤": plain += "<="
      default: plain.append(character)
      }
    }
    guard let start = plain.firstIndex(where: { "<>=".contains($0) }) else {
      name = plain
      return
    }
    let end = plain[start...].firstIndex { !"<>=".contains($0) } ?? plain.endIndex
    guard let sign = Sign(rawValue: String(plain[start..<end])), end < plain.endIndex else {
      return nil
    }
    name = String(plain[..<start])
    bound = (sign, String(plain[end...]))
  }
}
