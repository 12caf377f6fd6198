import Diagnostics
import PolicyCatalogue
import Population
import Synchronization

/// A class of claims ready to be asked at any tuple of its numbers, and what it has answered so far: cut
/// into blocks or not, a batch evaluates a tuple once.
final class PreparedClass: Sendable {
  private let group: ClaimClass
  private let evaluator: ClassEvaluator
  /// What it is asked about, ascending.
  var parameters: [Int] { group.parameters }
  /// Measures that the class has claims of, ascending.
  let measures: [Int]
  /// What it comes to at the scenario's own numbers.
  private let own: ClassTotals
  private let answers = Mutex<[BatchPoint: ClassChange]>([:])

  /// An answer takes some hundred bytes; beyond so many they are dropped and given anew.
  private static let mostAnswers = 1 << 17

  init(
    _ group: ClaimClass, of base: BaseSettlement, _ readers: ParameterReaders
  ) throws(DataError) {
    self.group = group
    evaluator = try ClassEvaluator(group, of: base, readers)
    own = base.settler.totals(of: group.rows, base.state)
    let plan = base.plan
    measures = Set(group.rows.map { plan.measure(of: Int($0)) }).sorted()
  }

  func forgetAnswers() { answers.withLock { $0 = [:] } }

  /// What the class adds at some points to the totals at the scenario's own numbers.
  struct Changes: Sendable {
    /// By tuple of its numbers; nil where nothing.
    var ofTuple: [ClassChange?]
    /// By point: which of these.
    var tuples: [Int32]
  }

  /// - Throws: `DataError` where an amount is too large to be computed exactly at a point.
  func changes(
    at levels: PointLevels, of scenario: Scenario, threads: Int
  ) throws(DataError) -> Changes {
    let tuples = group.tuples(levels, of: scenario)
    var changes = answers.withLock { known in
      zip(tuples.distinct, tuples.isOwn).map { $1 ? nil : known[$0] }
    }
    let open = changes.indices.filter { changes[$0] == nil && !tuples.isOwn[$0] }
    let totals = try evaluator.totals(at: open.map { tuples.distinct[$0] }, threads: threads)
    for (place, totals) in zip(open, totals) {
      changes[place] = ClassChange(from: own, to: totals, of: measures)
    }
    answers.withLock { known in
      if known.count + open.count > Self.mostAnswers { known = [:] }
      for place in open { known[tuples.distinct[place]] = changes[place] }
    }
    return Changes(ofTuple: changes, tuples: tuples.ofPoint)
  }
}

/// What a class comes to more than at the scenario's own numbers, by each of its measures, in fen.
struct ClassChange: Sendable {
  fileprivate(set) var awards: [Int64]
  fileprivate(set) var protected: [Int64]

  init(from own: ClassTotals, to totals: ClassTotals, of measures: [Int]) {
    awards = measures.map { totals.awards[$0] - own.awards[$0] }
    protected = measures.map { totals.protected[$0] - own.protected[$0] }
  }
}

extension ClassTotals {
  mutating func add(_ change: ClassChange, of measures: [Int]) {
    for (place, measure) in measures.enumerated() {
      awards[measure] += change.awards[place]
      protected[measure] += change.protected[place]
    }
  }
}
