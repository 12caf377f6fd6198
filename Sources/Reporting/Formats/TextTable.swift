/// A table in columns for people, with the widths of Chinese characters taken into account.
package struct TextTable: Sendable {
  package enum Alignment: Sendable { case left, right }

  private var alignments: [Alignment]
  private var rows: [[String]]
  /// Rows before which a rule is drawn.
  private var rules: Set<Int> = []

  package init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
    rules = [1]
  }

  /// Without a heading.
  package init(alignments: [Alignment]) {
    self.alignments = alignments
    rows = []
  }

  /// Precondition: one cell a column.
  package mutating func row(_ cells: [String]) {
    precondition(cells.count == alignments.count)
    rows.append(cells)
  }

  package mutating func rule() { rules.insert(rows.count) }

  /// Lines that end in LF, without spaces at their ends.
  package func text(indent: Int = 0) -> String {
    let widths = alignments.indices.map { column in
      rows.map { $0[column].displayWidth }.max() ?? 0
    }
    let margin = String(repeating: " ", count: indent)
    let total = widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    var out = ""
    for (index, row) in rows.enumerated() {
      if rules.contains(index) { out += margin + String(repeating: "-", count: total) + "\n" }
      var line = margin
      for (column, cell) in row.enumerated() {
        line += (column > 0 ? "  " : "")
        line += cell.padded(to: widths[column], alignment: alignments[column])
      }
      while line.last == " " { line.removeLast() }
      out += line + "\n"
    }
    return out
  }
}
