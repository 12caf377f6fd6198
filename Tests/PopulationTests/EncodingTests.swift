import Diagnostics
import PolicyCatalogue
import Testing

@testable import Population

/// 甲公司 and the like, as departments' spreadsheets export them.
private let gb18030: [String: [UInt8]] = [
  "甲公司": [0xBC, 0xD7, 0xB9, 0xAB, 0xCB, 0xBE],
  "浒山": [0xE4, 0xB0, 0xC9, 0xBD],
  "是": [0xCA, 0xC7],
  // Beyond GBK: four bytes.
  "㐀": [0x81, 0x39, 0xEE, 0x39],
]

private func encoded(_ pieces: [String]) -> [UInt8] {
  pieces.flatMap { gb18030[$0] ?? Array($0.utf8) }
}

private let register = encoded([
  registerHeader, "\nE1,", "甲公司", ",company,", "浒山", ",", "㐀",
  ",,,2015-03-01,", "是", ",yes,no,no,A,yes,,no,1,yes\n",
])

@Suite struct EncodingTests {
  @Test func chineseOfSpreadsheets() throws {
    let scratch = Scratch(["enterprises.csv": register, "claims/.keep": []])
    let (population, warnings) = try Population.read(
      directory: scratch.path, policy: ledgerPolicy)
    #expect(population.register.names[0] == "甲公司")
    #expect(population.register.text(.town)[0] == "浒山")
    #expect(population.register.text(.industry)[0] == "㐀")
    #expect(
      warnings.map { scratch.describe($0) } == [
        "enterprises.csv: warning: the file was read as GB18030"
      ])
  }

  @Test func neither() {
    let scratch = Scratch(["enterprises.csv": register + [0x0A, 0x41, 0xFF, 0xFF, 0x0A]])
    #expect(
      scratch.errors() == [
        "enterprises.csv:4: error: the text is neither UTF-8 nor GB18030 (byte 0xff); expected CSV "
          + "saved as UTF-8 or GB18030"
      ])
    // Cut off in the middle of a character.
    let cut = Scratch(["enterprises.csv": encoded([registerHeader, "\nE1,", "甲公司"]) + [0xBC]])
    #expect(
      cut.errors() == [
        "enterprises.csv:2: error: the text is neither UTF-8 nor GB18030 (byte 0xbc); expected CSV "
          + "saved as UTF-8 or GB18030"
      ])
  }

  /// One bad byte in UTF-8 must not turn the whole file into nonsense that happens to be GB18030.
  @Test func damagedUTF8() {
    let text = Array(([registerHeader] + registerRows).joined(separator: "\n").utf8)
    let damaged = text + [0xE4, 0xB8]
    let expected = [
      "enterprises.csv:5: error: the text is damaged: byte 0xe4 does not belong to UTF-8 here; "
        + "expected UTF-8"
    ]
    #expect(Scratch(["enterprises.csv": damaged]).errors() == expected)
    #expect(Scratch(["enterprises.csv": [0xEF, 0xBB, 0xBF] + damaged]).errors() == expected)
    // Even a file that decodes as GB18030 is UTF-8 if it says so.
    #expect(
      Scratch(["enterprises.csv": [0xEF, 0xBB, 0xBF] + register]).errors() == [
        "enterprises.csv:2: error: the text is damaged: byte 0xbc does not belong to UTF-8 here; "
          + "expected UTF-8"
      ])
  }

  @Test(arguments: [[0xFF, 0xFE, 0x65, 0x00], [0xFE, 0xFF, 0x00, 0x65]] as [[UInt8]])
  func utf16(bytes: [UInt8]) {
    #expect(
      Scratch(["enterprises.csv": bytes]).errors() == [
        "enterprises.csv: error: the file is UTF-16; expected CSV saved as UTF-8 or GB18030"
      ])
  }

  @Test func onlyAMark() {
    #expect(
      Scratch(["enterprises.csv": [0xEF, 0xBB, 0xBF]]).errors() == [
        "enterprises.csv: error: the file is empty; expected a line with the names of the columns"
      ])
  }
}
