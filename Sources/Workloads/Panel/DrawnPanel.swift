import Foundation
import Population

/// A panel of its own for the suite, in the files that peers write theirs to: sixty rate-and-cap measures
/// of which twenty stand in five groups of rivals, three claims in ten absent, three grounds of
/// eligibility.
struct DrawnPanel {
  private static let measures = 60
  private static let towns = 20
  private static let replicates = 200

  let size: Int
  private let generator = Philox(seed: 54)

  /// - Returns: The files, in a new folder of `scratch`.
  func write(to scratch: String) throws -> PanelFiles {
    let directory = URL(fileURLWithPath: scratch).appendingPathComponent("panel-\(size)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    func write<Cell>(_ cells: [Cell], _ name: String) throws {
      try cells.withUnsafeBytes { try Data($0).write(to: directory.appendingPathComponent(name)) }
    }
    // Whole hundreds of yuan between a hundred and three million, the small ones most frequent.
    try write(
      draw(Self.measures, stream: 0) { draw in
        draw % 10 < 3 ? 0.0 : 100 * Double(1 + (draw >> 8) % (1 << ((draw >> 4) % 16)))
      }, "base.f64")
    try write(draw(3, stream: 1) { UInt8($0 % 10 == 0 ? 0 : 1) }, "eligible.u8")
    try write(draw(1, stream: 2) { UInt8($0 % UInt32(Self.towns)) }, "town.u8")
    try write(draw(Self.replicates, stream: 3) { UInt8($0 % 3) }, "weights.u8")
    try JSONEncoder().encode(stated).write(to: directory.appendingPathComponent("panel.json"))
    return try PanelFiles(directory: directory.path)
  }

  private func draw<Cell>(_ rows: Int, stream: UInt32, _ cell: (UInt32) -> Cell) -> [Cell] {
    (0..<rows * size).map { cell(generator.block([UInt32($0), stream, 0, 0])[0]) }
  }

  private var stated: PanelFiles.Stated {
    let swept = ["w1": [0], "w2": [1, 30, 45], "w2g": [1, 2, 3]]
    return PanelFiles.Stated(
      enterprises: size, measures: Self.measures, towns: Self.towns, replicates: Self.replicates,
      budget: Int64(size) * 1_000_000,
      thresholds: (0..<Self.measures).map { "\(1000 * ($0 % 7 + 1))" },
      rates: (0..<Self.measures).map { "0.\(String(repeating: "0", count: $0 % 2))\($0 % 9 + 1)" },
      caps: (0..<Self.measures).map { "\(10_000 * ($0 % 11 + 2))" },
      groups: stride(from: 0, to: 20, by: 4).map { Array($0..<$0 + 4) },
      sweeps: swept.mapValues { measures in
        .init(
          measures: measures,
          rates: measures.map { _ in (1...10).map { "0.0\($0 + 10)" } },
          caps: measures.map { _ in (1...10).map { "\(15_000 * $0)" } })
      })
  }
}
