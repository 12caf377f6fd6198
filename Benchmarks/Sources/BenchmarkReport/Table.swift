import Foundation

/// The figures as a person reads them.
struct Table {
  let text: String

  init(_ figures: [Figure], _ thresholds: Thresholds) {
    var rows = [
      [
        "Benchmark", "Size", "Time", "Rate, 1/s", "of", "Cores", "Rate a core", "Limit, G/s a core",
        "× limit", "Accepted",
      ]
    ]
    for figure in figures {
      let cores = figure.processorTime / figure.time
      rows.append([
        figure.work, Self.grouped(figure.size), Self.duration(figure.time),
        Self.short(figure.rate), figure.itemName, String(format: "%.1f", cores),
        Self.short(figure.rate / max(cores, 0.01)), String(format: "%.1f", figure.limit / 1e9),
        String(format: "%.2f", figure.perLimit),
        thresholds[figure.name].map { String(format: "%.2f", $0.most) } ?? "",
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }.joined(separator: "  ")
    }
    let rule = String(repeating: "-", count: lines[0].count)
    text = ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n") + "\n"
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 1e-3
      ? String(format: "%.1f µs", seconds * 1e6)
      : seconds < 1 ? String(format: "%.2f ms", seconds * 1e3) : String(format: "%.2f s", seconds)
  }

  private static func short(_ value: Double) -> String {
    for (unit, name) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value >= unit {
      return String(format: "%.1f %@", value / unit, name)
    }
    return String(format: "%.1f", value)
  }

  private static func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return String(digits)
  }
}
