internal import Diagnostics
internal import GRDB
internal import Glibc

internal import struct Foundation.Data

/// A run that this process has to itself, until the value is gone.
package final class RunSession: Sendable {
  let store: RunStore
  let id: Int64
  private let lock: LockFile.Lock
  /// What the store knew of the run when it was taken up.
  package let run: StoredRun

  init(store: RunStore, run: StoredRun, lock: LockFile.Lock) {
    self.store = store
    self.run = run
    self.lock = lock
    id = run.id
  }

  /// What the blocks hold, in the words of who wrote them; nil until it has been set.
  package func layout() throws(StoreError) -> [UInt8]? { try store.layout(ofRun: id) }

  package func set(layout: [UInt8]) throws(StoreError) {
    try store.write { database in
      try database.execute(
        sql: "UPDATE run SET layout = ? WHERE id = ?", arguments: [Data(layout), id])
    }
  }
}

/// The outcome of asking for a run.
package enum RunClaim: Sendable {
  /// All of it is in the store.
  case done(StoredRun)
  /// It is for this process to do.
  case mine(RunSession)
  /// The caller no longer wanted to wait for another process.
  case givenUp
}

extension RunStore {
  /// Takes up the run that answers a question, which is begun if there is none.
  ///
  /// While another process works at it, waits until that is through, and then has its results; if it
  /// ends before, takes the run over.
  ///
  /// - Parameter wait: is told now and then who works at it; false gives up.
  package func claim(
    _ question: RunQuestion, wait: (StoredRun) -> Bool
  ) throws(StoreError) -> RunClaim {
    while true {
      let id = try begin(question)
      guard let lock = try locks.lock(run: id) else {
        if let run = try run(id), !wait(run) { return .givenUp }
        usleep(100_000)
        continue
      }
      // It may have been finished or deleted while the lock was somebody else's.
      guard var run = try runWithoutState(id) else { continue }
      if run.state == .done { return .done(run) }
      try write { database in
        try database.execute(
          sql: "UPDATE run SET worker = ?, updated_at = ? WHERE id = ?",
          arguments: [Int(getpid()), Self.now, id])
      }
      run.state = .running
      return .mine(RunSession(store: self, run: run, lock: lock))
    }
  }

  private func begin(_ question: RunQuestion) throws(StoreError) -> Int64 {
    let key = question.key
    return try write { database in
      try database.execute(
        sql: """
          INSERT INTO run (key, kind, title_en, title_zh, engine, policy, policy_hash,
            population_hash, scenario_hash, question, points, state, created_at, updated_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?) ON CONFLICT (key) DO NOTHING
          """,
        arguments: [
          key, question.kind.rawValue, question.title.english, question.title.chinese,
          question.engine, question.policy, question.policyHash, question.populationHash,
          question.scenarioHash, question.text, question.points, Self.now, Self.now,
        ])
      guard
        let id = try Int64.fetchOne(
          database, sql: "SELECT id FROM run WHERE key = ?", arguments: [key])
      else { preconditionFailure("the row was inserted in this transaction") }
      return id
    }
  }

  private func runWithoutState(_ id: Int64) throws(StoreError) -> StoredRun? {
    try read { database in
      try Row.fetchOne(
        database, sql: StoredRun.selection + " WHERE run.id = ? GROUP BY run.id", arguments: [id]
      ).map(StoredRun.init)
    }
  }

  func layout(ofRun id: Int64) throws(StoreError) -> [UInt8]? {
    try read { database in
      try Data.fetchOne(database, sql: "SELECT layout FROM run WHERE id = ?", arguments: [id])
        .map { [UInt8]($0) }
    }
  }

  /// The layout of a run that is done.
  package func layout(of run: StoredRun) throws(StoreError) -> [UInt8]? {
    try layout(ofRun: run.id)
  }

  /// The results of a run that is done, block by block in the order of its points.
  package func blocks(of run: StoredRun) throws(StoreError) -> [[Int64]] {
    let packed = try read { database in
      try Data.fetchAll(
        database,
        sql: "SELECT data FROM block WHERE run = ? AND data IS NOT NULL ORDER BY first",
        arguments: [run.id])
    }
    var blocks: [[Int64]] = []
    for data in packed {
      guard let numbers = PackedIntegers.numbers([UInt8](data)) else {
        throw damaged(run)
      }
      blocks.append(numbers)
    }
    return blocks
  }

  /// The error for a run whose results are not what was written.
  package func damaged(_ run: StoredRun) -> StoreError {
    StoreError(
      path,
      Message(
        "the results of run \(run.shortKey) are damaged; delete it",
        zh: "测算 \(run.shortKey) 的结果已损坏;请删除它"))
  }
}
