package import CoreMetrics
import Logging
import ServiceLifecycle
import Synchronization

/// Metrics that are told in the log from time to time.
///
/// What a server counts goes through swift-metrics; an exporter to a monitoring system can be put in the
/// place of this one, which needs nothing but a log.
package final class LoggedMetrics: MetricsFactory, Sendable {
  /// Sums, and of what is recorded the number, the mean and the largest.
  fileprivate struct Figure {
    var count: Int64 = 0
    var sum = 0.0
    var last = 0.0
    var largest = 0.0

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      last = value
      largest = max(largest, value)
    }
  }

  fileprivate final class Cell: CounterHandler, RecorderHandler, TimerHandler, Sendable {
    enum Sort { case counter, gauge, recorder, timer }

    let sort: Sort
    let figure = Mutex(Figure())

    init(_ sort: Sort) { self.sort = sort }

    func increment(by amount: Int64) { figure.withLock { $0.sum += Double(amount) } }
    func reset() { figure.withLock { $0 = Figure() } }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { figure.withLock { $0.add(value) } }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) * 1e-6) }

    var text: String {
      let figure = figure.withLock { $0 }
      switch sort {
      case .counter: return "\(Int64(figure.sum))"
      case .gauge: return "\(Int64(figure.last))"
      case .recorder, .timer:
        let mean = figure.count == 0 ? 0 : figure.sum / Double(figure.count)
        func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
        let unit = sort == .timer ? " ms" : ""
        return
          "\(figure.count), mean \(short(mean))\(unit), largest \(short(figure.largest))\(unit)"
      }
    }
  }

  private let cells = Mutex<[String: Cell]>([:])

  package init() {}

  private func cell(_ label: String, _ dimensions: [(String, String)], _ sort: Cell.Sort) -> Cell {
    let words = dimensions.map { "\($0.0)=\($0.1)" }.joined(separator: ",")
    let name = words.isEmpty ? label : "\(label){\(words)}"
    return cells.withLock { cells in
      if let cell = cells[name] { return cell }
      let cell = Cell(sort)
      cells[name] = cell
      return cell
    }
  }

  package func makeCounter(
    label: String, dimensions: [(String, String)]
  ) -> any CounterHandler { cell(label, dimensions, .counter) }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler { cell(label, dimensions, aggregate ? .recorder : .gauge) }

  package func makeTimer(
    label: String, dimensions: [(String, String)]
  ) -> any TimerHandler { cell(label, dimensions, .timer) }

  // What was counted stays: a metric that is made again goes on where it was.
  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  fileprivate var metadata: Logger.Metadata {
    cells.withLock { $0 }.mapValues { .string($0.text) }
  }
}

/// Tells the metrics at regular intervals, and in the end.
struct MetricsLog: Service {
  let metrics: LoggedMetrics
  let interval: Duration
  let logger: Logger

  func run() async throws {
    while !Task.isShuttingDownGracefully && !Task.isCancelled {
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
      logger.info("metrics", metadata: metrics.metadata)
    }
  }
}
