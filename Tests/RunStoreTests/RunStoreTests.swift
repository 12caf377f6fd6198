import Diagnostics
import Foundation
import GRDB
import RunStore
import Testing

@Suite struct RunStoreTests {
  private let folder = TemporaryFolder()

  private func finish(_ question: RunQuestion, in store: RunStore) throws {
    guard case .mine(let session) = try store.claim(question, wait: { _ in false }) else {
      throw Unexpected()
    }
    #expect(try session.work { $0.map(Int64.init) })
  }

  /// Each part of a question leads to another run; the title does not.
  @Test func runsAreFoundByTheirContent() throws {
    let store = try RunStore(at: folder.path)
    let others = [
      question(11), question(engine: "2"), question(policyHash: "x"),
      question(populationHash: "x"), question(scenarioHash: "x"), question(text: "{1}"),
      // Parts that run together to the same text.
      question(policyHash: "pq", populationHash: ""),
    ]
    try finish(question(), in: store)
    for other in others { #expect(try store.run(answering: other) == nil) }
    for other in others { try finish(other, in: store) }
    #expect(try store.runs().count == others.count + 1)
    #expect(Set(try store.runs().map(\.key)).count == others.count + 1)
    let again = try #require(try store.run(answering: question(title: "Other words")))
    #expect(again.state == .done)
    #expect(again.question.title == Message("A question", zh: "一个问题"))
  }

  @Test func deletedRunsAreGoneWithTheirBlocks() throws {
    let store = try RunStore(at: folder.path)
    try finish(question(10), in: store)
    try finish(question(20), in: store)
    let run = try #require(try store.run(answering: question(10)))
    #expect(try store.delete(run))
    store.compact()
    #expect(try store.runs().map(\.question.points) == [20])
    let blocks = try DatabaseQueue(path: "\(folder.path)/runs.sqlite").read {
      try Int.fetchOne($0, sql: "SELECT sum(count) FROM block")
    }
    #expect(blocks == 20)
    try finish(question(10), in: store)
  }

  @Test func theLogIsWrittenAhead() throws {
    _ = try RunStore(at: folder.path)
    let mode = try DatabaseQueue(path: "\(folder.path)/runs.sqlite").read {
      try String.fetchOne($0, sql: "PRAGMA journal_mode")
    }
    #expect(mode == "wal")
  }

  @Test func manyOpenItAtOnce() async throws {
    let path = folder.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for points in 1...8 {
        group.addTask {
          let store = try RunStore(at: path)
          guard case .mine(let session) = try store.claim(question(points), wait: { _ in false })
          else { throw Unexpected() }
          #expect(try session.work { $0.map(Int64.init) })
        }
      }
      try await group.waitForAll()
    }
    #expect(try RunStore(at: path).runs().map(\.question.points).sorted() == Array(1...8))
  }

  @Test func whatIsNoStoreIsSaidToBeNone() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    let file = "\(folder.path)/runs.sqlite"
    try Data("not a database, but a text that is long enough to be taken for one".utf8)
      .write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: StoreError.self) { try RunStore(at: folder.path) }
    #expect(
      error?.description(in: .english)
        == "\(folder.path): is no store of runs, or is damaged; move it away or choose another --store"
    )
    let inside = #expect(throws: StoreError.self) { try RunStore(at: file + "/inside") }
    #expect(inside?.description(in: .english).contains("cannot make the directory") == true)
  }

  @Test func aStoreOfANewerVersionIsLeftAlone() throws {
    _ = try RunStore(at: folder.path)
    let queue = try DatabaseQueue(path: "\(folder.path)/runs.sqlite")
    try queue.write { database in
      try database.execute(
        sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99: of times to come')")
    }
    let error = #expect(throws: StoreError.self) { try RunStore(at: folder.path) }
    #expect(error?.description(in: .english).contains("a newer version of Outlay") == true)
  }

  @Test func damagedResultsAreNotTakenForResults() throws {
    let store = try RunStore(at: folder.path)
    try finish(question(), in: store)
    let queue = try DatabaseQueue(path: "\(folder.path)/runs.sqlite")
    try queue.write { try $0.execute(sql: "UPDATE block SET data = x'80'") }
    let run = try #require(try store.runs().first)
    #expect(throws: StoreError.self) { try store.blocks(of: run) }
  }

  @Test func packedNumbersComeBack() {
    let numbers: [Int64] = [
      0, 1, -1, 63, 64, -64, -65, 8191, 8192, 1 << 53, -(1 << 53), .max, .min,
    ]
    let bytes = PackedIntegers.packed(numbers)
    #expect(PackedIntegers.numbers(bytes) == numbers)
    #expect(PackedIntegers.packed([0, -1, 1, 63]) == [0, 1, 2, 126])
    #expect(PackedIntegers.numbers([0x80]) == nil)
    #expect(PackedIntegers.numbers([UInt8](repeating: 0xFF, count: 9) + [2]) == nil)
  }
}
