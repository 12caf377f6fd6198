import PolicyCatalogue
import Population

extension SettledPanel {
  /// The register and the claims; ids are places, padded so that their order is that of the rows.
  static func population(_ files: PanelFiles, _ policy: Policy) throws -> Population {
    let (count, measures) = (files.stated.enterprises, files.stated.measures)
    var ids = IdentifierColumn()
    for row in 0..<count { ids.append("\(row)".utf8) }
    let register = Register(
      ids: ids, names: ids, columns: try columns(files, policy),
      subjects: (0..<Int32(count)).map { $0 }, subjectCount: count)
    let bases = try files.doubles("base", count: measures * count)
    let filed = Int32(policy.valid.from)
    var number = 0
    let width = String(measures * count).utf8.count
    let tables = (0..<measures).map { measure in
      var table = ClaimTable(measure: measure)
      var cells: [Double] = []
      for row in 0..<count where bases[measure * count + row] != 0 {
        table.enterprises.append(Int32(row))
        // Whole fen.
        cells.append((bases[measure * count + row] * 100).rounded())
        let digits = String(number)
        table.ids.append(
          (String(repeating: "0", count: width - digits.utf8.count) + digits).utf8)
        number += 1
      }
      table.inputs = [.numbers(cells)]
      table.bases = [Int32](repeating: -1, count: table.count)
      table.filedOn = [Int32](repeating: filed, count: table.count)
      table.settleNextYear = [UInt8](repeating: 0, count: table.count)
      table.elsewhere = [UInt8](repeating: 0, count: table.count)
      return table
    }
    return Population(
      register: register, claims: tables, hash: "", order: ClaimOrder(ids: tables.map(\.ids)))
  }

  private static func columns(_ files: PanelFiles, _ policy: Policy) throws -> [Column] {
    let count = files.stated.enterprises
    let eligible = try files.bytes("eligible", count: PanelPolicy.grounds.count * count)
    let towns = try files.bytes("town", count: count)
    return policy.registerColumns.enumerated().map { index, schema in
      if index == RegisterColumn.town.rawValue {
        return .text(
          TextColumn(
            codes: towns.map { Int32($0) }, values: (0..<files.stated.towns).map { "\($0)" }))
      }
      if let ground = PanelPolicy.grounds.firstIndex(of: schema.name) {
        return .flags(Array(eligible[ground * count..<(ground + 1) * count]))
      }
      switch schema.type {
      case .number: return .numbers([Double](repeating: 0, count: count))
      case .flag: return .flags([UInt8](repeating: 0, count: count))
      case .date: return .dates([Int32](repeating: Column.blankDate, count: count))
      case .level: return .levels([UInt8](repeating: 0, count: count))
      case .text:
        return .text(TextColumn(codes: [Int32](repeating: 0, count: count), values: [""]))
      }
    }
  }
}
