import Diagnostics
import Foundation
import Testing

@testable import RunStore

@Suite struct RunSessionTests {
  private let folder = TemporaryFolder()

  private func session(_ points: Int = 1000, in store: RunStore) throws -> RunSession {
    guard case .mine(let session) = try store.claim(question(points), wait: { _ in false }) else {
      throw Unexpected()
    }
    return session
  }

  /// The square of each point, and the point itself below zero.
  private func rows(_ points: Range<Int>) -> [Int64] {
    points.flatMap { [Int64($0 * $0), -Int64($0)] }
  }

  private func expectWhole(_ store: RunStore, points: Int = 1000) throws {
    guard case .done(let run) = try store.claim(question(points), wait: { _ in false }) else {
      throw Unexpected()
    }
    #expect(run.state == .done)
    #expect(run.finishedPoints == points)
    #expect(try store.blocks(of: run).flatMap(\.self) == rows(0..<points))
  }

  @Test func everyPointIsEvaluatedOnceAndKept() throws {
    let store = try RunStore(at: folder.path)
    var evaluated: [Range<Int>] = []
    var reports: [RunProgress] = []
    do {
      let session = try session(in: store)
      let done = try session.work(
        report: { reports.append($0) },
        evaluate: { points in
          evaluated.append(points)
          return rows(points)
        })
      #expect(done)
    }
    #expect(evaluated.flatMap { Array($0) } == Array(0..<1000))
    #expect(reports.first?.finished == 0)
    #expect(reports.last?.finished == 1000)
    #expect(reports.count == evaluated.count + 1)
    try expectWhole(store)
    let run = try #require(try store.runs().first)
    #expect(run.attempts == evaluated.count)
  }

  /// Stopped after each block anew: what is done is not done again.
  @Test func aStoppedRunGoesOnWhereItWas() throws {
    var evaluated: [Range<Int>] = []
    var sessions = 0
    while true {
      sessions += 1
      let store = try RunStore(at: folder.path)
      let session = try session(in: store)
      var blocks = 0
      let done = try session.work(
        isStopped: { blocks == 1 },
        evaluate: { points in
          blocks += 1
          evaluated.append(points)
          return rows(points)
        })
      if done { break }
      #expect(try store.runs().map(\.state) == [.running])
    }
    #expect(sessions > 10)
    #expect(evaluated.flatMap { Array($0) } == Array(0..<1000))
    let store = try RunStore(at: folder.path)
    try expectWhole(store)
    #expect(try store.runs().map(\.attempts) == [evaluated.count])
  }

  /// An evaluation that fails is the block in flight: it alone is done again.
  @Test func whatWasInFlightIsDoneAgain() throws {
    var evaluated: [Range<Int>] = []
    var failures = 0
    let store = try RunStore(at: folder.path)
    var sizes = BlockSizes()
    sizes.first = 100
    sizes.largest = 100
    sizes.seconds = 60
    for attempt in 0..<3 {
      let session = try session(in: store)
      do {
        _ = try session.work(sizes: sizes) { points in
          if attempt < 2, points.lowerBound == 300 + 200 * attempt {
            failures += 1
            throw Unexpected()
          }
          evaluated.append(points)
          return rows(points)
        }
      } catch is Unexpected {}
    }
    #expect(failures == 2)
    #expect(evaluated.flatMap { Array($0) } == Array(0..<1000))
    #expect(try store.runs().map(\.attempts) == [10 + 2])
    try expectWhole(store)
  }

  @Test func aRunBelongsToOneAtATime() throws {
    let (first, second) = (try RunStore(at: folder.path), try RunStore(at: folder.path))
    var session: RunSession? = try session(in: first)
    var waits = 0
    let claim = try second.claim(question(1000)) { run in
      waits += 1
      #expect(run.state == .running)
      #expect(run.worker == Int(getpid()))
      return waits < 3
    }
    guard case .givenUp = claim else { throw Unexpected() }
    #expect(waits == 3)
    let run = try #require(try second.runs().first)
    #expect(try second.delete(run) == false)
    // Another question is nobody's yet.
    guard case .mine = try second.claim(question(7), wait: { _ in false }) else {
      throw Unexpected()
    }
    #expect(session != nil)
    session = nil
    #expect(try second.runs().map(\.state) == [.interrupted, .interrupted])
    guard case .mine = try second.claim(question(1000), wait: { _ in false }) else {
      throw Unexpected()
    }
  }

  /// Who waited has the other's results.
  @Test func waitingEndsWithTheOthersResults() throws {
    let (first, second) = (try RunStore(at: folder.path), try RunStore(at: folder.path))
    var session: RunSession? = try session(in: first)
    let claim = try second.claim(question(1000)) { _ in
      let done = try? session?.work { rows($0) }
      #expect(done == true)
      session = nil
      return true
    }
    guard case .done = claim else { throw Unexpected() }
    try expectWhole(second)
  }

  @Test func layoutsAreKept() throws {
    let store = try RunStore(at: folder.path)
    let session = try session(in: store)
    #expect(try session.layout() == nil)
    try session.set(layout: [1, 2, 255])
    #expect(try session.layout() == [1, 2, 255])
    #expect(try store.layout(of: session.run) == [1, 2, 255])
  }

  @Test func blocksGrowWithinBounds() {
    let sizes = BlockSizes.standard
    #expect(sizes.next(after: 16, took: 0) == 128)
    #expect(sizes.next(after: 1000, took: 1) == 1000)
    #expect(sizes.next(after: 1000, took: 4) == 250)
    #expect(sizes.next(after: 1, took: 1e9) == 1)
    #expect(sizes.next(after: sizes.largest, took: 0) == sizes.largest)
  }
}
