/// The tied claims of measures whose rules closed forms know: what decides each claim's amount.
struct RuledRows: Sendable {
  struct Cell: Sendable {
    /// Place of its shape among those of the forms.
    var shape: Int32
    var cell: Int64
  }

  /// By row of the plan. Most claims have one rule or none: the others' further ones stand apart.
  private var first: [Cell]
  private var further: [Int: [Cell]] = [:]
  /// Measures all of whose tied claims are here.
  private(set) var measures: Set<Int> = []

  private static let none = Cell(shape: -1, cell: 0)

  init(rows: Int) { first = [Cell](repeating: Self.none, count: rows) }

  var isEmpty: Bool { measures.isEmpty }

  mutating func add(_ measure: Int, _ rows: [(row: Int, cell: Cell)]) {
    measures.insert(measure)
    for (row, cell) in rows {
      if first[row].shape < 0 {
        first[row] = cell
      } else {
        further[row, default: []].append(cell)
      }
    }
  }

  /// The rules of a row, of which one at most pays at a point, as members of its group.
  func appendMembers(
    of row: Int, measure: Int, to members: inout [ClosedRivals.Member]
  ) {
    if first[row].shape < 0 { return }
    for cell in CollectionOfOne(first[row]) + (further[row] ?? []) {
      members.append(
        ClosedRivals.Member(shape: cell.shape, measure: Int32(measure), cell: cell.cell))
    }
  }
}
