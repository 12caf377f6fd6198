import Testing

@testable import Reporting

@Suite("Files and tables as text")
struct TextFormatTests {
  @Test(arguments: [
    ("plain", "plain"), ("慈溪", "慈溪"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
    ("two\nlines", "\"two\nlines\""), ("", ""), ("a\r", "\"a\r\""),
  ])
  func quoting(field: String, text: String) {
    var csv = CSVText(header: "a,b")
    csv.field(field)
    csv.field(-12)
    csv.endRow()
    #expect(csv.text == "a,b\n\(text),-12\n")
  }

  @Test func json() {
    let value = JSON.object([
      "b": .array([]), "a": .array([.integer(1), .bool(true), .null]), "中": .string("引\"\\\n\u{1}"),
      "B": .yuan(Int64(1)),
    ])
    #expect(
      value.text == """
        {
          "B": 0.01,
          "a": [
            1,
            true,
            null
          ],
          "b": [],
          "中": "引\\"\\\\\\n\\u0001"
        }

        """)
  }

  @Test(arguments: [
    ("abc", 3), ("慈溪", 4), ("\u{FF08}元\u{FF09}", 6), ("a中b", 4), ("–", 1), ("e\u{301}", 1), ("", 0),
  ])
  func width(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }

  @Test func table() {
    var table = TextTable([("名", .left), ("金额", .right)])
    table.row(["工业园区", "1"])
    table.rule()
    table.row(["a", "12345"])
    #expect(
      table.text(indent: 1) == """
         名         金额
         ---------------
         工业园区      1
         ---------------
         a         12345

        """)
  }
}
