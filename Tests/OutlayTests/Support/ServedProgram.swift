import Glibc

/// A server of the built program, ended with the value.
final class ServedProgram {
  let data: Scratch
  let running: Program.Running
  let port: Int

  var address: String { "127.0.0.1:\(port)" }

  init?(_ options: String..., data: Scratch = Scratch()) {
    self.data = data
    running = Program.start(
      [
        "serve", "--port=0", "--data=\(data.path)/data", "--lang=en",
        "--policies=\(Repository.root)/Scenarios/policies",
      ] + options)
    guard running.waits(forOutput: "Listening at "),
      let number = running.output.split(separator: ":").last?.split(separator: "\n").first,
      let port = Int(number)
    else { return nil }
    self.port = port
  }

  deinit { running.send(SIGKILL) }
}
