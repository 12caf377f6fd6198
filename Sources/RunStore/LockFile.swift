import Diagnostics
import Glibc

/// Who works at what, told by locks on single bytes of a file: byte 0 stands for the whole store, the
/// byte with the number of a run for that run.
///
/// The locks are those of open file descriptions, which the system lets go of when their holder ends,
/// even if it is killed: nothing has to be cleaned up, and no lock outlives its process. They hold
/// between processes of one machine, and so does SQLite's write-ahead log.
final class LockFile: Sendable {
  private let path: String

  init(at path: String) throws(StoreError) {
    self.path = path
    close(try Self.descriptor(path))
  }

  /// A lock that is held until the value is gone.
  final class Lock: Sendable {
    private let descriptor: CInt

    fileprivate init(_ descriptor: CInt) { self.descriptor = descriptor }

    deinit { close(descriptor) }
  }

  /// The lock of a run, or nil while somebody else has it.
  func lock(run: Int64) throws(StoreError) -> Lock? { try lock(byte: run, waits: false) }

  /// Whether somebody has the lock of a run.
  func isLocked(run: Int64) throws(StoreError) -> Bool {
    let descriptor = try Self.descriptor(path)
    defer { close(descriptor) }
    var request = Self.request(byte: run)
    guard fcntl(descriptor, Self.get, &request) == 0 else { throw Self.failure(path, errno) }
    return request.l_type != Int16(F_UNLCK)
  }

  func withStoreLocked<T>(_ body: () throws -> T) throws -> T {
    let lock = try lock(byte: 0, waits: true)
    return try withExtendedLifetime(lock) { try body() }
  }

  private func lock(byte: Int64, waits: Bool) throws(StoreError) -> Lock? {
    // Each lock has a description of its own, so that threads of one process keep each other out too.
    let descriptor = try Self.descriptor(path)
    var request = Self.request(byte: byte)
    while fcntl(descriptor, waits ? Self.setAndWait : Self.set, &request) != 0 {
      let code = errno
      if code == EINTR { continue }
      close(descriptor)
      if code == EAGAIN || code == EACCES { return nil }
      throw Self.failure(path, code)
    }
    return Lock(descriptor)
  }

  private static func request(byte: Int64) -> flock {
    var request = flock()
    request.l_type = Int16(F_WRLCK)
    request.l_whence = Int16(SEEK_SET)
    request.l_start = Int(byte)
    request.l_len = 1
    return request
  }

  // The C library declares these only under _GNU_SOURCE, which Swift's module of it lacks.
  private static let get: CInt = 36
  private static let set: CInt = 37
  private static let setAndWait: CInt = 38

  private static func descriptor(_ path: String) throws(StoreError) -> CInt {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path, errno) }
    return descriptor
  }

  private static func failure(_ path: String, _ code: CInt) -> StoreError {
    let reason = String(cString: strerror(code))
    return StoreError(
      path, Message("cannot be locked: \(reason)", zh: "无法加锁:\(reason)"))
  }
}
