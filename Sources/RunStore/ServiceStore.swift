internal import Diagnostics
internal import GRDB
internal import Glibc

internal import struct Foundation.Data

/// What a server keeps: who holds which population, and batches with their answers, in an SQLite
/// database. One process has it at a time.
package final class ServiceStore: Sendable {
  /// The directory.
  package let path: String
  private let database: DatabasePool
  private let lock: LockFile.Lock

  /// Opens a store, or makes it where there is none.
  ///
  /// - Throws: `StoreError`, also where another process has it.
  package init(at path: String) throws(StoreError) {
    self.path = path
    let locks = try LockFile(at: "\(path)/service.lock")
    guard let lock = try locks.lock(run: 1) else {
      throw StoreError(path, Message("another server uses it", zh: "正被另一服务使用"))
    }
    self.lock = lock
    do {
      database = try DatabasePool(path: "\(path)/service.sqlite")
      try Self.migrator.migrate(database)
    } catch {
      throw StoreError(path, error)
    }
  }

  func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    do { return try database.read(body) } catch { throw StoreError(path, error) }
  }

  @discardableResult
  func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    do { return try database.write(body) } catch { throw StoreError(path, error) }
  }

  /// Migrations that have shipped are never changed.
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: populations and batches") { database in
      // `details` and `question` are messages of the interface, which this store does not look into.
      try database.execute(
        sql: """
          CREATE TABLE population (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, policy TEXT NOT NULL,
            display_name TEXT NOT NULL, details BLOB NOT NULL, created_at INTEGER NOT NULL
          );
          CREATE TABLE batch (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, request_id TEXT NOT NULL,
            question BLOB NOT NULL, state TEXT NOT NULL, stage TEXT NOT NULL,
            finished INTEGER NOT NULL, total INTEGER NOT NULL, failure TEXT NOT NULL,
            cursor INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            started INTEGER NOT NULL DEFAULT 0,
            UNIQUE (owner, request_id)
          );
          CREATE TABLE answer_part (
            batch INTEGER NOT NULL REFERENCES batch (number) ON DELETE CASCADE,
            sequence INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (batch, sequence)
          );
          """)
    }
    return migrator
  }

  static var now: Int64 { Int64(time(nil)) }
}
