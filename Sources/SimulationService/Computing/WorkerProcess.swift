internal import Foundation
import GRPCCore
import Synchronization

/// The program itself, computing one answer as a process of its own: what it takes in memory and time
/// can be taken back at any moment, and its end is nobody else's.
struct WorkerProcess {
  var arguments: [String]
  var workspace: Workspace
  var memoryBytes: Int

  enum End {
    /// With the status that it gave.
    case exited(Int32)
    case stopped
    case outOfMemory
    case crashed(signal: Int32)
  }

  static let outputName = "standard-output"
  static let errorsName = "standard-errors"
  static let progressName = "progress"

  /// - Parameters:
  ///   - isStopped: asked every few milliseconds.
  ///   - softly: stop by SIGTERM, on which it keeps what it has finished, then by SIGKILL.
  ///   - report: points finished, and all.
  func run(
    softly: Bool = false, isStopped: @Sendable () -> Bool,
    report: (Int64, Int64) async throws -> Void
  ) async throws -> End {
    let (child, lifeline) = try start()
    defer { close(lifeline) }
    var reported = ""
    var ticks = 0
    var stopAsked: ContinuousClock.Instant?
    do {
      while true {
        var state: CInt = 0
        let reaped = waitpid(child, &state, WNOHANG)
        if reaped == child {
          let signal = state & 0x7F
          if stopAsked != nil { return .stopped }
          return signal == 0 ? .exited((state >> 8) & 0xFF) : .crashed(signal: signal)
        }
        if stopAsked == nil, isStopped() {
          stopAsked = .now
          kill(child, softly ? SIGTERM : SIGKILL)
        }
        if let stopAsked, ContinuousClock.now - stopAsked > .seconds(5) { kill(child, SIGKILL) }
        ticks += 1
        if ticks % 10 == 0 {
          if residentBytes(of: child) > memoryBytes {
            end(child)
            return .outOfMemory
          }
          if let text = try? String(
            contentsOfFile: "\(workspace.path)/\(Self.progressName)", encoding: .utf8),
            text != reported
          {
            reported = text
            let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
            if numbers.count == 2 { try await report(numbers[0], numbers[1]) }
          }
        }
        // Not cancelled with the task: the child has to be reaped.
        try? await Task.sleep(for: .milliseconds(ticks < 100 ? 2 : 10))
      }
    } catch {
      end(child)
      throw error
    }
  }

  private func end(_ child: pid_t) {
    kill(child, SIGKILL)
    var state: CInt = 0
    while waitpid(child, &state, 0) < 0 && errno == EINTR {}
  }

  func contents(_ name: String) -> Data {
    (try? Data(contentsOf: URL(filePath: "\(workspace.path)/\(name)"))) ?? Data()
  }

  private func residentBytes(of child: pid_t) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/\(child)/statm", encoding: .utf8) else {
      return 0
    }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(CInt(_SC_PAGESIZE))) : 0
  }

  /// One at a time, so that no child inherits another one's lifeline.
  private static let starting = Mutex(())

  /// - Returns: the child, and the end of a pipe whose closing tells it that the server is gone.
  private func start() throws -> (pid_t, CInt) {
    try Self.starting.withLock { _ in
      var ends: [CInt] = [0, 0]
      guard pipe(&ends) == 0 else { throw Self.cannotStart(errno) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      defer { close(ends[0]) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
      for (descriptor, name) in [
        (STDOUT_FILENO, Self.outputName), (STDERR_FILENO, Self.errorsName),
      ] {
        posix_spawn_file_actions_addopen(
          &actions, descriptor, "\(workspace.path)/\(name)", O_WRONLY | O_CREAT, 0o600)
      }
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      // The server blocks or ignores signals of its own; the child begins with none.
      var none = sigset_t()
      sigemptyset(&none)
      var defaults = sigset_t()
      sigemptyset(&defaults)
      for signal in [SIGTERM, SIGINT, SIGPIPE] { sigaddset(&defaults, signal) }
      posix_spawnattr_setsigmask(&attributes, &none)
      posix_spawnattr_setsigdefault(&attributes, &defaults)
      posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
      let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let words =
        ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, workspace.path, program] + arguments
      var settings = [
        "LC_ALL=C.UTF-8", "COLUMNS=80", "PATH=/usr/bin:/bin", "OUTLAY_SUPERVISED=1",
        "OUTLAY_PROGRESS=\(workspace.path)/\(Self.progressName)",
      ]
      for name in ["LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS"] {
        if let value = getenv(name) { settings.append("\(name)=\(String(cString: value))") }
      }
      var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
      var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
      defer { for pointer in argv + environment { free(pointer) } }
      var child = pid_t()
      let failure = posix_spawn(&child, words[0], &actions, &attributes, &argv, &environment)
      guard failure == 0 else {
        close(ends[1])
        throw Self.cannotStart(failure)
      }
      return (child, ends[1])
    }
  }

  private static func cannotStart(_ code: CInt) -> RPCError {
    RPCError(
      code: .unavailable,
      message: "cannot start a process for the answer: \(String(cString: strerror(code)))")
  }
}
