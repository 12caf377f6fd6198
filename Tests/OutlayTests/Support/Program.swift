import Glibc

/// The built program, run as a process of its own.
enum Program {
  struct Outcome {
    var status: CInt
    var output: String
    var errors: String
  }

  /// Stands beside the test bundle.
  static let path: String = {
    let real = realpath("/proc/self/exe", nil)!
    defer { free(real) }
    // With some runners the process is a helper of the toolchain, and the bundle is its argument.
    let candidates = [String(cString: real)] + CommandLine.arguments
    for candidate in candidates {
      guard let slash = candidate.lastIndex(of: "/") else { continue }
      let program = candidate[..<slash] + "/outlay"
      if access(String(program), X_OK) == 0 { return String(program) }
    }
    fatalError("the program is not built; run swift build first")
  }()

  /// - Parameters:
  ///   - directory: the working directory.
  ///   - locale: what LC_ALL is set to.
  static func run(
    _ arguments: String..., in directory: String? = nil, locale: String = "C.UTF-8"
  ) -> Outcome {
    run(arguments, in: directory, locale: locale)
  }

  static func run(
    _ arguments: [String], in directory: String? = nil, locale: String = "C.UTF-8"
  ) -> Outcome {
    start(arguments, in: directory, locale: locale).wait()
  }

  /// A process that has not been waited for.
  struct Running {
    fileprivate let scratch: Scratch
    fileprivate let child: pid_t

    /// What it has written to standard error so far.
    var errors: String { scratch.text("errors") ?? "" }

    /// What it has written to standard output so far.
    var output: String { scratch.text("output") ?? "" }

    func send(_ signal: CInt) { kill(child, signal) }

    /// Whether a text came on standard error; gives up after a minute, or when the process is through.
    func waits(forErrors text: String) -> Bool { waits { errors.contains(text) } }

    /// The same for standard output.
    func waits(forOutput text: String) -> Bool { waits { output.contains(text) } }

    private func waits(for hasCome: () -> Bool) -> Bool {
      for _ in 0..<6000 {
        if hasCome() { return true }
        var state = siginfo_t()
        // Looks without reaping: `wait` does that.
        if waitid(P_PID, id_t(child), &state, WEXITED | WNOHANG | WNOWAIT) == 0, state.si_signo != 0
        {
          return hasCome()
        }
        usleep(10_000)
      }
      return false
    }

    /// A process that a signal ended has the negative number of the signal as its status.
    func wait() -> Outcome {
      var state: CInt = 0
      while waitpid(child, &state, 0) < 0 && errno == EINTR {}
      let signal = state & 0x7F
      return Outcome(
        status: signal == 0 ? (state >> 8) & 0xFF : -signal,
        output: output, errors: errors)
    }
  }

  static func start(
    _ arguments: [String], in directory: String? = nil, locale: String = "C.UTF-8"
  ) -> Running {
    let scratch = Scratch()
    let (output, errors) = (scratch.path + "/output", scratch.path + "/errors")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)

    // Changing the directory is left to the shell: spawning cannot do it everywhere.
    var words = [path] + arguments
    if let directory {
      words = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, directory] + words
    }
    var settings = ["LC_ALL=\(locale)", "COLUMNS=80", "PATH=/usr/bin:/bin"]
    for name in ["LD_LIBRARY_PATH", "OPENBLAS_CORETYPE"] {
      if let value = getenv(name) { settings.append("\(name)=\(String(cString: value))") }
    }
    var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
    defer { for pointer in argv + environment { free(pointer) } }

    var child = pid_t()
    let failure = posix_spawn(&child, words[0], &actions, nil, &argv, &environment)
    precondition(failure == 0, "cannot start \(path): \(failure)")
    return Running(scratch: scratch, child: child)
  }
}
