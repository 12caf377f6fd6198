import Diagnostics
import GRDB

/// A run as the store knows it.
package struct StoredRun: Sendable, Hashable {
  package enum State: String, Sendable {
    case done
    /// A process works at it.
    case running
    /// The process that worked at it has ended before the run was done.
    case interrupted
  }

  var id: Int64
  package var key: String
  package var question: RunQuestion
  package var state: State
  /// Points whose results are there.
  package var finishedPoints: Int
  /// Blocks whose results are there.
  package var blocks: Int
  /// How often the evaluation of a block was begun.
  package var attempts: Int
  /// Bytes of results.
  package var size: Int
  /// Spent on evaluation.
  package var seconds: Double
  /// Process that works at it, or did last.
  package var worker: Int?
  /// Seconds since 1970.
  package var createdAt: Int
  package var updatedAt: Int

  /// Enough of the key to tell runs apart, as people write it.
  package var shortKey: String { String(key.prefix(12)) }
}

extension StoredRun {
  static let selection = """
    SELECT run.*, coalesce(sum(block.attempts), 0) AS attempts,
      coalesce(sum(block.data IS NOT NULL), 0) AS blocks,
      coalesce(sum(CASE WHEN block.data IS NOT NULL THEN block.count END), 0) AS finished,
      coalesce(sum(length(block.data)), 0) AS size, coalesce(sum(block.seconds), 0) AS seconds
    FROM run LEFT JOIN block ON block.run = run.id
    """

  /// The state is that of the row; whether somebody works at the run is not written there.
  init(_ row: Row) {
    id = row["id"]
    key = row["key"]
    question = RunQuestion(
      kind: RunQuestion.Kind(rawValue: row["kind"]) ?? .sweep,
      title: Message(row["title_en"], zh: row["title_zh"]), engine: row["engine"],
      policy: row["policy"], policyHash: row["policy_hash"],
      populationHash: row["population_hash"], scenarioHash: row["scenario_hash"],
      text: row["question"], points: row["points"])
    state = row["state"] == State.done.rawValue ? .done : .interrupted
    finishedPoints = row["finished"]
    blocks = row["blocks"]
    attempts = row["attempts"]
    size = row["size"]
    seconds = row["seconds"]
    worker = row["worker"]
    createdAt = row["created_at"]
    updatedAt = row["updated_at"]
  }
}
