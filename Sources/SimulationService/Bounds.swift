/// How much a server takes on. What is beyond is answered by RESOURCE_EXHAUSTED.
package struct Bounds: Sendable {
  /// Bytes of a message of a request.
  package var requestBytes = 4 << 20
  /// Bytes of a scenario file.
  package var scenarioBytes = 1 << 20
  /// Bytes of all files of a population.
  package var populationBytes = 1 << 30
  /// Populations that one caller may hold.
  package var populations = 64
  /// Points of a sweep that is streamed.
  package var points = 1_000_000
  /// Answers that are computed at once, each by a process of its own.
  package var answers = 4
  /// Batches that are computed at once, each by a process of its own.
  package var runningBatches = 1
  /// Batches that wait or run, of all callers.
  package var batches = 1000
  /// The same, of one caller.
  package var batchesOfOwner = 100
  /// Bytes of memory that the process of an answer or batch may take.
  package var memoryBytes = 4 << 30
  /// Pairs of scenario and population that are kept ready.
  package var prepared = 8
  /// Seconds that calls may take to end after SIGTERM.
  package var graceSeconds = 10

  package init() {}
}
