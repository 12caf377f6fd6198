internal import Diagnostics
internal import GRDB

internal import struct Foundation.Data

/// A batch as the store knows it.
package struct StoredBatch: Sendable, Hashable {
  package enum State: String, Sendable {
    case queued, running, succeeded, failed, cancelled

    package var hasEnded: Bool { self != .queued && self != .running }
  }

  var number: Int64
  package var id: String
  package var owner: String
  package var requestID: String
  package var question: [UInt8]
  package var state: State
  package var stage: String
  package var finished: Int64
  package var total: Int64
  package var failure: String
  /// Rises with every change.
  package var cursor: Int64
  /// Seconds since 1970.
  package var createdAt: Int64
  package var updatedAt: Int64

  fileprivate init(_ row: Row) {
    let question: Data = row["question"]
    number = row["number"]
    id = row["id"]
    owner = row["owner"]
    requestID = row["request_id"]
    self.question = [UInt8](question)
    state = State(rawValue: row["state"]) ?? .failed
    stage = row["stage"]
    finished = row["finished"]
    total = row["total"]
    failure = row["failure"]
    cursor = row["cursor"]
    createdAt = row["created_at"]
    updatedAt = row["updated_at"]
  }
}

/// The outcome of submitting a batch.
package enum Submission: Sendable {
  case accepted(StoredBatch)
  /// The caller's request id belongs to another question.
  case conflict
  case queueIsFull
}

extension ServiceStore {
  /// The batch of a caller's request id, which is queued if there is none.
  ///
  /// - Parameters:
  ///   - most: batches that may wait or run at once, of all callers.
  ///   - mostOfOwner: the same, of this caller.
  package func submit(
    id: String, owner: String, requestID: String, question: [UInt8], most: Int, mostOfOwner: Int
  ) throws(StoreError) -> Submission {
    try write { database in
      if let row = try Row.fetchOne(
        database, sql: "SELECT * FROM batch WHERE owner = ? AND request_id = ?",
        arguments: [owner, requestID])
      {
        let batch = StoredBatch(row)
        return batch.question == question ? .accepted(batch) : .conflict
      }
      let open = "SELECT count(*) FROM batch WHERE state IN ('queued', 'running')"
      let all = try Int.fetchOne(database, sql: open) ?? 0
      let own =
        try Int.fetchOne(database, sql: open + " AND owner = ?", arguments: [owner]) ?? 0
      if all >= most || own >= mostOfOwner { return .queueIsFull }
      try database.execute(
        sql: """
          INSERT INTO batch (id, owner, request_id, question, state, stage, finished, total, failure,
            cursor, created_at, updated_at)
          VALUES (?, ?, ?, ?, 'queued', 'queued', 0, 0, '', 1, ?, ?)
          """,
        arguments: [id, owner, requestID, Data(question), Self.now, Self.now])
      return .accepted(try Self.fetch(database, id)!)
    }
  }

  package func batch(_ id: String) throws(StoreError) -> StoredBatch? {
    try read { try Self.fetch($0, id) }
  }

  /// The youngest first.
  package func batches(of owner: String) throws(StoreError) -> [StoredBatch] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM batch WHERE owner = ? ORDER BY number DESC",
        arguments: [owner]
      ).map { StoredBatch($0) }
    }
  }

  /// What a process left running when it ended waits again.
  package func requeueRunning() throws(StoreError) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE batch SET state = 'queued', stage = 'queued', cursor = cursor + 1
          WHERE state = 'running'
          """)
    }
  }

  /// Takes the next batch that waits: of the owner with the fewest running, then of him who was served
  /// longest ago, then the oldest.
  package func takeNext() throws(StoreError) -> StoredBatch? {
    try write { database in
      guard
        let id = try String.fetchOne(
          database,
          sql: """
            SELECT id FROM batch AS b WHERE state = 'queued' ORDER BY
              (SELECT count(*) FROM batch WHERE owner = b.owner AND state = 'running'),
              (SELECT max(started) FROM batch WHERE owner = b.owner), number LIMIT 1
            """)
      else { return nil }
      try database.execute(
        sql: """
          UPDATE batch SET state = 'running', stage = 'preparing', cursor = cursor + 1,
            updated_at = ?, started = (SELECT max(started) + 1 FROM batch) WHERE id = ?
          """,
        arguments: [Self.now, id])
      return try Self.fetch(database, id)
    }
  }

  /// Moves a batch that is in one of some states to another; false where it is in none of them.
  @discardableResult
  package func move(
    _ id: String, from states: [StoredBatch.State], to state: StoredBatch.State, stage: String,
    failure: String = "", parts: [[UInt8]] = []
  ) throws(StoreError) -> Bool {
    try write { database in
      guard let batch = try Self.fetch(database, id), states.contains(batch.state) else {
        return false
      }
      // A batch and its answer change in one step, so that no part of an answer is there twice.
      for (sequence, part) in parts.enumerated() {
        try database.execute(
          sql: "INSERT INTO answer_part VALUES (?, ?, ?)",
          arguments: [batch.number, sequence, Data(part)])
      }
      try database.execute(
        sql: """
          UPDATE batch SET state = ?, stage = ?, failure = ?, cursor = cursor + 1, updated_at = ?
          WHERE id = ?
          """,
        arguments: [state.rawValue, stage, failure, Self.now, id])
      return true
    }
  }

  package func report(_ id: String, finished: Int64, total: Int64) throws(StoreError) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE batch SET stage = 'computing', finished = ?, total = ?, cursor = cursor + 1,
            updated_at = ? WHERE id = ? AND state = 'running'
          """,
        arguments: [finished, total, Self.now, id])
    }
  }

  /// A part of the answer, from 0; nil after the last.
  package func part(_ sequence: Int, of batch: StoredBatch) throws(StoreError) -> [UInt8]? {
    try read { database in
      try Data.fetchOne(
        database, sql: "SELECT data FROM answer_part WHERE batch = ? AND sequence = ?",
        arguments: [batch.number, sequence]
      ).map { [UInt8]($0) }
    }
  }

  private static func fetch(_ database: Database, _ id: String) throws -> StoredBatch? {
    try Row.fetchOne(database, sql: "SELECT * FROM batch WHERE id = ?", arguments: [id])
      .map { StoredBatch($0) }
  }
}
