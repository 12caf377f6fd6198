import Diagnostics
import Testing

@testable import Population

/// All rows as strings, or the errors.
private func rows(_ text: String, mark: Bool = false) -> (rows: [[String]], errors: [String]) {
  let scratch = Scratch(["t.csv": (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)])
  do throws(DataError) {
    var reader = try CSVReader(try SourceText(path: "\(scratch.path)/t.csv"))
    var findings = Findings()
    var rows = [reader.header.map(\.name)]
    while reader.nextBlock(&findings) {
      for row in 0..<reader.block.count {
        rows.append(
          (0..<reader.block.width).map { reader.block.string(reader.block[row, $0]) })
      }
      findings.flush()
    }
    return (rows, findings.bag.errors.map { scratch.describe($0) })
  } catch {
    return ([], error.diagnostics.map { scratch.describe($0) })
  }
}

@Suite struct CSVReaderTests {
  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,b", [["a", "b"]]),
    ("a,b\n,\n", [["a", "b"], ["", ""]]),
    ("a,b\n1,", [["a", "b"], ["1", ""]]),
    ("a,b\n\"\",\"\"", [["a", "b"], ["", ""]]),
    ("a,b\n\"x,y\",\"p\"\"q\"\n", [["a", "b"], ["x,y", "p\"q"]]),
    ("a,b\n\"\"\"\",\"\"\"\"\"\"\n3,4\n", [["a", "b"], ["\"", "\"\""], ["3", "4"]]),
    ("a,b\n\"x\r\ny\",2\n", [["a", "b"], ["x\r\ny", "2"]]),
    ("\"a\",\"b\"\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a\n\"\"\nx y (z) & w + v\n", [["a"], [""], ["x y (z) & w + v"]]),
    ("编号,名称\n一,慈溪 市\n", [["编号", "名称"], ["一", "慈溪 市"]]),
  ])
  func wellFormed(text: String, expected: [[String]]) {
    for mark in [false, true] {
      let (rows, errors) = rows(text, mark: mark)
      #expect(rows == expected)
      #expect(errors == [])
    }
  }

  @Test(arguments: [
    (
      "a,b\n1,\"2\n3,4\n",
      [
        "t.csv:2:3: error: a quoted field that begins here never ends; expected a closing quote"
      ]
    ),
    (
      "a,b\n慈溪\"x\",2\n3,4,5\n",
      [
        "t.csv:2:3: error: a quote inside an unquoted field; expected the whole field in quotes, "
          + "and each quote in it doubled",
        "t.csv:3:1: error: the line has 3 fields; expected 2 fields, one for each column",
      ]
    ),
    (
      "a,b\n\"x\"y,2\n",
      [
        "t.csv:2:4: error: text after a closing quote; expected a comma or the end of the line; "
          + "a quote inside a field is doubled"
      ]
    ),
    (
      "a,b\n1\r2,3\n",
      [
        "t.csv:2:2: error: a carriage return that ends no line; expected LF or CRLF at the end of "
          + "a line"
      ]
    ),
    (
      "a,b\n\n1,2\n",
      ["t.csv:2:1: error: the line is empty; expected a row, or the end of the file"]
    ),
    (
      "a,b,c\n1,2,3\n1,2",
      [
        "t.csv:3:1: error: the last line has 2 fields and no end: the file is cut off; expected 3 "
          + "fields, one for each column"
      ]
    ),
    (
      "a,b\n\"x\n\ny\",2\n1\n",
      ["t.csv:5:1: error: the line has 1 field; expected 2 fields, one for each column"]
    ),
    ("", ["t.csv: error: the file is empty; expected a line with the names of the columns"]),
    ("\n1,2\n", ["t.csv:1: error: the first line is empty; expected the names of the columns"]),
    (
      "a,b\n1,\u{0}\n",
      ["t.csv:2:3: error: the byte 0x00 is no text; the file is damaged or not CSV"]
    ),
  ])
  func broken(text: String, expected: [String]) {
    #expect(rows(text).errors == expected)
  }

  /// Words of eight bytes, blocks and quotes must not care where a row begins.
  @Test func everyAlignment() {
    for width in 1...40 {
      let cell = String(repeating: "x", count: width)
      let (found, errors) = rows("a,b\n\(cell),\"\(cell)\"\n\(cell)\"\n1,2")
      #expect(found == [["a", "b"], [cell, cell], ["1", "2"]])
      #expect(errors.count == 1)
    }
  }

  /// More rows than a block has, with a quote that is doubled in each.
  @Test func manyBlocks() {
    let text = "a,b\n" + (0..<5000).map { "\($0),\"\"\"\($0)\"\n" }.joined()
    let found = rows(text).rows
    #expect(found.count == 5001)
    #expect((0..<5000).allSatisfy { found[$0 + 1] == ["\($0)", "\"\($0)"] })
  }

  /// Whatever is written is read back.
  @Test func randomCells() throws {
    var generator = SplitMix(state: 7)
    let pieces = ["\"", ",", "\n", "\r", "\r\n", " ", "慈", "a", "'", ";", "\t", "🏭", ""]
    for _ in 0..<200 {
      let table = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        (0..<3).map { _ in
          (0..<Int.random(in: 0...9, using: &generator))
            .map { _ in pieces.randomElement(using: &generator)! }.joined()
        }
      }
      let scratch = Scratch([String: String]())
      var writer = try CSVWriter(creating: "\(scratch.path)/w.csv")
      for row in [["a", "b", "c"]] + table {
        for cell in row { writer.text(cell) }
        try writer.endRow()
      }
      try writer.finish()
      let (found, errors) = rows(String(decoding: scratch.bytes("w.csv")!, as: UTF8.self))
      #expect(found == [["a", "b", "c"]] + table)
      #expect(errors == [])
    }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
