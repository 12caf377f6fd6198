import Foundation

/// What one benchmark measured; medians.
struct Figure {
  var name: String
  /// Seconds of one run, and of processors over all threads.
  var time: Double
  var processorTime: Double
  /// Times what the machine needs at least.
  var perLimit: Double
  /// Items a second.
  var rate: Double
  /// Bytes, or multiplications and additions, a second.
  var limit: Double
  var samples: Int

  private struct Entry: Decodable {
    struct Metric: Decodable { var scorePercentiles: [String: Double] }
    var benchmark: String
    var measurementIterations: Int
    var secondaryMetrics: [String: Metric]
  }

  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// From a file that the benchmark library exports in the format `jmh`.
  static func read(_ path: String) throws -> [Figure] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONDecoder().decode([Entry].self, from: data).map { entry in
      func median(_ name: String) throws -> Double {
        guard let value = entry.secondaryMetrics[name]?.scorePercentiles["50.0"] else {
          throw Missing(description: "\(path): no median of '\(name)' for \(entry.benchmark)")
        }
        return value
      }
      return Figure(
        name: entry.benchmark.split(separator: ".").last.map(String.init) ?? entry.benchmark,
        time: try median("time") / 1e9, processorTime: try median("processorTime") / 1e9,
        perLimit: try median("perLimit") / 1000, rate: try median("rate"),
        limit: try median("limit") * 1e6, samples: entry.measurementIterations)
    }
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
