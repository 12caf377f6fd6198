package import PolicyCatalogue

/// The village collectives of 2016 or another base year, one a row: income by source, assets, debt
/// and resources.
package struct Villages: Sendable {
  package var ids: IdentifierColumn
  /// By index of `VillageColumn`; the first is an empty text column, since `ids` holds it.
  package var columns: [Column]
  /// Hexadecimal SHA-256 of the file they were read from, or of the assumptions they were made from.
  package var hash: String

  package init(ids: IdentifierColumn, columns: [Column], hash: String) {
    precondition(columns.count == VillageColumn.allCases.count)
    self.ids = ids
    self.columns = columns
    self.hash = hash
  }

  package var count: Int { ids.count }

  /// A number in its natural unit: yuan, square metres, mu.
  package func number(_ column: VillageColumn, _ row: Int) -> Double {
    guard case .numbers(let cells) = columns[column.rawValue] else {
      preconditionFailure("\(column) is not a column of numbers")
    }
    return cells[row] / column.scale
  }

  package var towns: TextColumn {
    guard case .text(let towns) = columns[VillageColumn.town.rawValue] else {
      preconditionFailure("towns are text")
    }
    return towns
  }

  /// The class that the city's list gives a village; nil for one that is not on it.
  package func listedClass(_ row: Int) -> VillageClass? {
    guard case .levels(let levels) = columns[VillageColumn.listedClass.rawValue] else {
      preconditionFailure("classes are levels")
    }
    return levels[row] == 0 ? nil : VillageClass.allCases[Int(levels[row]) - 1]
  }

  /// The row of a village. Complexity: O(villages).
  package func row(_ id: String) -> Int? {
    (0..<count).first { ids.utf8($0).elementsEqual(id.utf8) }
  }
}

/// How the city and its towns see a village when they share out operating funds (article 9).
package enum VillageClass: String, Sendable, CaseIterable {
  case weak, general, better
}

/// The columns of `villages.csv`.
package enum VillageColumn: Int, Sendable, CaseIterable {
  case village, town, listedClass
  case rent, lease, service, investment, subsidy, operating
  case property, otherAssets, debt
  case idle, unleased, newLand, backlog, backlogYear, backlogUrgency

  package var schema: InputSchema {
    switch self {
    case .village: InputSchema(name: "village", type: .text)
    case .town: InputSchema(name: "town", type: .text)
    case .listedClass:
      InputSchema(
        name: "class", type: .level([""] + VillageClass.allCases.map(\.rawValue)), isOptional: true)
    case .rent: Self.money("rent_yuan")
    case .lease: Self.money("lease_yuan")
    case .service: Self.money("service_yuan")
    case .investment: Self.money("investment_yuan")
    case .subsidy: Self.money("subsidy_yuan")
    case .operating: Self.money("operating_yuan", isOptional: true)
    case .property: Self.money("property_yuan")
    case .otherAssets: Self.money("other_assets_yuan")
    case .debt: Self.money("debt_yuan")
    case .idle: Self.quantity("idle_m2", Dimension(["m2": 1]), unit: "平方米")
    case .unleased: Self.quantity("unleased_mu", .mu, unit: "亩")
    case .newLand: Self.quantity("new_land_mu", .mu, unit: "亩")
    case .backlog: Self.quantity("backlog_mu", .mu, unit: "亩")
    case .backlogYear: Self.count("backlog_year", maximum: 9999)
    case .backlogUrgency: Self.count("backlog_urgency", maximum: 1000)
    }
  }

  /// Whether the file may go without the column.
  var mayBeAbsent: Bool { schema.isOptional }

  /// Units of a cell in one natural unit.
  package var scale: Double { Double(powerOfTen(decimals)) }

  var decimals: Int {
    if case .number(_, _, _, let decimals) = schema.type { decimals } else { 0 }
  }

  private func powerOfTen(_ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private static func money(_ name: String, isOptional: Bool = false) -> InputSchema {
    InputSchema(
      name: name, type: .number(.money, .money, unit: "元", decimals: 2), isOptional: isOptional)
  }

  private static func quantity(_ name: String, _ dimension: Dimension, unit: String) -> InputSchema
  {
    InputSchema(
      name: name, type: .number(.quantity, dimension, unit: unit, decimals: 3), isOptional: true,
      maximum: 100_000_000)
  }

  private static func count(_ name: String, maximum: Fraction) -> InputSchema {
    InputSchema(
      name: name, type: .number(.count, .none, unit: "", decimals: 0), isOptional: true,
      maximum: maximum)
  }
}

extension Dimension {
  /// 亩, a fifteenth of a hectare.
  package static let mu = Dimension(["亩": 1])
}
