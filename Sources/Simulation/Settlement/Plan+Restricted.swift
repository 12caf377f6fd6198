import PolicyCatalogue
import Population

extension Plan {
  /// The plan of some of the claims, without assumed ones, which meet nobody.
  ///
  /// - Parameter rows: ascending; whatever one of them meets is among them.
  /// - Complexity: O(rows × columns + rows in groups).
  func restricted(to rows: [Int32]) -> Plan {
    var part = population
    var first = 0
    for (measure, claims) in population.claims.enumerated() {
      var end = first
      while end < rows.count, rows[end] < offsets[measure + 1] { end += 1 }
      let offset = offsets[measure]
      part.claims[measure] = claims.selecting(rows[first..<end].map { Int($0) - offset })
      first = end
    }
    var scenario = scenario
    scenario.assumed = [:]
    return Plan(scenario: scenario, population: part, rows: rows, of: self)
  }
}

extension RowGroups {
  /// The groups whose rows are among some rows, each row by its place there.
  ///
  /// Precondition: the rows ascend, and hold all of a group or nothing of it.
  func restricted(to rows: [Int32]) -> RowGroups {
    let places = RowPlaces(rows)
    return RowGroups(
      indices.lazy.compactMap { group in
        guard places[self[group].first!] != nil else { return nil }
        return self[group].map { places[$0]! }
      })
  }
}

/// Where rows stand in an ascending list of some of them.
struct RowPlaces {
  private let rows: [Int32]

  init(_ rows: [Int32]) { self.rows = rows }

  /// Complexity: O(log rows).
  subscript(row: Int32) -> Int32? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low] == row ? Int32(low) : nil
  }
}
