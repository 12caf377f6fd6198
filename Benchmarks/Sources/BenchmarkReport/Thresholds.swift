import Foundation

/// The ratios that are accepted: lines of `benchmark,ratio,margin`, and comments.
struct Thresholds {
  struct Line {
    /// The median when it was written.
    var ratio: Double
    /// How much worse is still taken for noise, as a share of the ratio.
    var margin: Double

    var most: Double { ratio * (1 + margin) }
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  /// For a benchmark that has none yet: medians of one loop were seen to differ by 70 % between runs,
  /// since limits of shared machines move (16 to 29 GB/s a core within a day), and something over.
  private static let margin = 1.0

  private(set) var lines: [String: Line] = [:]
  private var comments: [String] = []

  init(path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for (index, line) in text.split(separator: "\n").enumerated() {
      if line.hasPrefix("#") {
        comments.append(String(line))
        continue
      }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 3, let ratio = Double(cells[1]), cells[2].hasSuffix("%"),
        let margin = Double(cells[2].dropLast()), ratio > 0, margin >= 0,
        lines.updateValue(Line(ratio: ratio, margin: margin / 100), forKey: String(cells[0])) == nil
      else {
        throw Malformed(
          description: "\(path):\(index + 1): expected a new benchmark,ratio,margin%, not '\(line)'"
        )
      }
    }
  }

  subscript(name: String) -> Line? { lines[name] }

  mutating func set(_ name: String, to ratio: Double) {
    lines[name, default: Line(ratio: ratio, margin: Self.margin)].ratio = ratio
  }

  func write(to path: String) throws {
    let rows = lines.sorted { $0.key < $1.key }.map { name, line in
      "\(name),\(String(format: "%.3f", line.ratio)),\(String(format: "%.0f", line.margin * 100))%"
    }
    try ((comments + rows).joined(separator: "\n") + "\n")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  struct Verdict {
    var regressed: [String] = []
    var unmeasured: [String] = []
    var unknown: [String] = []
    var text = ""

    var isGood: Bool { regressed.isEmpty && unmeasured.isEmpty && unknown.isEmpty }
  }

  /// A benchmark that was not run, and one without a threshold, fail too: else a hot path could leave
  /// the suite in silence.
  func verdict(on figures: [Figure]) -> Verdict {
    var verdict = Verdict()
    for figure in figures {
      guard let line = lines[figure.name] else {
        verdict.unknown.append(figure.name)
        verdict.text += "no threshold: \(figure.name)\n"
        continue
      }
      if figure.perLimit > line.most {
        verdict.regressed.append(figure.name)
        verdict.text += String(
          format: "regression: %@ is %.2f × its limit, accepted is %.2f (%.2f and %.0f%%)\n",
          figure.name, figure.perLimit, line.most, line.ratio, line.margin * 100)
      }
    }
    let measured = Set(figures.map(\.name))
    verdict.unmeasured = lines.keys.filter { !measured.contains($0) }.sorted()
    for name in verdict.unmeasured { verdict.text += "not measured: \(name)\n" }
    if verdict.isGood { verdict.text = "\(figures.count) benchmarks, no regression" }
    return verdict
  }
}
