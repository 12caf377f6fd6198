import Foundation

/// What one benchmark measured; medians.
struct Figure {
  var name: String
  /// Seconds of one run, and of processors over all threads.
  var time: Double
  var processorTime: Double
  /// Processor time, divided by what the machine's processors need at least.
  var perLimit: Double
  /// Items a second.
  var rate: Double
  var itemName: String
  /// Bytes, or multiplications and additions, in a second of a processor.
  var limit: Double

  private struct Samples: Decodable {
    var time: [Double]
    var processorTime: [Double]
    var limit: [Double]
    var least: Double
    var items: Int
    var itemName: String
  }

  /// From a folder into which the suite has written a file for each benchmark.
  static func read(_ folder: String) throws -> [Figure] {
    try FileManager.default.contentsOfDirectory(atPath: folder).map { file in
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
      let samples = try JSONDecoder().decode(Samples.self, from: data)
      let ratios = zip(samples.processorTime, samples.limit).map { $0 * $1 / samples.least }
      return Figure(
        name: String(file.dropLast(".json".count)), time: median(samples.time),
        processorTime: median(samples.processorTime), perLimit: median(ratios),
        rate: Double(samples.items) / median(samples.time), itemName: samples.itemName,
        limit: median(samples.limit))
    }
  }

  private static func median(_ samples: [Double]) -> Double {
    precondition(!samples.isEmpty, "the suite writes no benchmark without samples")
    let sorted = samples.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// Of each benchmark the run with the lowest ratio, by name.
  static func best(of runs: [[Figure]]) -> [Figure] {
    var best: [String: Figure] = [:]
    for figure in runs.joined() where figure.perLimit < best[figure.name]?.perLimit ?? .infinity {
      best[figure.name] = figure
    }
    return best.values.sorted {
      ($0.work, $0.size) < ($1.work, $1.size)
    }
  }

  /// The name without the size at its end.
  var work: String { name.split(separator: "-").dropLast().joined(separator: "-") }
  var size: Int { name.split(separator: "-").last.flatMap { Int($0) } ?? 0 }
}
