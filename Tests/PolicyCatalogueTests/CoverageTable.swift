import Foundation
import Testing

/// A table of facts of the 2017 document, kept beside the tests: rows by column name.
struct CoverageTable {
  let rows: [[String: String]]

  init(_ name: String) throws {
    let file = try #require(Self.url(name))
    var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(
      String.init)
    let header = Self.fields(lines.removeFirst())
    rows = lines.map { Dictionary(uniqueKeysWithValues: zip(header, Self.fields($0))) }
  }

  private static func url(_ name: String) -> URL? {
    Bundle.module.url(
      forResource: name, withExtension: "csv", subdirectory: "Resources/cixi-2017-06")
  }

  /// Fields of a line, with commas and doubled quotes inside quotes.
  private static func fields(_ line: String) -> [String] {
    var fields = [""]
    var quoted = false
    for character in line {
      switch character {
      case "\"": quoted.toggle()
      case "," where !quoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
