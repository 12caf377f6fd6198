internal import Diagnostics
internal import GRDB
internal import Glibc

/// Runs and what has been computed of them, in an SQLite database that several processes may share.
///
/// A store is a directory:
///
/// - `runs.sqlite` with its write-ahead log: what a process has committed survives its end, however
///   that came about;
/// - `runs.lock`: who works at which run (see `LockFile`).
package final class RunStore: Sendable {
  /// The directory.
  package let path: String
  let database: DatabasePool
  let locks: LockFile

  /// Opens a store, makes it where there is none, and brings it to this version's schema.
  package init(at path: String) throws(StoreError) {
    self.path = path
    do {
      try Self.makeDirectories(path)
      locks = try LockFile(at: "\(path)/runs.lock")
      var configuration = Configuration()
      // Writes of others take milliseconds; a disk that stalls is waited for.
      configuration.busyMode = .timeout(30)
      configuration.label = "outlay.runs"
      let locks = locks
      database = try locks.withStoreLocked {
        let database = try DatabasePool(path: "\(path)/runs.sqlite", configuration: configuration)
        let migrator = Schema.migrator
        if try database.read(migrator.hasBeenSuperseded) { throw Self.tooNew(path) }
        try migrator.migrate(database)
        return database
      }
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

  private static func tooNew(_ path: String) -> StoreError {
    StoreError(
      path,
      Message(
        "was made by a newer version of Outlay; choose another --store",
        zh: "由较新版本的 Outlay 建立;请另选 --store"))
  }

  private static func makeDirectories(_ path: String) throws(StoreError) {
    var status = stat()
    if stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeDirectories(String(path[..<slash]))
    }
    if mkdir(path, 0o700) != 0 && errno != EEXIST {
      let reason = String(cString: strerror(errno))
      throw StoreError(
        path, Message("cannot make the directory: \(reason)", zh: "无法建立目录:\(reason)"))
    }
  }
}
