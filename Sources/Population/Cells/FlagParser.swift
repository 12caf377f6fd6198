import Diagnostics

/// `yes` and `no`, or 是 and 否.
struct FlagParser: CellParser {
  let isOptional: Bool

  var blank: UInt8 { 0 }

  func parse(_ cell: CSVField, in bytes: Span<UInt8>) -> UInt8? {
    switch cell.end - cell.start {
    case 0: return isOptional ? 0 : nil
    case 2:
      let isNo =
        bytes[cell.start] == UInt8(ascii: "n") && bytes[cell.start + 1] == UInt8(ascii: "o")
      return isNo ? 0 : nil
    case 3:
      switch (bytes[cell.start], bytes[cell.start + 1], bytes[cell.start + 2]) {
      case (UInt8(ascii: "y"), UInt8(ascii: "e"), UInt8(ascii: "s")): return 1
      case (0xE6, 0x98, 0xAF): return 1  // 是
      case (0xE5, 0x90, 0xA6): return 0  // 否
      default: return nil
      }
    default: return nil
    }
  }

  func problem(with cell: String) -> CellProblem {
    let expected = Message("yes or no", zh: "yes 或 no,是或否")
    if cell.isEmpty { return .blank(expected: expected) }
    let meant: [String: String] = [
      "y": "yes", "true": "yes", "t": "yes", "1": "yes", "yes": "yes",
      "n": "no", "false": "no", "f": "no", "0": "no", "no": "no",
    ]
    return CellProblem(
      Message("\(quoted(cell)) is neither yes nor no", zh: "\(quoted(cell)) 既不是 yes 也不是 no"),
      expected: expected,
      suggestion: meant[cell.lowercased()] ?? nearestName(to: cell, among: ["yes", "no"]))
  }
}
