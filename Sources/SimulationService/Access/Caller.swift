import Crypto
internal import Foundation
import GRPCCore

/// Who calls, and what he may do.
package struct Caller: Sendable {
  package enum Role: String, Sendable, CaseIterable, Comparable {
    /// Looks at the catalogue, and at what is his.
    case read
    /// Also brings populations and has computed.
    case run
    /// Also sees and stops what is everybody's.
    case administer

    package static func < (a: Role, b: Role) -> Bool {
      allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
  }

  package var name: String
  package var role: Role

  /// Everybody, where no tokens are asked for.
  package static let anybody = Caller(name: "local", role: .administer)

  @TaskLocal static var current = Caller.anybody
}

/// Bearer tokens, kept as their SHA-256.
package struct Tokens: Sendable {
  package struct Problem: Error {
    package var line: Int
  }

  private var entries: [(hash: [UInt8], caller: Caller)] = []

  /// Lines `NAME ROLE HASH`: a role of read, run and administer, and the hexadecimal SHA-256 of the
  /// token. Empty lines and those that begin with # are passed over.
  package init(_ text: String) throws(Problem) {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.isEmpty || words[0].hasPrefix("#") { continue }
      guard words.count == 3, let role = Caller.Role(rawValue: String(words[1])),
        let hash = Self.bytes(words[2])
      else { throw Problem(line: number + 1) }
      entries.append((hash, Caller(name: String(words[0]), role: role)))
    }
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard text.count == 64, digits.count == 64 else { return nil }
    return (0..<32).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) }
  }

  /// Takes the same time whichever token it is and however much of it is right.
  func caller(bearing token: Substring) -> Caller? {
    let hash = Array(SHA256.hash(data: Array(token.utf8)))
    var found: Caller?
    for (known, caller) in entries {
      let difference = zip(hash, known).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) }
      if difference == 0 { found = caller }
    }
    return found
  }
}
