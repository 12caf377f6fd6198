import Diagnostics
import PolicyCatalogue

/// `YYYY-MM-DD`, days that exist.
struct DateParser: CellParser {
  let isOptional: Bool

  var blank: Int32 { Column.blankDate }

  func parse(_ cell: CSVField, in bytes: Span<UInt8>) -> Int32? {
    if cell.isEmpty { return isOptional ? Column.blankDate : nil }
    guard cell.end - cell.start == 10, bytes[cell.start + 4] == UInt8(ascii: "-"),
      bytes[cell.start + 7] == UInt8(ascii: "-")
    else { return nil }
    var wrong: UInt8 = 0
    func digit(_ offset: Int) -> Int {
      let value = bytes[cell.start + offset] &- UInt8(ascii: "0")
      wrong |= value > 9 ? 1 : 0
      return Int(value)
    }
    let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
    let date = CalendarDate(
      year: year, month: digit(5) * 10 + digit(6), day: digit(8) * 10 + digit(9))
    guard wrong == 0, year >= 1000, date.isValid else { return nil }
    return Int32(date.daysSince1970)
  }

  func problem(with cell: String) -> CellProblem {
    let expected = Message("a date as YYYY-MM-DD, such as 2017-06-30", zh: "日期,如 2017-06-30")
    if cell.isEmpty { return .blank(expected: expected) }
    let parts = cell.split(omittingEmptySubsequences: false) { !("0"..."9").contains($0) }
    let numbers = parts.compactMap { Int($0) }
    var suggestion: String?
    var exists = true
    if parts.count >= 3, numbers.count == 3, parts[0].count == 4 {
      let date = CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2])
      exists = date.isValid
      // Only the manner of writing was wrong: 2017/6/3, 2017.06.03, 2017年6月3日.
      if exists && date.year >= 1000 { suggestion = date.description }
    }
    return CellProblem(
      exists
        ? Message("\(quoted(cell)) is not a date", zh: "\(quoted(cell)) 不是日期")
        : Message("there is no day \(quoted(cell))", zh: "没有 \(quoted(cell)) 这一天"),
      expected: expected, suggestion: suggestion)
  }
}
