import Foundation

/// A panel as `Benchmarks/peers/panel.py` writes it: every enterprise in every measure, as plain
/// arrays, the form in which numeric tools keep such a question.
///
/// Arrays are raw and little-endian, a measure after the other:
///
/// - `panel.json`: what is stated once (`Stated`); rates and amounts as decimal text, so that nothing is
///   lost on the way,
/// - `base.f64`: [measures][enterprises], what each measure pays on, in yuan; zero is no claim,
/// - `eligible.u8`: [3][enterprises], 1 where a ground of eligibility is met; all must be,
/// - `town.u8`: [enterprises],
/// - `thresholds.f64`, `rates.f64`, `caps.f64`: [measures], the decimal texts as doubles,
/// - `weights.u8`: [replicates][enterprises].
public struct PanelFiles: Sendable {
  public struct Stated: Sendable, Codable {
    public var enterprises: Int
    public var measures: Int
    public var towns: Int
    public var replicates: Int
    /// In fen.
    public var budget: Int64
    public var thresholds: [String]
    public var rates: [String]
    public var caps: [String]
    /// Measures of which an enterprise gets the largest amount only, the first of equal ones.
    public var groups: [[Int]]
    /// By the name of the workload.
    public var sweeps: [String: Sweep]
  }

  /// A grid over the rate and cap of some measures: level l of a measure sets both, and the last
  /// measure's level changes fastest.
  public struct Sweep: Sendable, Codable {
    public var measures: [Int]
    public var rates: [[String]]
    public var caps: [[String]]
  }

  public let directory: String
  public let stated: Stated

  public init(directory: String) throws {
    self.directory = directory
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/panel.json"))
    stated = try JSONDecoder().decode(Stated.self, from: data)
  }

  /// The cells of an array.
  ///
  /// - Throws: `WorkloadError` where the file does not hold so many.
  public func doubles(_ name: String, count: Int) throws -> [Double] {
    try cells("\(name).f64", count: count)
  }

  public func bytes(_ name: String, count: Int) throws -> [UInt8] {
    try cells("\(name).u8", count: count)
  }

  private func cells<Cell: BitwiseCopyable>(_ name: String, count: Int) throws -> [Cell] {
    let data = try Data(
      contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"), options: .alwaysMapped)
    let size = count * MemoryLayout<Cell>.stride
    guard data.count == size else {
      throw WorkloadError("\(directory)/\(name) has \(data.count) bytes, not \(size)")
    }
    return [Cell](unsafeUninitializedCapacity: count) { cells, initialized in
      _ = data.copyBytes(to: UnsafeMutableRawBufferPointer(cells))
      initialized = count
    }
  }

  /// Writes what a workload came to, as an array of doubles, and no half of it.
  public func write(_ result: [Double], as name: String) throws {
    try result.withUnsafeBytes { bytes in
      try Data(bytes).write(
        to: URL(fileURLWithPath: "\(directory)/\(name).f64"), options: .atomic)
    }
  }
}
