import CKernels
import Glibc
import LinearAlgebra
import PolicyCatalogue
import Testing

@testable import Population
@testable import Simulation

/// Weights drawn and used, against the drawing alone and the product alone. Of use in a release build;
/// OUTLAY_SPEED_ROWS makes it longer.
@Suite struct ReplicateSpeed {
  private static let measures = 60
  private static let replicates = 200

  @Test func weighting() throws {
    let rows = getenv("OUTLAY_SPEED_ROWS").flatMap { Int(String(cString: $0)) } ?? 300
    let scenario = Self.scenario()
    let population = Self.population(scenario.policy, rows)
    let settings = ReplicateSettings(count: Self.replicates, seed: 1)
    let draws = ReplicateDraws(settings)
    let plan = Plan(scenario: scenario, population: population, threads: 1)
    let settled = try SettledLevel(
      plan, draws.slotsOfLevels[0], .one, settings, threads: 1, struck: nil)
    let blocks = ReplicateBlocks(
      plan: plan, levels: [(settled.awards, settled.slots)],
      columns: ReplicateColumns(settled.settler),
      thresholds: [UInt32](repeating: ReplicateDraws.certain, count: Self.measures),
      identities: population.register.subjectIdentities, draws: draws)
    let count = Double(rows * Self.replicates)
    var sums = [ReplicateSums]()
    let whole = seconds { sums.append(blocks.sums(threads: 1)) }
    let drawing = seconds { Self.draw(rows, draws) }
    let product = seconds { Self.multiply(rows) }
    let figures = [whole, drawing, product].map { ($0 / count * 1e11).rounded() / 100 }
    print(
      "replicates, ns a weight: \(figures[0]) in all; \(figures[1]) drawing; \(figures[2]) dgemm")
    if rows > 10_000 {
      let two = Self.elapsed { sums.append(blocks.sums(threads: 2)) }
      print("two threads: \(two) s for \(rows) subjects")
    }
    let weights = sums[0].cells[..<Self.replicates]
    #expect(weights.allSatisfy { $0 > 0 })
    #expect(sums.allSatisfy { $0.cells == sums[0].cells })
  }

  private static func draw(_ rows: Int, _ draws: ReplicateDraws) {
    var weights = [UInt8](repeating: 0, count: draws.count)
    var wide = [Double](repeating: 0, count: draws.count)
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * draws.capacity) { scratch in
      for row in 0..<rows {
        draws.weights(of: UInt64(row), &weights, scratch: scratch.baseAddress!)
        outlay_widen(&wide, weights, draws.count)
      }
    }
  }

  private static func multiply(_ rows: Int) {
    let size = ReplicateBlocks.size
    let left = [Double](repeating: 1, count: replicates * size)
    let right = [Double](repeating: 1, count: size * measures)
    var target = [Double](repeating: 0, count: replicates * measures)
    for _ in 0..<max(1, rows / size) {
      DenseProduct.multiply(
        left, leading: replicates, rows: replicates, inner: size, by: right, leading: size,
        columns: measures, into: &target, leading: replicates)
    }
  }

  private static func scenario() -> Scenario {
    var made = TinyPolicy()
    let rate = made.number(Fraction(1, 20))
    var policy = made.policy(award: Award(base: .rate(rate, of: TinyPolicy.x)))
    let measure = policy.measures[0]
    policy = Policy(
      id: policy.id, title: policy.title, source: "", valid: policy.valid,
      chapters: policy.chapters,
      measures: (0..<measures).map { index in
        var other = Measure(
          id: "m\(index)", chapter: 0, article: 1, item: index, shape: .rate,
          title: measure.title, location: measure.location)
        other.inputs = [measure.inputs[0]]
        other.award = measure.award
        return other
      }, registerColumns: policy.registerColumns, parameters: policy.parameters,
      assessedRounding: policy.assessedRounding, hash: "", path: "tiny")
    policy.pools = [Pool(id: "all", measures: Array(0..<measures))]
    return TinyPolicy.scenario(policy)
  }

  /// Each enterprise claims seven in ten measures.
  private static func population(_ policy: Policy, _ rows: Int) -> Population {
    var population = TinyPolicy.population(x: [], q: [], level: [])
    var ids = IdentifierColumn()
    for row in 0..<rows { ids.append("E\(row)".utf8) }
    population.register.ids = ids
    population.register.names = ids
    population.register.columns = population.register.columns.map { column in
      column.count == 0
        ? column : column.selecting([Int](repeating: 0, count: rows))
    }
    population.register.subjects = (0..<Int32(rows)).map { $0 }
    population.register.subjectCount = rows
    population.claims = policy.measures.indices.map { measure in
      var table = ClaimTable(measure: measure)
      let claimants = (0..<Int32(rows)).filter { ($0 &* 31 &+ Int32(measure) &* 17) % 10 < 7 }
      table.enterprises = claimants
      for claimant in claimants { table.ids.append("\(measure)-\(claimant)".utf8) }
      table.bases = [Int32](repeating: -1, count: claimants.count)
      table.filedOn = [Int32](repeating: 17_300, count: claimants.count)
      table.settleNextYear = [UInt8](repeating: 0, count: claimants.count)
      table.elsewhere = table.settleNextYear
      table.inputs = [.numbers(claimants.map { Double($0 % 977 + 1) * 1000 })]
      return table
    }
    return population
  }

  private static func elapsed(_ body: () -> Void) -> Double {
    let start = ContinuousClock.now
    body()
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// Of this process, so that others on the machine count less.
  private func seconds(_ body: () -> Void) -> Double {
    var start = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start)
    body()
    var end = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end)
    return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) * 1e-9
  }
}
