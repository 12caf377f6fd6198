import Diagnostics
import Simulation
import Testing

/// The search along steps against looking at every step.
@Suite struct StepSearchTests {
  private final class Counter {
    var steps: Set<Int64> = []
  }

  private func search(
    _ range: ClosedRange<Int64>, start: Int64, counter: Counter = Counter(),
    estimate: ((Int64) -> Bool)? = nil, _ isMet: @escaping (Int64) -> Bool
  ) throws -> StepSearch.Answer {
    var search = StepSearch(
      range: range, start: start, estimate: { steps in steps.map(estimate ?? isMet) },
      exact: { steps in
        counter.steps.formUnion(steps)
        return steps.map(isMet)
      }, prefers: { abs($0 - 500) < abs($1 - 500) })
    return try search.run()
  }

  @Test(arguments: [0, 1, 7, 4_999, 9_998, 9_999] as [Int64])
  func upwards(last: Int64) throws {
    let answer = try search(0...10_000, start: 400) { $0 <= last }
    #expect(answer.outcome == .edge(.init(met: last, missed: last + 1)))
    #expect(answer.isMonotone)
  }

  @Test(arguments: [1, 2, 77, 5_000, 10_000] as [Int64])
  func downwards(first: Int64) throws {
    let answer = try search(0...10_000, start: 400) { $0 >= first }
    #expect(answer.outcome == .edge(.init(met: first, missed: first - 1)))
    #expect(answer.isMonotone)
  }

  @Test func nothingToFind() throws {
    #expect(try search(-5...90_000, start: 0) { _ in true }.outcome == .everywhere)
    #expect(try search(-5...90_000, start: 0) { _ in false }.outcome == .nowhere)
    #expect(try search(3...3, start: 3) { _ in true }.outcome == .everywhere)
    // The start lies outside of what is looked at.
    #expect(try search(5...9, start: 400) { $0 <= 6 }.outcome == .edge(.init(met: 6, missed: 7)))
  }

  /// Estimates that are off by a little, or worthless, change what is settled but not what is found.
  @Test(arguments: [-100, -3, -1, 0, 1, 2, 5, 1000] as [Int64])
  func estimatesOnlyLead(off: Int64) throws {
    let counter = Counter()
    let answer = try search(
      0...1_000_000_000, start: 5_000_000, counter: counter, estimate: { $0 <= 123_456_789 + off },
      { $0 <= 123_456_789 })
    #expect(answer.outcome == .edge(.init(met: 123_456_789, missed: 123_456_790)))
    #expect(answer.settled == counter.steps.count)
    #expect(counter.steps.count < (abs(off) < 2 ? 14 : 60))
    let blind = try search(
      0...1_000_000_000, start: 5_000_000, estimate: { $0 % 3 == 0 },
      { $0 <= 123_456_789 })
    #expect(blind.outcome == .edge(.init(met: 123_456_789, missed: 123_456_790)))
  }

  /// Met, missed and met again: the edge preferred (here that nearest to 500), and the others.
  @Test func severalTurns() throws {
    let twice = try search(0...1000, start: 100) { $0 <= 300 || $0 >= 601 }
    #expect(twice.outcome == .edge(.init(met: 601, missed: 600)))
    #expect(twice.otherTurns == [.init(met: 300, missed: 301)])
    #expect(!twice.isMonotone)

    let island = try search(0...1000, start: 100) { (250...601).contains($0) }
    #expect(island.outcome == .edge(.init(met: 601, missed: 602)))
    #expect(island.otherTurns == [.init(met: 250, missed: 249)])
  }

  /// Whatever the function, what is found are neighbours of which one meets and one misses; where it
  /// turns once, it is what looking at every step finds.
  @Test(arguments: UInt64(1)...40)
  func randomTurns(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let turns = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      Int64.random(in: 1...2000, using: &random)
    }
    let startsMet = Bool.random(using: &random)
    func isMet(_ step: Int64) -> Bool {
      (turns.count { $0 <= step } % 2 == 0) == startsMet
    }
    let answer = try search(0...2000, start: Int64.random(in: 0...2000, using: &random), isMet)
    let every = (0...Int64(2000)).map(isMet)
    switch answer.outcome {
    case .everywhere: #expect(every[0] && every[2000])
    case .nowhere: #expect(!every[0] && !every[2000])
    case .edge(let edge):
      for edge in [edge] + answer.otherTurns {
        #expect(abs(edge.met - edge.missed) == 1)
        #expect(every[Int(edge.met)])
        #expect(!every[Int(edge.missed)])
      }
    }
    if Set(turns).count == 1 {
      let edge =
        startsMet
        ? StepSearch.Edge(met: turns[0] - 1, missed: turns[0])
        : StepSearch.Edge(met: turns[0], missed: turns[0] - 1)
      #expect(answer.outcome == .edge(edge))
      #expect(answer.isMonotone)
    }
  }
}
