/// The tied claims of measures whose rules closed forms know: what decides each claim's amount.
struct RuledRows: Sendable {
  struct Cell: Sendable {
    /// Place of its shape among those of the forms.
    var shape: Int
    var cell: Int64
  }

  private var cells: [Int: [Cell]] = [:]
  /// Measures all of whose tied claims are here.
  private(set) var measures: Set<Int> = []

  /// The rules of a row, of which one at most pays at a point.
  subscript(row: Int) -> [Cell] { cells[row] ?? [] }

  var isEmpty: Bool { measures.isEmpty }

  mutating func add(_ measure: Int, _ rows: [(row: Int, cell: Cell)]) {
    measures.insert(measure)
    for (row, cell) in rows { cells[row, default: []].append(cell) }
  }
}
