import Glibc
import Testing

@Suite("A server")
struct ServeTests {
  static let sample = Repository.sample

  static let commands: [[String]] = [
    ["run", sample],
    ["run", sample, "--lang", "zh"],
    ["compare", sample, sample],
    ["sweep", sample, "--grid", "equipment-investment.general.rate=4%,6%", "--by", "measure"],
    [
      "solve", sample, "--adjust", "budget.chapter-2", "--until", "chapter-2.factor=1",
      "--lang", "zh",
    ],
    ["sensitivity", sample],
    [
      "frontier", sample, "--x", "equipment-investment.general.rate", "--y",
      "equipment-investment.general.cap", "--points", "3",
    ],
    ["villages", Repository.root + "/Scenarios/three-villages.yaml"],
  ]

  @Test("Answers as the program itself, byte for byte", arguments: commands)
  func same(command: [String]) throws {
    let server = try #require(ServedProgram())
    let (here, there) = (Scratch(), Scratch())
    // Results go to a place of the same name, which the output tells.
    let store = command[0] == "sweep" ? ["--store", here.path + "/store"] : []
    let local = Program.run(command + ["--out", "results"] + store, in: here.path)
    let remote = Program.run(
      command + ["--out", "results", "--server", server.address], in: there.path)
    #expect(remote.status == local.status, "\(remote.errors)")
    #expect(remote.output == local.output)
    // How fast it went is told as well.
    #expect(Self.withoutSpeed(remote.errors) == Self.withoutSpeed(local.errors))
    #expect(local.status == 0, "\(local.errors)")
    let names = here.entries("results")
    #expect(!names.isEmpty)
    #expect(there.entries("results") == names)
    for name in names {
      #expect(there.text("results/\(name)") == here.text("results/\(name)"), "\(name)")
    }
  }

  @Test(
    "Reads two ledgers of two scenarios, and villages beside enterprises, as the program itself")
  func severalLedgers() throws {
    let server = try #require(ServedProgram())
    let scratch = Scratch()
    symlink(Repository.root + "/Scenarios/policies", scratch.path + "/policies")
    for name in ["enterprises.csv", "claims/equipment-investment.csv"] {
      let text = try #require(Scratch.text(at: "\(Self.sampleLedger)/\(name)"))
      scratch.write(text, to: "fewer/\(name)")
    }
    let villages = try #require(
      Scratch.text(at: Repository.root + "/Scenarios/ledgers/three-villages/villages.csv"))
    scratch.write(villages, to: "fewer/villages.csv")
    let rest = "title: two ledgers\npolicy: cixi-2017-06\nyear: 2017\npopulation: "
    scratch.write(rest + Self.sampleLedger + "\n", to: "a.yaml")
    scratch.write(
      rest
        + "fewer\nvillages: {population: fewer, targets: {least_income: 100万}}\ngrowth: {money: 5%}\n",
      to: "b.yaml")
    for command in [
      ["compare", "a.yaml", "b.yaml"], ["compare", "b.yaml", "a.yaml"],
      ["compare", "a.yaml", "a.yaml", "--after-population", "fewer"],
      ["compare", "a.yaml", "b.yaml", "--population", "fewer"], ["run", "b.yaml"],
    ] {
      let (here, there) = ("here-\(command[0])", "there-\(command[0])")
      let local = Program.run(command + ["--out", here], in: scratch.path)
      let remote = Program.run(
        command + ["--out", there, "--server", server.address], in: scratch.path)
      #expect(local.status == 0, "\(local.errors)")
      #expect(remote.status == 0, "\(remote.errors)")
      #expect(remote.errors == local.errors)
      let names = scratch.entries(here)
      #expect(scratch.entries(there) == names)
      for name in names {
        #expect(
          scratch.text("\(there)/\(name)") == scratch.text("\(here)/\(name)"), "\(command) \(name)")
      }
    }
  }

  private static let sampleLedger = Repository.sampleLedger

  private static func withoutSpeed(_ text: String) -> String {
    text.replacing(/, [0-9.]+ a second|,每秒 [0-9.]+ 个点/, with: "")
  }

  @Test("Explains as the program itself, what is wrong with the question included")
  func explains() throws {
    let server = try #require(ServedProgram())
    for option in ["--claim=assumed:bank-lending", "--claim=nothing-like-it"] {
      let local = Program.run("explain", Self.sample, option)
      let remote = Program.run("explain", Self.sample, option, "--server", server.address)
      #expect(remote.status == local.status)
      #expect(remote.output == local.output)
      #expect(remote.errors == local.errors)
    }
  }

  @Test(
    "A ledger with an error is refused with file, line and column, and results stay as they were")
  func brokenLedger() throws {
    let server = try #require(ServedProgram())
    let scratch = Scratch()
    scratch.write("enterprise,name\n1,x\n", to: "ledger/enterprises.csv")
    scratch.write("earlier", to: "results/summary.json")
    let outcome = Program.run(
      ["run", Self.sample, "--population=ledger", "--out=results", "--server", server.address],
      in: scratch.path)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("ledger/enterprises.csv:1"))
    #expect(scratch.text("results/summary.json") == "earlier")
  }

  @Test("Listens elsewhere than on this machine only with TLS or when told that it is insecure")
  func elsewhere() throws {
    let scratch = Scratch()
    let outcome = Program.run(
      "serve", "--host=0.0.0.0", "--port=0", "--data=\(scratch.path)/data", "--lang=en")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--insecure"))
    let server = try #require(ServedProgram("--host=0.0.0.0", "--insecure"))
    #expect(server.port > 0)
  }

  @Test("Options stand in a file as well, and wrong ones are told")
  func configuration() throws {
    let scratch = Scratch()
    scratch.write(#"{"port": 70000}"#, to: "wrong.json")
    let outcome = Program.run(
      "serve", "--config=\(scratch.path)/wrong.json", "--data=\(scratch.path)/data", "--lang=en")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("65535"))
    scratch.write(#"{"grace": 1, "answers": 2}"#, to: "right.json")
    #expect(ServedProgram("--config=\(scratch.path)/right.json") != nil)
  }

  @Test("Lets in who bears a token, to do what his role allows")
  func tokens() throws {
    let scratch = Scratch()
    // The SHA-256 of "abc" (FIPS 180-2, appendix B.1), and what sha256sum says of "runner-token".
    scratch.write(
      """
      # who may call
      reader read ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
      runner run 447b7514af61c88a422274f581deb10cf5bae817a7809b3e762412fe01dca462

      """, to: "tokens")
    scratch.write("abc\n", to: "reader")
    scratch.write("wrong\n", to: "wrong")
    scratch.write("runner-token\n", to: "runner")
    let server = try #require(ServedProgram("--tokens=\(scratch.path)/tokens"))
    func run(_ options: String...) -> CInt {
      Program.run(
        ["run", Self.sample, "--out=results", "--server", server.address] + options,
        in: scratch.path
      ).status
    }
    #expect(run() == 77)
    #expect(run("--server-token=\(scratch.path)/wrong") == 77)
    #expect(run("--server-token=\(scratch.path)/reader") == 77)
    #expect(scratch.entries().contains("results") == false)
    #expect(run("--server-token=\(scratch.path)/runner") == 0)
  }

  @Test("Two servers do not share their data")
  func exclusive() throws {
    let first = try #require(ServedProgram())
    let second = Program.run(
      "serve", "--port=0", "--data=\(first.data.path)/data",
      "--policies=\(Repository.root)/Scenarios/policies", "--lang=en")
    #expect(second.status == 73)
    #expect(second.errors.contains("another server uses it"))
  }

  @Test("Ends in order when it is asked to")
  func ends() throws {
    let server = try #require(ServedProgram())
    server.running.send(SIGTERM)
    #expect(server.running.wait().status == 0)
  }

  @Test("A server that is not there is told as such")
  func absent() {
    let scratch = Scratch()
    let outcome = Program.run(
      ["run", Self.sample, "--out=results", "--server=127.0.0.1:1"], in: scratch.path)
    #expect(outcome.status == 69)
  }
}
