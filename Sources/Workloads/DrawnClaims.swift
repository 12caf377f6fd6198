import PolicyCatalogue
import Population

/// Claims of one measure with cells drawn evenly, numbers between zero and the largest that the input
/// allows, so that thresholds and caps bind for some and not for others.
struct DrawnClaims {
  private static let enterprises = 1000

  private let policy: Policy
  private let generator = Philox(seed: 20_170_605)

  init(_ policy: Policy) { self.policy = policy }

  func population(claims count: Int, of measure: Int) -> Population {
    var names = IdentifierColumn()
    for row in 0..<Self.enterprises { names.append("E\(row)".utf8) }
    let register = Register(
      ids: names, names: names,
      columns: policy.registerColumns.enumerated().map {
        column($0.element, rows: Self.enterprises, stream: $0.offset)
      },
      subjects: (0..<Int32(Self.enterprises)).map { $0 }, subjectCount: Self.enterprises)
    let tables = policy.measures.indices.map { index in
      table(of: index, rows: index == measure ? count : 0)
    }
    return Population(register: register, claims: tables, hash: "")
  }

  private func table(of measure: Int, rows: Int) -> ClaimTable {
    var table = ClaimTable(measure: measure)
    let width = String(rows).utf8.count
    for row in 0..<rows {
      let number = String(row)
      table.ids.append((String(repeating: "0", count: width - number.utf8.count) + number).utf8)
      table.enterprises.append(Int32(row % Self.enterprises))
    }
    table.bases = [Int32](repeating: -1, count: rows)
    table.filedOn = [Int32](repeating: Int32(Self.newYear), count: rows)
    table.settleNextYear = [UInt8](repeating: 0, count: rows)
    table.elsewhere = [UInt8](repeating: 0, count: rows)
    table.inputs = policy.measures[measure].inputs.enumerated().map {
      column($0.element, rows: rows, stream: 100 + $0.offset)
    }
    return table
  }

  private static let newYear = CalendarDate(year: 2017, month: 1, day: 1).daysSince1970

  private func column(_ schema: InputSchema, rows: Int, stream: Int) -> Column {
    func draws(below bound: Int) -> [Int] {
      (0..<rows).map { row in
        let block = generator.block([UInt32(row), UInt32(stream), 0, 0])
        return Int((UInt64(block[0]) << 20 | UInt64(block[1]) >> 12) % UInt64(bound))
      }
    }
    switch schema.type {
    case .number(_, _, _, let decimals):
      let scale = (0..<decimals).reduce(Int128(1)) { power, _ in power * 10 }
      let largest = schema.maximum ?? Fraction(100)
      let bound = Int(largest.numerator * scale / largest.denominator) + 1
      return .numbers(draws(below: bound).map { Double($0) })
    case .flag: return .flags(draws(below: 2).map { UInt8($0) })
    case .date: return .dates(draws(below: 365).map { Int32(Self.newYear + $0) })
    case .level(let levels): return .levels(draws(below: levels.count).map { UInt8($0) })
    case .text: return .text(TextColumn(codes: [Int32](repeating: 0, count: rows), values: [""]))
    }
  }
}
