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

  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// Between the name of a metric and its benchmark's, in the names of the library's files.
  private static let suffix = ".histogram.samples.tsv"

  /// From a folder into which the benchmark library has exported in the format `histogramSamples`: a
  /// file for each benchmark and metric, a header and a sample a line. Its summaries in other formats
  /// leave out what runs less than once a second.
  static func read(_ folder: String) throws -> [Figure] {
    let ending = ".perLimit" + suffix
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try files.filter { $0.hasSuffix(ending) }.map { file in
      let stem = String(file.dropLast(ending.count))
      func samples(_ metric: String) throws -> [Double] {
        let path = "\(folder)/\(stem).\(metric)\(suffix)"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let samples = lines.dropFirst().compactMap { Double($0) }.sorted()
        guard !samples.isEmpty, samples.count == lines.count - 1 else {
          throw Missing(description: "\(path): expected samples, one a line")
        }
        return samples
      }
      func median(_ metric: String) throws -> Double {
        let samples = try samples(metric)
        return samples[samples.count / 2]
      }
      return Figure(
        name: stem.split(separator: ".").last.map(String.init) ?? stem,
        time: try median("time") / 1e9, processorTime: try median("processorTime") / 1e9,
        perLimit: try median("perLimit") / 1000, rate: try median("rate"),
        limit: try median("limit") * 1e6, samples: try samples("time").count)
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
