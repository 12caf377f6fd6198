import Diagnostics
import Glibc
import Population
import Testing

@testable import Reporting

@Suite("Result directories")
struct ResultDirectoryTests {
  private let scratch = Scratch()

  private static let known: Set<String> = ["a.csv", ResultDirectory.mark]

  private func files(_ text: String) -> [ResultFile] {
    [
      ResultFile("a.csv", Array(text.utf8)), ResultFile(ResultDirectory.mark, Array("{}".utf8)),
    ]
  }

  private func write(_ text: String, to path: String) throws {
    try ResultDirectory(at: path, known: Self.known).commit(files(text))
  }

  @Test("It is made with the directories above it")
  func new() throws {
    let path = scratch.path + "/deep/er/results"
    try write("one", to: path + "/")
    #expect(FileSystem.entries(of: path) == ["a.csv", "summary.json"])
    #expect(FileSystem.entries(of: scratch.path + "/deep/er") == ["results"])
  }

  @Test("An earlier result is replaced, and nothing is left beside it")
  func replaced() throws {
    let path = scratch.path + "/results"
    try write("one", to: path)
    try write("two", to: path)
    #expect(scratch.text("results/a.csv") == "two")
    #expect(FileSystem.entries(of: scratch.path) == ["results"])
  }

  @Test func emptyDirectory() throws {
    let path = scratch.path + "/results"
    mkdir(path, 0o755)
    try write("one", to: path)
    #expect(scratch.text("results/a.csv") == "one")
  }

  @Test("A link to a result stays a link")
  func link() throws {
    try write("one", to: scratch.path + "/real")
    symlink("real", scratch.path + "/link")
    try write("two", to: scratch.path + "/link")
    #expect(scratch.text("real/a.csv") == "two")
    var status = stat()
    lstat(scratch.path + "/link", &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test("What Outlay did not write is not replaced", arguments: ["notes.txt", "results"])
  func somethingElse(name: String) throws {
    let path = scratch.path + "/results"
    mkdir(path, 0o755)
    scratch.write("mine", to: "results/\(name)")
    let error = #expect(throws: OutputError.self) { try write("one", to: path) }
    #expect(error?.problem.english.contains("not a result of Outlay") == true)
    #expect(scratch.text("results/\(name)") == "mine")
  }

  @Test("Somebody's file among results keeps them")
  func stranger() throws {
    let path = scratch.path + "/results"
    try write("one", to: path)
    scratch.write("mine", to: "results/notes.xlsx")
    let error = #expect(throws: OutputError.self) { try write("two", to: path) }
    #expect(error?.problem.english.contains("notes.xlsx") == true)
    #expect(scratch.text("results/a.csv") == "one")
    #expect(scratch.text("results/notes.xlsx") == "mine")
  }

  @Test func file() {
    scratch.write("mine", to: "results")
    #expect(throws: OutputError.self) { try write("one", to: scratch.path + "/results") }
    #expect(throws: OutputError.self) { try write("one", to: scratch.path + "/results/below") }
    #expect(scratch.text("results") == "mine")
  }

  @Test("A failure while writing leaves the earlier result and nothing else")
  func failure() throws {
    let path = scratch.path + "/results"
    try write("one", to: path)
    let directory = try ResultDirectory(at: path, known: Self.known)
    let twice = files("two") + files("three")
    #expect(throws: OutputError.self) { try directory.commit(twice) }
    #expect(scratch.text("results/a.csv") == "one")
    #expect(FileSystem.entries(of: scratch.path) == ["results"])
  }

  @Test("Pieces are written in their order, however many", arguments: [0, 1, 31, 32, 33, 200])
  func pieces(count: Int) throws {
    try ResultDirectory(at: scratch.path + "/results", known: Self.known).commit([
      ResultFile("a.csv", pieceCount: count) { Array("\($0),".utf8) },
      ResultFile(ResultDirectory.mark, []),
    ])
    #expect(scratch.text("results/a.csv") == (0..<count).map { "\($0)," }.joined())
  }

  @Test("A new directory takes nothing's place")
  func newDirectory() throws {
    let path = scratch.path + "/ledger"
    try NewDirectory(at: path).commit { inside in
      mkdir(inside + "/claims", 0o755)
      try FileSystem.write(Array("x".utf8), to: inside + "/claims/a.csv")
    }
    #expect(scratch.text("ledger/claims/a.csv") == "x")
    #expect(throws: OutputError.self) { try NewDirectory(at: path) }
    struct Broken: Error {}
    #expect(throws: Broken.self) {
      try NewDirectory(at: scratch.path + "/other").commit { inside in
        mkdir(inside + "/claims", 0o755)
        throw Broken()
      }
    }
    #expect(FileSystem.entries(of: scratch.path) == ["ledger"])
  }
}

/// A directory for one test, gone with it.
private final class Scratch: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/outlay-reporting-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit { FileSystem.remove(directory: path) }

  func write(_ text: String, to name: String) {
    try! FileSystem.write(Array(text.utf8), to: "\(path)/\(name)")
  }

  func text(_ name: String) -> String? {
    guard let file = fopen("\(path)/\(name)", "r") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
