internal import GRDB
internal import Glibc

extension RunStore {
  /// All runs, the youngest first.
  package func runs() throws(StoreError) -> [StoredRun] {
    let runs = try read { database in
      try Row.fetchAll(
        database, sql: StoredRun.selection + " GROUP BY run.id ORDER BY run.id DESC"
      ).map(StoredRun.init)
    }
    var found: [StoredRun] = []
    for run in runs { found.append(try withState(run)) }
    return found
  }

  /// The run that answers a question, if one was ever begun.
  package func run(answering question: RunQuestion) throws(StoreError) -> StoredRun? {
    try run(where: "run.key = ?", [question.key])
  }

  func run(_ id: Int64) throws(StoreError) -> StoredRun? {
    try run(where: "run.id = ?", [id])
  }

  private func run(
    where condition: String, _ arguments: StatementArguments
  ) throws(StoreError) -> StoredRun? {
    let run = try read { database in
      try Row.fetchOne(
        database, sql: StoredRun.selection + " WHERE \(condition) GROUP BY run.id",
        arguments: arguments
      ).map(StoredRun.init)
    }
    guard let run else { return nil }
    return try withState(run)
  }

  private func withState(_ run: StoredRun) throws(StoreError) -> StoredRun {
    guard run.state == .interrupted else { return run }
    var run = run
    if try locks.isLocked(run: run.id) { run.state = .running }
    return run
  }

  /// Deletes a run and its results; false while a process works at it.
  package func delete(_ run: StoredRun) throws(StoreError) -> Bool {
    guard let lock = try locks.lock(run: run.id) else { return false }
    try write { database in
      try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run.id])
    }
    withExtendedLifetime(lock) {}
    return true
  }

  /// Gives the room of what was deleted back to the disk; left for another time where others are at
  /// work.
  package func compact() {
    try? database.vacuum()
    _ = try? database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
  }

  static var now: Int { Int(time(nil)) }
}
